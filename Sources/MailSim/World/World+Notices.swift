/// What a server tells the sender: it failed, or it takes long (RFC 3464).
///
/// Such a notice has the null reverse-path, and none is ever sent about a message that has it:
/// otherwise two servers could complain to each other for ever (RFC 5321 §6.1).
extension World {
  /// Gives recipients up, with one notice for all of them.
  mutating func bounce(_ rows: ShortList<UInt32>, of slot: UInt32, at server: ServerRow) {
    guard !rows.isEmpty, let copy = entries[slot].copy else { return }
    let notice = writeNotice(
      of: slot, at: server, kind: { .bounce(of: $0) },
      subject: "Undelivered Mail Returned to Sender")
    for row in rows {
      entries[slot].recipients[Int(row)].state = .settled
      let recipient = entries[slot].recipients[Int(row)]
      note(
        .bounced(
          copy, recipient: recipient.mailbox, recipient.failure ?? .expired,
          notice: notice.map { messages[$0.message].serial }), cause: entries[slot].cause)
    }
    if let notice { send(notice, from: server) }
  }

  /// Tells the sender once that delivery takes long, if the server does that.
  mutating func warn(of rows: ShortList<UInt32>, in slot: UInt32, at server: ServerRow) {
    guard let after = servers[server].settings.queue.warnAfter, !entries[slot].wasWarned,
      now - entries[slot].since >= after, let copy = entries[slot].copy,
      let notice = writeNotice(
        of: slot, at: server, kind: { .delayWarning(of: $0) },
        subject: "Delayed Mail (still being retried)")
    else { return }
    entries[slot].wasWarned = true
    for row in rows {
      note(
        .delayWarned(
          copy, recipient: entries[slot].recipients[Int(row)].mailbox,
          notice: messages[notice.message].serial),
        cause: entries[slot].cause)
    }
    send(notice, from: server)
  }

  /// A notice, and whom it goes to.
  private typealias Notice = (message: UInt32, recipient: MailboxID)

  /// Writes a notice to the reverse-path; nil when there is nobody to tell.
  private mutating func writeNotice(
    of slot: UInt32, at server: ServerRow, kind: (MessageID) -> Trace.Message.Kind,
    subject: String
  ) -> Notice? {
    let message = messages[entries[slot].message]
    guard let sender = message.reversePath, !message.isNotice else { return nil }
    let daemon = book.id(
      of: Mailbox(localPart: "MAILER-DAEMON", domain: servers[server].settings.host))
    var draft = Draft(
      kind: kind(message.serial), from: daemon, recipients: ShortList(sender), subject: subject,
      octets: Self.reportOctets + min(message.octets, Self.quotedOctets))
    draft.attack = message.attack
    let notice = compose(draft, cause: entries[slot].cause)
    return (notice, sender)
  }

  private mutating func send(_ notice: Notice, from server: ServerRow) {
    let message = messages[notice.message]
    let copy = CopyID(index: copyCount)
    copyCount += 1
    sink.add(
      Trace.Copy(
        message: message.serial, host: HostID(index: server.index), parent: nil, connection: nil,
        keyword: .esmtp, tls: nil, recipients: []), for: ShortList(notice.recipient))
    admit(
      QueueEntry(
        holder: .server(server), message: notice.message, copy: copy, hops: 0, since: now,
        recipients: ShortList(notice.recipient), cause: message.cause),
      to: server)
  }

  /// The report itself, and what it quotes of the message at most (Postfix: 50,000 octets).
  private static var reportOctets: UInt32 { 2_000 }
  private static var quotedOctets: UInt32 { 50_000 }
}
