/// What a server tells the sender: it failed, or it takes long (RFC 3464).
///
/// Such a notice has the null reverse-path, and none is ever sent about a message that has it:
/// otherwise two servers could complain to each other for ever (RFC 5321 §6.1).
extension MailServer {
  /// Gives recipients up, with one notice for all of them.
  mutating func bounce<Sink>(
    _ rows: ShortList<UInt32>, of slot: UInt32, _ mail: inout MailTables<Sink>
  ) {
    guard !rows.isEmpty, let copy = mail.entries[slot].copy else { return }
    let notice = writeNotice(
      of: slot, kind: { .bounce(of: $0) }, subject: "Undelivered Mail Returned to Sender", &mail)
    for row in rows {
      mail.entries[slot].recipients[Int(row)].state = .settled
      let recipient = mail.entries[slot].recipients[Int(row)]
      mail.note(
        .bounced(
          copy, recipient: recipient.mailbox, recipient.failure ?? .expired,
          notice: notice.map { mail.messages[$0.message].serial }), cause: mail.entries[slot].cause)
    }
    if let notice { send(notice, &mail) }
  }

  /// Tells the sender once that delivery takes long, if the server does that.
  mutating func warn<Sink>(
    of rows: ShortList<UInt32>, in slot: UInt32, _ mail: inout MailTables<Sink>
  ) {
    guard let after = settings.queue.warnAfter, !mail.entries[slot].wasWarned,
      mail.now - mail.entries[slot].since >= after, let copy = mail.entries[slot].copy,
      let notice = writeNotice(
        of: slot, kind: { .delayWarning(of: $0) }, subject: "Delayed Mail (still being retried)",
        &mail)
    else { return }
    mail.entries[slot].wasWarned = true
    for row in rows {
      mail.note(
        .delayWarned(
          copy, recipient: mail.entries[slot].recipients[Int(row)].mailbox,
          notice: mail.messages[notice.message].serial),
        cause: mail.entries[slot].cause)
    }
    send(notice, &mail)
  }

  /// A notice, and whom it goes to.
  private typealias Notice = (message: UInt32, recipient: MailboxID)

  /// Writes a notice to the reverse-path; nil when there is nobody to tell.
  private mutating func writeNotice<Sink>(
    of slot: UInt32, kind: (MessageID) -> Trace.Message.Kind, subject: String,
    _ mail: inout MailTables<Sink>
  ) -> Notice? {
    let message = mail.messages[mail.entries[slot].message]
    guard let sender = message.reversePath, !message.isNotice else { return nil }
    let daemon = mail.book.id(
      of: Mailbox(localPart: "MAILER-DAEMON", domain: settings.host))
    var draft = Draft(
      kind: kind(message.serial), from: daemon, recipients: ShortList(sender), subject: subject,
      octets: Self.reportOctets + min(message.octets, Self.quotedOctets))
    draft.attack = message.attack
    let notice = mail.compose(draft, cause: mail.entries[slot].cause)
    return (notice, sender)
  }

  private mutating func send<Sink>(_ notice: Notice, _ mail: inout MailTables<Sink>) {
    let message = mail.messages[notice.message]
    let copy = mail.nextCopy()
    mail.sink.add(
      Trace.Copy(
        message: message.serial, host: host, parent: nil, connection: nil,
        keyword: .esmtp, tls: nil, recipients: []), for: ShortList(notice.recipient))
    admit(
      QueueEntry(
        holder: .server(row), message: notice.message, copy: copy, hops: 0, since: mail.now,
        recipients: ShortList(notice.recipient), cause: message.cause), &mail)
  }

  /// The report itself, and what it quotes of the message at most (Postfix: 50,000 octets).
  private static var reportOctets: UInt32 { 2_000 }
  private static var quotedOctets: UInt32 { 50_000 }
}
