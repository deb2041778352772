/// Connections: how they open, carry segments, lose patience and end.
extension World {
  /// Patience of a client that waits for the first answer (Postfix: 30 s).
  static var connectTimeout: Delay { .seconds(30) }
  /// Patience of a client that waits for a reply (RFC 5321 §4.5.3.2), and for the final one.
  static var replyTimeout: Delay { .minutes(5) }
  static var finalReplyTimeout: Delay { .minutes(10) }

  /// Sends the first packet; what stands in its way is felt as a client would feel it.
  mutating func open(
    from client: HostID, to server: ServerRow, _ service: Service, purpose: Connection.Purpose,
    person: PersonID?, step: StepID?, dialogue: Connection.Dialogue, helloName: String,
    cause: RecordID?, showing claimed: IPAddress? = nil, attack: AttackID? = nil
  ) {
    let host = HostID(index: server.index)
    let address = claimed ?? network.visibleAddress(of: client, to: host)
    let serial = ConnectionID(index: connectionCount)
    connectionCount += 1
    let connection = Connection(
      serial: serial, client: client, server: server,
      clientAddress: address ?? IPAddress(bits: 0), service: service, person: person, step: step,
      purpose: purpose, dialogue: dialogue, cause: cause)
    let slot = connections.insert(connection)
    timers.fit(slot, nil)
    wires.fit(slot, Wire())
    wires[slot].begin(helloName)
    sink.add(
      Trace.Connection(
        client: client, server: host, clientAddress: connection.clientAddress,
        serverAddress: network.address(of: host, facing: client) ?? IPAddress(bits: 0),
        service: service, person: person, step: step, helloName: helloName, attack: attack))
    note(.opening(serial), on: slot)
    if !attackers.isEmpty {
      wires[slot].listeners = listeners(from: client, to: host, besides: attack)
    }
    waitAtClient(slot, Self.connectTimeout)
    guard address != nil else {
      turnBack(slot, .noAddress)
      return
    }
    switch network.egress(from: client, to: host, port: service.port) {
    case .pass: sendToServer(slot, .syn)
    case .blocked(let action):
      countBlocked(client, attack)
      if action == .reject { turnBack(slot, .egressRejected) }
    }
  }

  /// The client learns at once; as an event, so that a long queue of such tries is no recursion.
  private mutating func turnBack(_ slot: UInt32, _ failure: ConnectionFailure) {
    guard let generation = connections[slot]?.generation else { return }
    _ = wires[slot].toClient.write(.blocked(failure), at: now)
    events.schedule(WorldEvent(.reachesClient, slot, generation: generation), at: now)
  }

  // MARK: Segments

  mutating func sendToServer(_ slot: UInt32, _ segment: Segment) {
    if writeToServer(slot, segment) { dispatch(slot, toServer: true) }
  }

  /// Adds a segment to a write that `dispatch` sends; true when the segment is its first.
  mutating func writeToServer(_ slot: UInt32, _ segment: Segment) -> Bool {
    wires[slot].toServer.write(segment, at: now)
  }

  /// Sends a segment, together with what the server has said in the same instant.
  mutating func sendToClient(_ slot: UInt32, _ segment: Segment, after pause: Delay = .zero) {
    if wires[slot].toClient.write(segment, at: now) {
      dispatch(slot, toServer: false, after: pause)
    }
  }

  mutating func dispatch(_ slot: UInt32, toServer: Bool, after pause: Delay = .zero) {
    guard let connection = connections[slot] else { return }
    let host = HostID(index: connection.server.index)
    let arrival: Instant
    if toServer {
      let travel = network.travelTime(
        from: connection.client, to: host, octets: wires[slot].toServer.octets)
      arrival = wires[slot].toServer.arrival(at: now + pause + travel)
    } else {
      let travel = network.travelTime(
        from: host, to: connection.client, octets: wires[slot].toClient.octets)
      arrival = wires[slot].toClient.arrival(at: now + pause + travel)
    }
    events.schedule(
      WorldEvent(
        toServer ? .reachesServer : .reachesClient, slot, generation: connection.generation),
      at: arrival)
  }

  mutating func arriveAtServer(_ slot: UInt32) {
    var left = wires[slot].toServer.arrived
    guard let connection = connections[slot], !connection.serverIsGone,
      !servers[connection.server].isDown
    else {
      wires[slot].toServer.skip(left)
      return
    }
    while left > 0, isCurrent(slot, connection.serial) {
      guard connections[slot]?.serverIsGone == false else {
        wires[slot].toServer.skip(left)
        return
      }
      let segment = wires[slot].toServer.take()
      left -= 1
      // Who gave up in the midst of the data never wrote the dot.
      if case .smtpCommand(.endOfData) = segment, connection.clientIsGone { continue }
      serve(slot, segment)
    }
    if isCurrent(slot, connection.serial), connections[slot]?.serverIsGone == false {
      waitAtServer(slot, idleTimeout(of: connection))
    }
  }

  /// Whether the slot still holds this connection.
  private func isCurrent(_ slot: UInt32, _ serial: ConnectionID) -> Bool {
    connections[slot]?.serial == serial
  }

  /// A server's patience with a silent client: its own for SMTP, 10 minutes in POP3
  /// (RFC 1939 §3), 30 in IMAP (RFC 9051 §5.4).
  private func idleTimeout(of connection: Connection) -> Delay {
    switch connection.service.accessProtocol {
    case .pop3: .minutes(10)
    case .imap: .minutes(30)
    case nil: servers[connection.server].settings.limits.idleTimeout
    }
  }

  mutating func arriveAtClient(_ slot: UInt32) {
    guard let serial = connections[slot]?.serial else { return }
    var left = wires[slot].toClient.arrived
    while left > 0, isCurrent(slot, serial) {
      guard connections[slot]?.clientIsGone == false else {
        wires[slot].toClient.skip(left)
        return
      }
      let segment = wires[slot].toClient.take()
      left -= 1
      hear(slot, segment)
    }
  }

  // MARK: Opening

  /// The client takes a segment that is not part of the dialogue itself; the rest goes to the
  /// protocol's own half.
  private mutating func hear(_ slot: UInt32, _ segment: Segment) {
    guard let connection = connections[slot] else { return }
    switch wires[slot].listeners.isEmpty ? segment : heard(segment, on: slot) {
    case .synAck:
      connections[slot]?.isOpen = true
      note(.opened(connection.serial), on: slot)
      sendToServer(slot, connection.service.isImplicitTLS ? .handshake(round: 1) : .ack)
      waitAtClient(slot, Self.replyTimeout)
    case .reset: failToOpen(slot, .noListener)
    case .blocked(let failure): failToOpen(slot, failure)
    case .end: closeAtClient(slot, .closedByServer)
    case .handshake(let round): continueHandshake(slot, round: round)
    case .handshakeFailure:
      note(.tlsFailed(connection.serial), on: slot)
      handshakeFailed(slot)
    case .authRound: continueAuthentication(slot)
    case .smtpReply(let reply, let offering): hearSMTP(slot, reply, offering: offering)
    case .accessReply(let reply): hearAccess(slot, reply)
    case .syn, .ack, .smtpCommand, .accessCommand, .handshakeEnd: break
    }
  }

  /// The server takes a segment.
  private mutating func serve(_ slot: UInt32, _ segment: Segment) {
    guard let connection = connections[slot] else { return }
    let server = connection.server
    switch segment {
    case .syn:
      let listens =
        servers[server].settings.services.contains(connection.service)
        && !(connection.service.isImplicitTLS && servers[server].settings.tls.offer == .no)
      sendToClient(slot, listens ? .synAck : .reset)
      if !listens { connections[slot]?.serverIsGone = true }
    case .ack, .handshakeEnd: openDialogue(slot)
    case .handshake(let round): serveHandshake(slot, round: round, servers[server].settings.tls)
    case .authRound: if connection.swallower == nil { sendToClient(slot, .authRound) }
    case .smtpCommand(let command): serveSMTP(slot, command)
    case .accessCommand(let command): serveAccess(slot, command)
    case .end: closeAtServer(slot)
    case .synAck, .reset, .blocked, .smtpReply, .accessReply, .handshakeFailure: break
    }
  }

  private mutating func openDialogue(_ slot: UInt32) {
    switch connections[slot]?.dialogue {
    case .smtp: openSMTP(slot)
    case .access: openAccess(slot)
    case nil: break
    }
  }

  // MARK: TLS

  /// Starts the handshake of STARTTLS or STLS.
  mutating func startHandshake(_ slot: UInt32) {
    sendToServer(slot, .handshake(round: 1))
    waitAtClient(slot, Self.replyTimeout)
  }

  private mutating func serveHandshake(
    _ slot: UInt32, round: Int, _ tls: Scenario.ServerTLS
  ) {
    guard tls.offer != .broken, let connection = connections[slot] else {
      sendToClient(slot, .handshakeFailure)
      return
    }
    sendToClient(slot, .handshake(round: round))
    if round == tls.version.roundTrips {
      switch connection.dialogue {
      case .smtp(let client, var server):
        server.handshakeFinished()
        connections[slot]?.dialogue = .smtp(client, server)
      case .access(let client, var server):
        server.handshakeFinished()
        connections[slot]?.dialogue = .access(client, server)
      }
      note(.tlsEstablished(connection.serial, tls.version, tls.certificate), on: slot)
      if connection.injected != nil { runInjected(on: slot) }
      // In TLS 1.2 the last flight is the server's, and its banner may go with it.
      if connection.service.isImplicitTLS, tls.version == .tls12 { openDialogue(slot) }
    }
  }

  private mutating func continueHandshake(_ slot: UInt32, round: Int) {
    guard let connection = connections[slot] else { return }
    let tls = servers[connection.server].settings.tls
    if round < tls.version.roundTrips {
      sendToServer(slot, .handshake(round: round + 1))
    } else {
      if connection.service.isImplicitTLS, tls.version == .tls13 {
        sendToServer(slot, .handshakeEnd)
      }
      handshakeFinished(slot, tls.certificate)
    }
    waitAtClient(slot, Self.replyTimeout)
  }

  /// Notes once what the connection's protection is, when the client has settled it.
  mutating func noteProtection(_ slot: UInt32, _ settled: ProtectionReason?) {
    guard let connection = connections[slot], !connection.isProtectionNoted, let settled else {
      return
    }
    connections[slot]?.isProtectionNoted = true
    let isUnknown = servers[connection.server].settings.tls.offer == .unknown
    let protection: Protection =
      isUnknown ? .unknown : settled.isEncrypted ? .encrypted : .plaintext
    note(
      .protection(connection.serial, protection, isUnknown ? .beyondTheModel : settled), on: slot)
  }

  // MARK: Patience

  mutating func waitAtClient(_ slot: UInt32, _ patience: Delay) {
    connections[slot]?.clientDeadline = now + patience
    armTimer(slot)
  }

  mutating func waitAtServer(_ slot: UInt32, _ patience: Delay) {
    connections[slot]?.serverDeadline = now + patience
    armTimer(slot)
  }

  /// Makes sure the slot's timer is due no later than its next deadline.
  private mutating func armTimer(_ slot: UInt32) {
    guard let connection = connections[slot] else { return }
    let due = min(connection.clientDeadline, connection.serverDeadline)
    guard due < .distantFuture, due < timers[slot] ?? .distantFuture else { return }
    if let earlier = timers[slot] { events.cancel(WorldEvent(.timer, slot), at: earlier) }
    timers[slot] = due
    events.schedule(WorldEvent(.timer, slot), at: due)
  }

  mutating func timerFired(_ slot: UInt32) {
    timers[slot] = nil
    guard let connection = connections[slot] else { return }
    if connection.clientDeadline <= now, !connection.clientIsGone {
      clientLosesPatience(slot)
    }
    if connections[slot]?.generation == connection.generation, connection.serverDeadline <= now,
      !connection.serverIsGone
    {
      serverLosesPatience(slot)
    }
    if connections[slot]?.generation == connection.generation { armTimer(slot) }
  }

  private mutating func clientLosesPatience(_ slot: UInt32) {
    guard let connection = connections[slot] else { return }
    guard connection.isOpen else {
      let isBlocked =
        network.egress(
          from: connection.client, to: HostID(index: connection.server.index),
          port: connection.service.port) != .pass
      failToOpen(slot, isBlocked ? .egressDropped : .serverDown)
      return
    }
    if case .access(var session, let server) = connection.dialogue, session.stage == .idle {
      // The server would hang up on a silent client, so IDLE is said again (RFC 2177).
      let step = session.refreshIdle()
      connections[slot]?.dialogue = .access(session, server)
      carryOut(step, on: slot)
      return
    }
    closeAtClient(slot, .timedOut)
  }

  private mutating func serverLosesPatience(_ slot: UInt32) {
    guard let connection = connections[slot] else { return }
    // Before its greeting, or in the midst of a handshake, a server has no words.
    if case .smtp(_, let session) = connection.dialogue, session.stage != .connected,
      !connection.clientIsGone
    {
      note(.smtpReply(connection.serial, .idleTimeout, offering: nil), on: slot)
      sendToClient(slot, .smtpReply(.idleTimeout, offering: nil))
    }
    sendToClient(slot, .end)
    closeAtServer(slot)
  }

  // MARK: Ending

  private mutating func failToOpen(_ slot: UInt32, _ failure: ConnectionFailure) {
    guard let connection = connections[slot] else { return }
    note(.openFailed(connection.serial, failure), on: slot)
    connections[slot]?.clientIsGone = true
    connections[slot]?.serverIsGone = true
    giveBackOutgoing(connection)
    connectionFailed(slot, failure)
    free(slot)
  }

  /// The client's end closes; the server hears of it one trip later.
  mutating func closeAtClient(_ slot: UInt32, _ end: ConnectionEnd) {
    guard let connection = connections[slot], !connection.clientIsGone else { return }
    note(.closed(connection.serial, end), on: slot)
    connections[slot]?.clientIsGone = true
    connections[slot]?.clientDeadline = .distantFuture
    if !connection.serverIsGone, end != .lost { sendToServer(slot, .end) }
    giveBackOutgoing(connection)
    connectionEnded(slot, end)
    if connection.serverIsGone { free(slot) }
  }

  /// The server's end closes and gives its slot free.
  mutating func closeAtServer(_ slot: UInt32) {
    guard let connection = connections[slot], !connection.serverIsGone else { return }
    connections[slot]?.serverIsGone = true
    connections[slot]?.serverDeadline = .distantFuture
    if connection.isCounted { servers[connection.server].release(connection.clientAddress) }
    releaseMailbox(slot)
    if connection.clientIsGone { free(slot) }
  }

  private mutating func free(_ slot: UInt32) {
    if let due = timers[slot] {
      events.cancel(WorldEvent(.timer, slot), at: due)
      timers[slot] = nil
    }
    connections[slot] = nil
    connections.remove(slot)
  }

  // MARK: What the connection was for

  /// It never stood.
  private mutating func connectionFailed(_ slot: UInt32, _ failure: ConnectionFailure) {
    guard let connection = connections[slot] else { return }
    switch connection.purpose {
    case .sending(let job): sendingFailed(job, .connection(failure), cause: connection.cause)
    case .reading(let person): readingEnded(person)
    case .script: break
    case .attack(let talk): talkFailed(talk, failure, on: slot)
    case .intrusion: break
    }
  }

  private mutating func connectionEnded(_ slot: UInt32, _ end: ConnectionEnd) {
    guard let connection = connections[slot] else { return }
    switch connection.purpose {
    case .sending(let job): sendingEnded(slot, job, end)
    case .reading(let person): readingEnded(person)
    case .script: break
    case .attack(let talk): talkEnded(talk)
    case .intrusion: break
    }
  }

  private mutating func handshakeFinished(_ slot: UInt32, _ certificate: CertificateStanding) {
    switch connections[slot]?.dialogue {
    case .smtp: smtpHandshakeFinished(slot, certificate)
    case .access: accessHandshakeFinished(slot, certificate)
    case nil: break
    }
  }

  private mutating func handshakeFailed(_ slot: UInt32) {
    switch connections[slot]?.dialogue {
    case .smtp: smtpHandshakeFailed(slot)
    case .access: accessHandshakeFailed(slot)
    case nil: break
    }
  }
}
