/// Final delivery: forwarding addresses, mailboxes, and those who wait for news (RFC 5598 §4.3.3).
extension MailServer {
  /// Replaces forwarding addresses by what they stand for. An address that was in the envelope
  /// already is not added again; one that only leads back to itself is a mail loop, and fails.
  mutating func resolveForwards<Sink>(_ slot: UInt32, _ mail: inout MailTables<Sink>) {
    var row = 0
    while row < mail.entries[slot].recipients.count {
      defer { row += 1 }
      let recipient = mail.entries[slot].recipients[row]
      guard recipient.state == .waiting,
        standing(of: recipient.mailbox, &mail).isSuperset(of: [.isLocal, .isForwarded]),
        let targets = forwards(of: mail.book[recipient.mailbox])
      else { continue }
      forward(row, to: targets, of: slot, &mail)
    }
  }

  private mutating func forward<Sink>(
    _ row: Int, to targets: [Mailbox], of slot: UInt32, _ mail: inout MailTables<Sink>
  ) {
    let recipient = mail.entries[slot].recipients[row].mailbox
    let own = Self.canonical(mail.book[recipient])
    var keepsCopy = false
    var leadsOn = false
    for target in targets {
      if Self.canonical(target) == own {
        keepsCopy = true
        continue
      }
      let id = mail.book.id(of: target)
      let isReplaced = mail.entries[slot].recipients.contains {
        $0.mailbox == id && $0.state == .settled
      }
      if isReplaced, !leadsOut(target, &mail) { continue }
      leadsOn = true
      if let copy = mail.entries[slot].copy {
        mail.note(
          .forwarded(copy, recipient: recipient, to: id), cause: mail.entries[slot].cause)
      }
      if !mail.entries[slot].recipients.contains(where: { $0.mailbox == id }) {
        mail.entries[slot].recipients.append(QueueEntry.Recipient(mailbox: id))
      }
    }
    if keepsCopy { return }
    if leadsOn {
      mail.entries[slot].recipients[row].state = .settled
    } else {
      mail.entries[slot].recipients[row].failure = .loop
    }
  }

  /// Whether the forwards of this server take an address to a mailbox or to another server at last.
  private mutating func leadsOut<Sink>(_ start: Mailbox, _ mail: inout MailTables<Sink>) -> Bool {
    var ahead = [start]
    var seen: Set<Mailbox> = []
    while let address = ahead.popLast() {
      let own = Self.canonical(address)
      guard seen.insert(own).inserted else { continue }
      let standing = standing(of: mail.book.id(of: address), &mail)
      guard standing.isSuperset(of: [.isLocal, .isForwarded]), let targets = forwards(of: address),
        !targets.contains(where: { Self.canonical($0) == own })
      else { return true }
      ahead += targets
    }
    return false
  }

  /// Puts the copy into a mailbox of this server.
  mutating func deliver<Sink>(_ row: Int, of slot: UInt32, _ mail: inout MailTables<Sink>) {
    let recipient = mail.entries[slot].recipients[row].mailbox
    let message = mail.entries[slot].message
    let octets = mail.messages[message].octets
    guard let copy = mail.entries[slot].copy else { return }
    guard standing(of: recipient, &mail).contains(.exists) else {
      mail.entries[slot].recipients[row].failure = .mailboxUnknown
      return
    }
    let mailbox = mail.book.canonical(recipient)
    guard store.hasRoom(in: mailbox, for: octets) else {
      mail.entries[slot].recipients[row].failure = .mailboxFull
      mail.outbox.append(
        .happened(.full(recipient, mail.messages[message].attack)), from: self.row)
      return
    }
    let isNew = !hasAlready(mailbox, slot, &mail)
    if isNew { store.deliver(copy, octets: octets, to: mailbox) }
    mail.entries[slot].recipients[row].state = .delivered
    let delivered = mail.note(
      .delivered(copy, recipient: recipient), cause: mail.entries[slot].cause)
    guard isNew else { return }
    if mail.messages[message].attack != nil {
      // Kept until whoever wrote it has heard of it.
      mail.messages[message].holders += 1
      mail.outbox.append(.happened(.delivered(message: message, recipient)), from: self.row)
    }
    noteStored(copy, .mailbox(mailbox), of: message, cause: delivered, &mail)
    announce(mailbox, &mail)
    // Reading that nobody simulates.
    if let reader = mail.unknownReaders[mailbox] {
      mail.note(.fetched(copy, by: reader, nil), cause: delivered)
    }
  }

  /// Whether a mailbox has the message through another address of its envelope.
  private mutating func hasAlready<Sink>(
    _ mailbox: MailboxID, _ slot: UInt32, _ mail: inout MailTables<Sink>
  ) -> Bool {
    guard mail.entries[slot].recipients.count > 1 else { return false }
    for row in mail.entries[slot].recipients.indices {
      let other = mail.entries[slot].recipients[row]
      if other.state == .delivered, mail.book.canonical(other.mailbox) == mailbox { return true }
    }
    return false
  }

  /// A copy lies on this server's disk.
  mutating func noteStored<Sink>(
    _ copy: CopyID, _ storage: Storage, of message: UInt32, cause: RecordID?,
    _ mail: inout MailTables<Sink>
  ) {
    mail.note(.stored(copy, storage), cause: cause)
    mail.outbox.append(
      .happened(
        .stored(
          copy, message: mail.messages[message].serial,
          isClosed: mail.messages[message].endToEnd != .none)), from: row)
  }
}
