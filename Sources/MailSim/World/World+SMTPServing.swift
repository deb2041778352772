/// The server's end of an SMTP connection: what its session cannot know is decided here.
extension World {
  mutating func openSMTP(_ slot: UInt32) {
    act(slot) { $0.open() }
  }

  mutating func serveSMTP(_ slot: UInt32, _ command: SMTPCommand) {
    if connections[slot].interceptor != nil, isIntercepted(command, on: slot) { return }
    if !wires[slot].listeners.isEmpty { passes(command, on: slot) }
    note(.smtpCommand(connections[slot].serial, command), on: slot)
    if command == .ehlo || command == .helo, let refusal = refusal(at: .hello, on: slot) {
      act(slot) { $0.refuse(refusal) }
    } else {
      act(slot) { $0.receive(command) }
    }
  }

  /// Lets the session take a step and carries out what it says, until it has said its reply.
  private mutating func act(
    _ slot: UInt32, _ step: (inout SMTPServerSession) -> SMTPServerAction
  ) {
    guard case .smtp(var session) = connections[slot].serverSession else { return }
    var action = step(&session)
    if case .judge(let question) = action {
      action = session.answer(answer(to: question, on: slot))
    }
    connections[slot].serverSession = .smtp(session)
    switch action {
    case .reply(let reply): say(slot, reply, offering: nil, after: session.replyDelay)
    case .hello(let reply, let offers):
      say(slot, reply, offering: offers, after: session.replyDelay)
    case .startHandshake(let reply): say(slot, reply, offering: nil, after: session.replyDelay)
    case .close(let reply):
      say(slot, reply, offering: nil, after: session.replyDelay, closing: true)
      closeAtServer(slot)
    case .judge: preconditionFailure("an answer is never a question")
    }
  }

  private mutating func say(
    _ slot: UInt32, _ reply: Reply, offering: SMTPExtensions?, after pause: Delay,
    closing: Bool = false
  ) {
    note(.smtpReply(connections[slot].serial, reply, offering: offering), on: slot)
    sendToClient(slot, .smtpReply(reply, offering: offering), after: pause)
    if closing { sendToClient(slot, .end) }
  }

  private mutating func answer(
    to question: SMTPServerAction.Question, on slot: UInt32
  ) -> Reply {
    switch question {
    case .client: return admit(slot)
    case .credentials(_, let credentials): return check(credentials, on: slot)
    case .mail(let from, _):
      connections[slot].reversePath = from
      wires[slot].accepted.removeAll()
      if !attackers.isEmpty { logForgedLogin(on: slot) }
      return refusal(at: .mail, on: slot) ?? .senderOk
    case .rcpt(let recipient): return judge(recipient, on: slot)
    case .data: return refusal(at: .data, on: slot) ?? .startData
    case .endOfData(let octets): return take(octets, on: slot)
    }
  }

  /// A server that serves as many clients as it can says so at once (RFC 5321 §3.8).
  private mutating func admit(_ slot: UInt32) -> Reply {
    let server = connections[slot].server
    let client = connections[slot].clientAddress
    guard servers[server].hasRoom(for: client) else {
      if !attackers.isEmpty { noteTurnedAway(on: connections[slot]) }
      return .tooManyConnections
    }
    servers[server].take(client)
    connections[slot].isCounted = true
    return refusal(at: .connect, on: slot) ?? .ready
  }

  private mutating func check(_ credentials: Credentials, on slot: UInt32) -> Reply {
    let serial = connections[slot].serial
    guard let account = credentials.account, credentials.secretIsRight,
      people[PersonID(index: account.index)].settings.home == connections[slot].server
    else {
      note(.loginFailed(serial, credentials.account), on: slot)
      return .authFailed
    }
    if isDisabled(account, at: connections[slot].server) {
      note(.loginFailed(serial, account), on: slot)
      return .accountDisabled
    }
    note(.loginSucceeded(serial, account), on: slot)
    return .authenticated
  }

  // MARK: Relay

  /// What restriction lists say at a moment other than RCPT; nil lets the client go on.
  private mutating func refusal(at moment: RestrictionMoment, on slot: UInt32) -> Reply? {
    let server = connections[slot].server
    guard servers[server].speaksElsewhere else { return nil }
    // At DATA a recipient is known only if it is the only one.
    let accepted = wires[slot].accepted
    let recipient = accepted.count == 1 ? accepted[0] : book.id(of: postmaster(of: server))
    let facts = facts(about: recipient, on: slot)
    guard let decision = servers[server].decide(facts, at: moment),
      decision.verdict != .accept
    else { return nil }
    note(
      .decided(
        connections[slot].serial, decision.verdict, decision.reason,
        RuleRef(servers[server].firstRule + decision.rule), recipient: nil, decision.reply),
      on: slot)
    return decision.reply
  }

  private mutating func judge(_ recipient: MailboxID, on slot: UInt32) -> Reply {
    let server = connections[slot].server
    let facts = facts(about: recipient, on: slot)
    let decision = servers[server].decide(facts)
    var verdict = decision.verdict
    var reason = decision.reason
    var reply = decision.reply
    if servers[server].defence != nil, let ruling = defend(recipient, decision, on: slot) {
      (verdict, reason, reply) = ruling
    }
    if verdict == .accept, isFull(recipient, at: server) {
      (verdict, reason, reply) = (.defer, .limit, .mailboxFull)
      if !attackers.isEmpty { noteFull(book[recipient], attack(behind: connections[slot])) }
    }
    if verdict == .accept { wires[slot].accepted.append(recipient) }
    note(
      .decided(
        connections[slot].serial, verdict, reason,
        RuleRef(servers[server].firstRule + decision.rule), recipient: recipient, reply),
      on: slot)
    return reply
  }

  /// Everything the server knows about the client, the envelope and the moment.
  private mutating func facts(about recipient: MailboxID, on slot: UInt32) -> RelayFacts {
    let server = connections[slot].server
    let address = connections[slot].clientAddress
    var client = RelayFacts.Client(address: address)
    client.window = servers[server].windows.state(of: address, at: now)
    if case .smtp(let session) = connections[slot].serverSession {
      client.isEncrypted = session.isEncrypted
      if let account = session.account {
        let person = PersonID(index: account.index)
        client.login = RelayFacts.Login(
          name: people[person].settings.name, mailbox: people[person].settings.mailbox)
      }
    }
    var facts = RelayFacts(
      client: client, reversePath: connections[slot].reversePath.map { book[$0] },
      forwardPath: book[recipient])
    facts.recipientIsUnknown = refusesUnknown(recipient, at: server)
    if servers[server].asksFurther { complete(&facts, on: slot) }
    return facts
  }

  /// What only restriction lists ask for: names, and what the DNS says of the domains.
  private mutating func complete(_ facts: inout RelayFacts, on slot: UInt32) {
    let helloName = helloName(on: slot)
    facts.client.helloName = helloName.isEmpty ? nil : helloName
    if let client = network.server(connections[slot].client) {
      facts.client.name = servers[client].settings.host.text
    }
    if facts.client.isEncrypted, let person = connections[slot].person,
      people[person].settings.submission.hasCertificate
    {
      facts.client.certificate = people[person].settings.name
    }
    facts.senderDomain = facts.reversePath.map { names.service.outcome(for: $0.domain).standing }
    facts.recipientDomain = names.service.outcome(for: facts.forwardPath.domain).standing
  }

  private mutating func isFull(_ mailbox: MailboxID, at server: ServerRow) -> Bool {
    guard servers[server].store.quota != nil,
      standing(of: mailbox, at: server).contains(.isLocal)
    else { return false }
    return !servers[server].store.hasRoom(in: book.canonical(mailbox), for: 1)
  }

  // MARK: Responsibility

  /// The dot is here: with 250 the message becomes this server's responsibility (RFC 5321 §4.2.5).
  private mutating func take(_ octets: UInt32, on slot: UInt32) -> Reply {
    let server = connections[slot].server
    let origin = origin(of: slot, octets: octets)
    if !attackers.isEmpty { noteTaken(origin.message, on: slot) }
    if Int(origin.hops) >= servers[server].settings.limits.hops {
      release(origin.message)
      return .tooManyHops
    }
    let screening = screen(origin.message, on: slot)
    if case .refuse(let reason, let reply) = screening {
      note(
        .decided(
          connections[slot].serial, .refuse, reason, RuleRef(servers[server].firstRule),
          recipient: nil, reply), on: slot)
      release(origin.message)
      return reply
    }
    if origin.hops == 0 { sign(origin.message, on: slot) }
    let copy = CopyID(index: copyCount)
    copyCount += 1
    connections[slot].taken = copy
    noteReceived(
      copy, message: messages[origin.message].serial, parent: origin.parent, on: slot,
      for: wires[slot].accepted)
    var recipients = wires[slot].accepted
    if case .junk = screening { recipients = junkFolders(of: recipients, copy: copy, on: slot) }
    let entry = QueueEntry(
      holder: .server(server), message: origin.message, copy: copy, hops: origin.hops + 1,
      since: now, recipients: recipients, cause: connections[slot].cause)
    admit(entry, to: server)
    if messages[origin.message].isSpecial { unpack(origin.message, on: slot) }
    release(origin.message)
    return .queued
  }

  /// What travels on a connection: the message, how far it has come, and whose copy it was.
  private mutating func origin(
    of slot: UInt32, octets: UInt32
  ) -> (message: UInt32, hops: UInt16, parent: CopyID?) {
    if case .sending(let job) = connections[slot].purpose {
      let entry = jobs[job].entry
      messages[entries[entry].message].holders += 1
      return (entries[entry].message, entries[entry].hops, entries[entry].copy)
    }
    let connection = connections[slot]
    // Typed by hand: the message comes into being with its last line.
    var draft = Draft(
      author: nil, reversePath: connection.reversePath, from: connection.reversePath,
      recipients: wires[slot].accepted, octets: octets, step: connection.step)
    if let (attack, content) = content(on: connection) {
      draft.attack = attack
      draft.from = content.author.map { book.id(of: $0) }
      draft.subject = content.subject
      draft.rareProperties.signature = content.signature
      draft.rareProperties.smuggled = content.smuggled
    }
    let message = compose(draft, cause: connection.cause)
    messages[message].holders += 1
    return (message, 0, nil)
  }

  /// A server has taken a copy: what its `Received:` line says, and whom it answers for.
  mutating func noteReceived(
    _ copy: CopyID, message: MessageID, parent: CopyID?, on slot: UInt32,
    for recipients: ShortList<MailboxID>
  ) {
    var keyword = TransmissionKeyword.smtp
    var tls: TLSVersion?
    if case .smtp(let session) = connections[slot].serverSession {
      keyword = TransmissionKeyword(
        usedEHLO: session.usedEHLO, isEncrypted: session.isEncrypted,
        isAuthenticated: session.isAuthenticated)
      if session.isEncrypted { tls = servers[connections[slot].server].settings.tls.version }
    }
    sink.add(
      Trace.Copy(
        message: message, host: HostID(index: connections[slot].server.index), parent: parent,
        connection: connections[slot].serial, keyword: keyword, tls: tls, recipients: []),
      for: recipients)
    note(.accepted(copy), on: slot)
  }
}
