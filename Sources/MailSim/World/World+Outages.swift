/// A server that answers nothing for a while, and takes up its work again.
extension World {
  mutating func beginOutage(_ row: ServerRow) {
    let host = HostID(index: row.index)
    servers[row].goDown()
    note(.outage(host, begins: true))
    for slot in connections.slots {
      guard connections[slot].isLive else { continue }
      let server = connections[slot].server
      if connections[slot].client == host { interrupt(slot) }
      if server == row { closeAtServer(slot) }
    }
  }

  /// Its own transactions stop where they are and wait for better times.
  private mutating func interrupt(_ slot: UInt32) {
    guard !connections[slot].clientIsGone, case .sending(let job) = connections[slot].purpose,
      let row = network.server(connections[slot].client)
    else { return }
    connections[slot].purpose = .sending(job: Connection.noJob)
    if job != Connection.noJob {
      servers[row].interrupted(job, &mail)
    }
    closeAtClient(slot, .lost)
  }

  mutating func endOutage(_ row: ServerRow) {
    note(.outage(HostID(index: row.index), begins: false))
    let mark = mail.outbox.count
    servers[row].comeUp(&mail)
    carryOut(from: mark)
  }
}
