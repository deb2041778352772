/// Which recipients and which messages are taken.
extension MailServer {
  // MARK: Recipients

  /// What restriction lists say at a moment other than RCPT; nil lets the client go on.
  mutating func refusal<Sink>(
    at moment: RestrictionMoment, _ session: inout ServerSession, _ mail: inout MailTables<Sink>
  ) -> Reply? {
    guard speaksElsewhere else { return nil }
    // At DATA a recipient is known only if it is the only one.
    let accepted = recipients(of: session)
    let recipient = accepted.count == 1 ? accepted[0] : mail.book.id(of: postmaster)
    let facts = facts(about: recipient, session, &mail)
    guard let decision = decide(facts, at: moment), decision.verdict != .accept else { return nil }
    mail.note(
      .decided(
        session.serial, decision.verdict, decision.reason, RuleRef(firstRule + decision.rule),
        recipient: nil, decision.reply), on: &session)
    return decision.reply
  }

  mutating func judge<Sink>(
    _ recipient: MailboxID, _ session: inout ServerSession, _ mail: inout MailTables<Sink>
  ) -> Reply {
    let facts = facts(about: recipient, session, &mail)
    let decision = decide(facts)
    var verdict = decision.verdict
    var reason = decision.reason
    var reply = decision.reply
    if defence != nil, let ruling = defend(recipient, decision, &session, &mail) {
      (verdict, reason, reply) = ruling
    }
    if verdict == .accept, isFull(recipient, &mail) {
      (verdict, reason, reply) = (.defer, .limit, .mailboxFull)
      mail.outbox.append(.happened(.full(recipient, session.attack)), from: row)
    }
    // Who is named twice gets one copy.
    if verdict == .accept, let row = session.envelope,
      !envelopes[row].recipients.contains(recipient)
    {
      envelopes[row].recipients.append(recipient)
    }
    mail.note(
      .decided(
        session.serial, verdict, reason, RuleRef(firstRule + decision.rule), recipient: recipient,
        reply), on: &session)
    return reply
  }

  private mutating func isFull<Sink>(
    _ mailbox: MailboxID, _ mail: inout MailTables<Sink>
  ) -> Bool {
    guard store.quota != nil, standing(of: mailbox, &mail).contains(.isLocal) else { return false }
    return !store.hasRoom(in: mail.book.canonical(mailbox), for: 1)
  }

  // MARK: Messages

  /// A message nobody handed on: it comes into being with its last line.
  mutating func written<Sink>(
    _ octets: UInt32, _ session: ServerSession, _ mail: inout MailTables<Sink>
  ) -> IncomingMessage {
    if let row = session.envelope, envelopes[row].recipients.count > 1 {
      envelopes[row].recipients = once(envelopes[row].recipients, &mail)
    }
    let reversePath = reversePath(of: session)
    return .written(
      Draft(
        author: nil, reversePath: reversePath, from: reversePath,
        recipients: recipients(of: session), octets: octets, step: session.step))
  }

  /// Each mailbox of this server once: its local parts are compared without case.
  private mutating func once<Sink>(
    _ recipients: ShortList<MailboxID>, _ mail: inout MailTables<Sink>
  ) -> ShortList<MailboxID> {
    var known: Set<Mailbox> = []
    return ShortList(
      recipients.filter { id in
        guard standing(of: id, &mail).contains(.isLocal) else { return true }
        let mailbox = mail.book[id]
        let name = mailbox.localPart.lowercased()
        return known.insert(Mailbox(localPart: name, domain: mailbox.domain)).inserted
      })
  }

  /// The dot is here: with 250 the message becomes this server's responsibility (RFC 5321 §4.2.5).
  mutating func take<Sink>(
    _ incoming: IncomingMessage, _ session: inout ServerSession, _ mail: inout MailTables<Sink>
  ) -> Reply {
    let origin = origin(of: incoming, session, &mail)
    if Int(origin.hops) >= settings.limits.hops {
      mail.release(origin.message)
      return .tooManyHops
    }
    let screening = screen(origin.message, session, &mail)
    if case .refuse(let reason, let reply) = screening {
      mail.note(
        .decided(session.serial, .refuse, reason, RuleRef(firstRule), recipient: nil, reply),
        on: &session)
      mail.release(origin.message)
      return reply
    }
    if origin.hops == 0 { sign(origin.message, session, &mail) }
    let copy = mail.nextCopy()
    session.taken = copy
    var recipients = recipients(of: session)
    noteReceived(
      copy, message: mail.messages[origin.message].serial, parent: origin.parent, for: recipients,
      &session, &mail)
    if case .junk = screening {
      recipients = junkFolders(of: recipients, copy: copy, &session, &mail)
    }
    let entry = QueueEntry(
      holder: .server(row), message: origin.message, copy: copy, hops: origin.hops + 1,
      since: mail.now, recipients: recipients, cause: session.cause)
    admit(entry, &mail)
    if mail.messages[origin.message].isSpecial { unpack(origin.message, &session, &mail) }
    mail.release(origin.message)
    return .queued
  }

  /// The message, how far it has come, and whose copy it was.
  private mutating func origin<Sink>(
    of incoming: IncomingMessage, _ session: ServerSession, _ mail: inout MailTables<Sink>
  ) -> (message: UInt32, hops: UInt16, parent: CopyID?) {
    switch incoming {
    case .handedOn(let job):
      let entry = mail.jobs[job].entry
      let message = mail.entries[entry].message
      mail.messages[message].holders += 1
      return (message, mail.entries[entry].hops, mail.entries[entry].copy)
    case .written(let draft):
      let message = mail.compose(draft, cause: session.cause)
      mail.messages[message].holders += 1
      mail.outbox.append(
        .happened(
          .written(message: mail.messages[message].serial, session: session.carrier)), from: row)
      return (message, 0, nil)
    }
  }

  /// The server has taken a copy: what its `Received:` line says, and whom it answers for.
  mutating func noteReceived<Sink>(
    _ copy: CopyID, message: MessageID, parent: CopyID?, for recipients: ShortList<MailboxID>,
    _ session: inout ServerSession, _ mail: inout MailTables<Sink>
  ) {
    var keyword = TransmissionKeyword.smtp
    var tls: TLSVersion?
    if case .smtp(let smtp) = session.dialogue {
      keyword = TransmissionKeyword(
        usedEHLO: smtp.usedEHLO, isEncrypted: smtp.isEncrypted,
        isAuthenticated: smtp.isAuthenticated)
      if smtp.isEncrypted { tls = settings.tls.version }
    }
    let serial = session.serial
    mail.sink.add(
      Trace.Copy(
        message: message, host: host, parent: parent, connection: serial, keyword: keyword,
        tls: tls, recipients: []),
      for: recipients)
    mail.note(.accepted(copy), on: &session)
  }
}

/// What stands before a dot.
enum IncomingMessage: Sendable {
  /// A message that another holds already: the job that hands it on, by its slot.
  case handedOn(job: UInt32)
  /// One that was nowhere before.
  case written(Draft)
}
