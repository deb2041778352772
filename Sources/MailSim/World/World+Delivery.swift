/// Final delivery: forwarding addresses, mailboxes, and those who wait for news (RFC 5598 §4.3.3).
extension World {
  /// Replaces forwarding addresses by what they stand for. An address that was in the envelope
  /// already is not added again, so a circle of forwards on one server ends here.
  mutating func resolveForwards(_ slot: UInt32, at server: ServerRow) {
    var row = 0
    while row < entries[slot].recipients.count {
      defer { row += 1 }
      let recipient = entries[slot].recipients[row]
      guard recipient.state == .waiting,
        standing(of: recipient.mailbox, at: server).isSuperset(of: [.isLocal, .isForwarded]),
        let targets = servers[server].forwards(of: book[recipient.mailbox])
      else { continue }
      forward(row, to: targets, of: slot)
    }
  }

  private mutating func forward(_ row: Int, to targets: [Mailbox], of slot: UInt32) {
    let recipient = entries[slot].recipients[row].mailbox
    let own = ServerState.canonical(book[recipient])
    var keepsCopy = false
    for target in targets {
      if ServerState.canonical(target) == own {
        keepsCopy = true
        continue
      }
      let id = book.id(of: target)
      if let copy = entries[slot].copy {
        note(.forwarded(copy, recipient: recipient, to: id), cause: entries[slot].cause)
      }
      if !entries[slot].recipients.contains(where: { $0.mailbox == id }) {
        entries[slot].recipients.append(QueueEntry.Recipient(mailbox: id))
      }
    }
    if !keepsCopy { entries[slot].recipients[row].state = .settled }
  }

  /// Puts the copy into a mailbox of this server.
  mutating func deliver(_ row: Int, of slot: UInt32, at server: ServerRow) {
    let recipient = entries[slot].recipients[row].mailbox
    let message = entries[slot].message
    let octets = messages[message].octets
    guard let copy = entries[slot].copy else { return }
    guard standing(of: recipient, at: server).contains(.exists) else {
      entries[slot].recipients[row].failure = .mailboxUnknown
      return
    }
    let mailbox = book.canonical(recipient)
    guard servers[server].store.hasRoom(in: mailbox, for: octets) else {
      entries[slot].recipients[row].failure = .mailboxFull
      if !attackers.isEmpty { noteFull(book[recipient], messages[message].attack) }
      return
    }
    let isNew = !hasAlready(mailbox, slot)
    if isNew { servers[server].store.deliver(copy, octets: octets, to: mailbox) }
    entries[slot].recipients[row].state = .delivered
    let delivered = note(
      .delivered(copy, recipient: recipient), cause: entries[slot].cause)
    guard isNew else { return }
    if !attackers.isEmpty { noteDelivered(message, recipient, at: server) }
    noteStored(copy, .mailbox(mailbox), of: message, at: server, cause: delivered)
    announce(copy, in: mailbox, at: server, cause: delivered)
  }

  /// Whether a mailbox has the message through another address of its envelope.
  private mutating func hasAlready(_ mailbox: MailboxID, _ slot: UInt32) -> Bool {
    guard entries[slot].recipients.count > 1 else { return false }
    for row in entries[slot].recipients.indices {
      let other = entries[slot].recipients[row]
      if other.state == .delivered, book.canonical(other.mailbox) == mailbox { return true }
    }
    return false
  }

  /// What an address is to a server.
  mutating func standing(of mailbox: MailboxID, at server: ServerRow) -> MailboxStanding {
    servers[server].knownStanding(of: mailbox)
      ?? servers[server].findStanding(of: book[mailbox], mailbox)
  }

  /// Whether RCPT is refused because nobody of that name is here.
  mutating func refusesUnknown(_ mailbox: MailboxID, at server: ServerRow) -> Bool {
    standing(of: mailbox, at: server).contains(.isRefused)
  }

  /// Tells those who wait for news, and notes the reading that nobody simulates.
  private mutating func announce(
    _ copy: CopyID, in mailbox: MailboxID, at server: ServerRow, cause: RecordID?
  ) {
    if servers[server].store.isWatched(mailbox) {
      let count = UInt32(servers[server].store.count(in: mailbox))
      for slot in servers[server].store.watchers(of: mailbox) {
        sayAccess(slot, .news(messages: count))
      }
    }
    if let owner = owners[mailbox], case .unknown = people[owner].settings.retrieval.habit {
      note(.fetched(copy, by: owner, nil), cause: cause)
    }
  }
}
