/// The program that reads mail by POP3 or IMAP.
extension World {
  mutating func beginRetrieval(_ id: PersonID, _ check: PersonState.Check, cause: RecordID?) {
    let service = check.service ?? people[id].settings.retrieval.service
    guard let server = check.server ?? people[id].settings.home,
      let options = retrievalOptions(of: id, service, passwordIsRight: check.passwordIsRight)
    else { return }
    people[id].openRetrievals += 1
    open(
      from: people[id].machine, to: server, service, purpose: .retrieval(id), person: id,
      step: check.step,
      client: .access(AccessClientSession(options: options)), cause: cause)
  }

  mutating func hearAccess(_ slot: UInt32, _ reply: AccessReply) {
    guard case .access(var session) = connections[slot].clientSession else { return }
    if case .message = reply, let copy = connections[slot].session.retrieved {
      connections[slot].session.isRetrievalHeard = true
      if let person = connections[slot].person {
        note(.fetched(copy, by: person, connections[slot].serial), on: slot)
      }
      if !attackers.isEmpty { noteRetrieved(copy, on: slot) }
    }
    let step = session.receive(
      reply, unseen: servers[connections[slot].server].unseen(connections[slot].session))
    connections[slot].clientSession = .access(session)
    noteProtection(slot, session.settled)
    carryOut(step, on: slot)
  }

  mutating func carryOut(_ step: AccessClientStep, on slot: UInt32) {
    switch step {
    case .send(let command):
      sendToServer(slot, .accessCommand(command))
      waitAtClient(slot, command == .idle ? Self.idleRefresh : Self.replyTimeout)
    case .startHandshake: startHandshake(slot)
    case .wait: waitAtClient(slot, Self.idleRefresh)
    case .close: closeAtClient(slot, .quit)
    }
  }

  /// How long a client sits in IDLE before it says it again (RFC 2177).
  private static var idleRefresh: Delay { .minutes(29) }

  mutating func accessHandshakeFinished(_ slot: UInt32, _ certificate: CertificateStanding) {
    guard case .access(var session) = connections[slot].clientSession else { return }
    let step = session.handshakeFinished(certificate, isGenuine: true)
    connections[slot].clientSession = .access(session)
    noteProtection(slot, session.settled)
    carryOut(step, on: slot)
  }

  mutating func accessHandshakeFailed(_ slot: UInt32) {
    guard case .access(var session) = connections[slot].clientSession else { return }
    let step = session.handshakeFailed()
    connections[slot].clientSession = .access(session)
    carryOut(step, on: slot)
  }
}
