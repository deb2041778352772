/// A server that answers nothing for a while, and takes up its work again.
extension World {
  mutating func beginOutage(_ row: ServerRow) {
    let host = HostID(index: row.index)
    servers[row].isDown = true
    note(.outage(host, begins: true))
    for slot in connections.slots {
      guard let connection = connections[slot] else { continue }
      if connection.client == host { interrupt(slot) }
      if connection.server == row { closeAtServer(slot) }
    }
  }

  /// Its own transactions stop where they are and wait for better times.
  private mutating func interrupt(_ slot: UInt32) {
    guard let connection = connections[slot], !connection.clientIsGone,
      case .sending(let job) = connection.purpose, let row = network.server(connection.client)
    else { return }
    connections[slot]?.purpose = .sending(job: Connection.noJob)
    if job != Connection.noJob {
      let entry = jobs[job].entry
      for recipient in jobs[job].recipients
      where entries[entry].recipients[recipient].state == .trying {
        entries[entry].recipients[recipient].beginTry()
      }
      servers[row].ready.append(job)
    }
    closeAtClient(slot, .lost)
  }

  mutating func endOutage(_ row: ServerRow) {
    servers[row].isDown = false
    note(.outage(HostID(index: row.index), begins: false))
    let waiting = servers[row].heldBack
    servers[row].heldBack.removeAll()
    for slot in waiting { beginRound(slot) }
    pump(row)
  }
}
