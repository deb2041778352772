/// What attackers hear of the mail path, where something of theirs comes by.
extension World {
  /// A server passed a message on.
  mutating func notePassedOn(_ message: UInt32, _ recipient: MailboxID, on slot: UInt32) {
    guard let attack = mail.messages[message].attack,
      let from = network.server(connections[slot].client)
    else { return }
    tell(
      attack, .passedOn(from: from, to: connections[slot].server, recipient: mail.book[recipient]))
  }

  mutating func noteDelivered(_ message: UInt32, _ recipient: MailboxID, at server: ServerRow) {
    let state = mail.messages[message]
    guard let attack = state.attack else { return }
    tell(
      attack,
      .delivered(
        mail.book[recipient], at: server, isNotice: state.isNotice,
        signature: mail.rareProperties(of: message)?.signature,
        isExtra: state.isExtra))
  }

  /// What happens at a server, as far as some attacker gets to know.
  mutating func overhear(_ happening: ServerOutbox.Happening, at server: ServerRow) {
    switch happening {
    case .turnedAway(let slot):
      if connections[slot].session.attack == nil { tellEveryAttacker(.turnedAway(server)) }
    case .loggedIn(let slot):
      if case .intrusion(let attack) = connections[slot].purpose { tell(attack, .loggedIn(server)) }
    case .windowForged(let slot):
      if let attack = connections[slot].session.attack {
        tell(attack, .windowForged(server, connections[slot].clientAddress))
      }
    case .full(let mailbox, let attack): if let attack { tell(attack, .full(mail.book[mailbox])) }
    case .written(let message, let slot): noteTaken(message, isClosed: false, on: slot)
    case .stored(let copy, let message, let isClosed):
      noteStored(StoredCopy(copy: copy, message: message, isClosed: isClosed), at: server)
    case .removed(let copy): storedCopies.take(copy, from: server)
    case .delivered(let message, let recipient):
      noteDelivered(message, recipient, at: server)
      mail.release(message)
    }
  }

  mutating func noteDeparture(of host: HostID, from place: Network.Place) {
    guard Int(host.index) >= servers.count else { return }
    let machine = MachineRow(index: host.index - UInt32(servers.count))
    tellEveryAttacker(.departed(machine, from: place.site, place.address))
  }

  /// A packet filter stopped a connection; after so many of them somebody looks.
  mutating func countBlocked(_ client: HostID, _ attack: AttackID?) {
    guard let attack, let threshold = network.egressAlarm(at: client) else { return }
    blockedTries[client, default: 0] += 1
    if blockedTries[client] == threshold { note(.attack(attack, .noticed(client))) }
  }
}
