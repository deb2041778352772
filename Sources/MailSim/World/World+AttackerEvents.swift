/// What attackers hear of the mail path, where something of theirs comes by.
extension World {
  /// The attack behind a connection: led by the attacker, or by a server with mail of the attacker.
  mutating func attack(behind connection: Connection) -> AttackID? {
    switch connection.purpose {
    case .attack(let row): dialogues[row].attack
    case .sending(let job):
      job == Connection.noJob ? nil : messages[entries[jobs[job].entry].message].attack
    default: nil
    }
  }

  /// A server passed a message on.
  mutating func notePassedOn(_ message: UInt32, _ recipient: MailboxID, on slot: UInt32) {
    guard let attack = messages[message].attack,
      let from = network.server(connections[slot].client)
    else { return }
    tell(
      attack, .passedOn(from: from, to: connections[slot].server, recipient: book[recipient]))
  }

  mutating func noteDelivered(_ message: UInt32, _ recipient: MailboxID, at server: ServerRow) {
    let state = messages[message]
    guard let attack = state.attack else { return }
    tell(
      attack,
      .delivered(
        book[recipient], at: server, isNotice: state.isNotice,
        signature: rareProperties(of: message)?.signature,
        isExtra: state.isExtra))
  }

  mutating func noteFull(_ mailbox: Mailbox, _ attack: AttackID?) {
    if let attack { tell(attack, .full(mailbox)) }
  }

  mutating func noteTurnedAway(on connection: Connection) {
    if attack(behind: connection) == nil { tellEveryAttacker(.turnedAway(connection.server)) }
  }

  mutating func noteDeparture(of host: HostID, from place: Network.Place) {
    guard Int(host.index) >= servers.count else { return }
    let machine = MachineRow(index: host.index - UInt32(servers.count))
    tellEveryAttacker(.departed(machine, from: place.site, place.address))
  }

  /// The text a log forger wrote into MAIL FROM reaches the log; what reads the log may believe it.
  mutating func logForgedLogin(on slot: UInt32) {
    let connection = connections[slot]
    guard case .attack(let row) = connection.purpose,
      dialogues[row].dialogue.forgesLogin, servers[connection.server].settings.windowLog == .pattern
    else { return }
    servers[connection.server].windows.login(from: connection.clientAddress, at: now)
    note(
      .windowOpened(
        at: HostID(index: connection.server.index), for: connection.clientAddress,
        connection.serial), on: slot)
    tell(dialogues[row].attack, .windowForged(connection.server, connection.clientAddress))
  }

  /// A packet filter stopped a connection; after so many of them somebody looks.
  mutating func countBlocked(_ client: HostID, _ attack: AttackID?) {
    guard let attack, let threshold = network.egressAlarm(at: client) else { return }
    blockedTries[client, default: 0] += 1
    if blockedTries[client] == threshold { note(.attack(attack, .noticed(client))) }
  }
}
