/// Final delivery: forwarding addresses, mailboxes, and those who wait for news (RFC 5598 §4.3.3).
extension World {
  /// Replaces forwarding addresses by what they stand for. An address that was in the envelope
  /// already is not added again, so a circle of forwards on one server ends here.
  mutating func resolveForwards(_ slot: UInt32, at server: ServerRow) {
    var row = 0
    while row < entries[slot].recipients.count {
      defer { row += 1 }
      let recipient = entries[slot].recipients[row]
      let mailbox = book[recipient.mailbox]
      guard recipient.state == .waiting, servers[server].isLocal(mailbox),
        let targets = servers[server].forwards(of: mailbox)
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
    guard servers[server].hasMailbox(book[recipient]) else {
      entries[slot].recipients[row].problem = .mailboxUnknown
      return
    }
    let mailbox = book.id(of: ServerState.canonical(book[recipient]))
    guard servers[server].store.hasRoom(in: mailbox, for: octets) else {
      entries[slot].recipients[row].problem = .mailboxFull
      if !attackers.isEmpty { noteFull(book[recipient], messages[message].attack) }
      return
    }
    // Two addresses of one envelope may lead to one mailbox.
    let isNew = !entries[slot].mailboxes.contains(mailbox)
    if isNew {
      servers[server].store.deliver(copy, octets: octets, to: mailbox)
      if entries[slot].recipients.count > 1 { entries[slot].mailboxes.append(mailbox) }
    }
    entries[slot].recipients[row].state = .settled
    let delivered = note(
      .delivered(copy, recipient: recipient), cause: entries[slot].cause)
    guard isNew else { return }
    if !attackers.isEmpty { noteDelivered(message, recipient, at: server) }
    noteStored(copy, .mailbox(mailbox), of: message, at: server, cause: delivered)
    announce(copy, in: mailbox, at: server, cause: delivered)
  }

  /// Tells those who wait for news, and notes the reading that nobody simulates.
  private mutating func announce(
    _ copy: CopyID, in mailbox: MailboxID, at server: ServerRow, cause: RecordID?
  ) {
    let state = servers[server].store[mailbox]
    for slot in state.watchers {
      sayAccess(slot, .news(messages: UInt32(state.items.count)))
    }
    if let owner = owners[mailbox], case .unknown = people[owner].settings.retrieval.habit {
      note(.fetched(copy, by: owner, nil), cause: cause)
    }
  }
}
