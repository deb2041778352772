/// How connections end: at one end, then at the other, and what that means for whoever led them.
extension World {
  mutating func failToOpen(_ slot: UInt32, _ failure: ConnectionFailure) {
    note(.openFailed(connections[slot].serial, failure), on: slot)
    connections[slot].clientIsGone = true
    connections[slot].serverIsGone = true
    giveBackOutgoing(slot)
    connectionFailed(slot, failure)
    free(slot)
  }

  /// The client's end closes; the server hears of it one trip later.
  mutating func closeAtClient(_ slot: UInt32, _ end: ConnectionEnd) {
    guard connections[slot].isLive, !connections[slot].clientIsGone else { return }
    let serverIsGone = connections[slot].serverIsGone
    note(.closed(connections[slot].serial, end), on: slot)
    connections[slot].clientIsGone = true
    connections[slot].clientDeadline = .distantFuture
    if !serverIsGone, end != .lost { sendToServer(slot, .end) }
    giveBackOutgoing(slot)
    connectionEnded(slot)
    if serverIsGone { free(slot) }
  }

  /// The server's end closes and gives its slot free.
  mutating func closeAtServer(_ slot: UInt32) {
    guard connections[slot].isLive, !connections[slot].serverIsGone else { return }
    connections[slot].serverIsGone = true
    connections[slot].serverDeadline = .distantFuture
    servers[connections[slot].server].close(&connections[slot].session, &mail)
    if connections[slot].clientIsGone { free(slot) }
  }

  private mutating func free(_ slot: UInt32) {
    guard connections[slot].isLive else { return }
    inTransit[slot].toServer.empty(&segments)
    inTransit[slot].toClient.empty(&segments)
    connections[slot].isLive = false
    connections.remove(slot)
  }

  // MARK: What the connection was for

  /// It never stood.
  private mutating func connectionFailed(_ slot: UInt32, _ failure: ConnectionFailure) {
    switch connections[slot].purpose {
    case .sending(let job):
      sendingFailed(job, .connection(failure), cause: connections[slot].cause)
    case .retrieval(let person): retrievalEnded(person)
    case .script: break
    case .attack(let dialogue): dialogueFailed(dialogue, failure, on: slot)
    case .intrusion: break
    }
  }

  private mutating func connectionEnded(_ slot: UInt32) {
    switch connections[slot].purpose {
    case .sending(let job): sendingEnded(slot, job)
    case .retrieval(let person): retrievalEnded(person)
    case .script: break
    case .attack(let dialogue): dialogueEnded(dialogue)
    case .intrusion: break
    }
  }

  /// A server's own connection is over: its place is free for the next job.
  private mutating func giveBackOutgoing(_ slot: UInt32) {
    guard case .sending = connections[slot].purpose,
      let row = network.server(connections[slot].client)
    else { return }
    disconnected(row, from: connections[slot].server)
  }
}
