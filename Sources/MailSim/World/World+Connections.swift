/// Connections: how they open, and how segments travel on them.
extension World {
  /// Sends the first packet; what stands in its way is felt as a client would feel it.
  mutating func open(
    from client: HostID, to server: ServerRow, _ service: Service, purpose: Connection.Purpose,
    person: PersonID?, step: StepID?,
    client session: Connection.ClientSession,
    cause: RecordID?, showing claimed: IPAddress? = nil, attack: AttackID? = nil,
    carrying messageAttack: AttackID? = nil
  ) {
    let host = HostID(index: server.index)
    let address = claimed ?? network.visibleAddress(of: client, to: host)
    let serial = ConnectionID(index: connectionCount)
    connectionCount += 1
    let dialogue =
      service.accessProtocol.map { servers[server].accessDialogue($0) }
      ?? servers[server].smtpDialogue(for: service)
    let slot = connections.nextSlot
    var opened = ServerSession(
      serial: serial, carrier: slot, client: address ?? IPAddress(bits: 0), service: service,
      dialogue: dialogue, step: step, cause: cause, attack: attack ?? messageAttack)
    switch purpose {
    case .attack(let row): opened.forgesLogin = dialogues[row].dialogue.forgesLogin
    case .intrusion: opened.leavesNoMarks = true
    case .sending, .retrieval, .script: break
    }
    _ = connections.insert(
      Connection(
        client: client, server: server, person: person, purpose: purpose, clientSession: session,
        session: opened))
    timers.fit(slot, Timer())
    inTransit.fit(slot, InTransit())
    inTransit[slot].begin()
    let name = Sink.keepsWords || servers[server].asksFurther ? helloName(on: slot) : ""
    if servers[server].asksFurther { introduce(slot, helloName: name) }
    mail.sink.add(
      Trace.Connection(
        client: client, server: host, clientAddress: address ?? IPAddress(bits: 0),
        serverAddress: network.address(of: host, facing: client) ?? IPAddress(bits: 0),
        service: service, person: person, step: step, helloName: name, attack: attack))
    note(.opening(serial), on: slot)
    if !attackers.isEmpty {
      inTransit[slot].listeners = listeners(from: client, to: host, besides: attack)
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
    inTransit[slot].toClient.write(.blocked(failure), at: now, in: &segments)
    events.schedule(
      WorldEvent(.reachesClient, slot, generation: connections[slot].generation), at: now)
  }

  /// What the client of a connection calls itself in EHLO or HELO.
  mutating func helloName(on slot: UInt32) -> String {
    switch connections[slot].purpose {
    case .sending(let job):
      guard job != Connection.noJob else { return "" }
      switch mail.entries[mail.jobs[job].entry].holder {
      case .server(let row): return servers[row].settings.host.text
      case .person:
        return mail.rareProperties(of: mail.entries[mail.jobs[job].entry].message)?.helloName
          ?? network.place(of: connections[slot].client).address?.literal ?? "localhost"
      }
    case .script(let step, _): return Self.helloName(typedIn: scenario.steps[step])
    case .attack: return Self.attackerName
    case .retrieval, .intrusion: return ""
    }
  }

  /// Tells a server whose policy asks for it who is at the other end.
  private mutating func introduce(_ slot: UInt32, helloName: String) {
    let server = connections[slot].server
    var peer = SessionPeer(helloName: helloName)
    if let client = network.server(connections[slot].client) {
      peer.name = servers[client].settings.host.text
    }
    if let person = connections[slot].person, people[person].settings.submission.hasCertificate {
      peer.certificate = people[person].settings.name
    }
    servers[server].peers[slot] = peer
  }

  // MARK: Segments

  mutating func sendToServer(_ slot: UInt32, _ segment: Segment) {
    if writeToServer(slot, segment) { dispatchToServer(slot) }
  }

  /// Adds a segment to a write that `dispatchToServer` sends; true when the segment is its first.
  mutating func writeToServer(_ slot: UInt32, _ segment: Segment) -> Bool {
    inTransit[slot].toServer.write(segment, at: now, in: &segments)
  }

  /// Sends a segment, together with what the server has said in the same instant.
  mutating func sendToClient(_ slot: UInt32, _ segment: Segment, after pause: Delay = .zero) {
    guard inTransit[slot].toClient.write(segment, at: now, in: &segments),
      connections[slot].isLive
    else { return }
    let travel = network.travelTime(
      from: HostID(index: connections[slot].server.index), to: connections[slot].client,
      octets: inTransit[slot].toClient.octets)
    events.schedule(
      WorldEvent(.reachesClient, slot, generation: connections[slot].generation),
      at: inTransit[slot].toClient.arrival(at: now + pause + travel))
  }

  mutating func dispatchToServer(_ slot: UInt32) {
    guard connections[slot].isLive else { return }
    let travel = network.travelTime(
      from: connections[slot].client, to: HostID(index: connections[slot].server.index),
      octets: inTransit[slot].toServer.octets)
    events.schedule(
      WorldEvent(.reachesServer, slot, generation: connections[slot].generation),
      at: inTransit[slot].toServer.arrival(at: now + travel))
  }

  mutating func arriveAtServer(_ slot: UInt32) {
    let serial = connections[slot].serial
    var left = inTransit[slot].toServer.arrived(in: segments)
    while left > 0, isCurrent(slot, serial) {
      let hearsNothing =
        connections[slot].serverIsGone || servers[connections[slot].server].isDown
      guard !hearsNothing else {
        inTransit[slot].toServer.skip(left, in: &segments)
        return
      }
      let segment = inTransit[slot].toServer.take(from: &segments)
      left -= 1
      // Who gave up in the midst of the data never wrote the dot.
      if case .smtpCommand(.endOfData) = segment, connections[slot].clientIsGone { continue }
      serve(slot, segment)
    }
    if isCurrent(slot, serial), !connections[slot].serverIsGone {
      waitAtServer(slot, idleTimeout(on: slot))
    }
  }

  mutating func arriveAtClient(_ slot: UInt32) {
    let serial = connections[slot].serial
    var left = inTransit[slot].toClient.arrived(in: segments)
    while left > 0, isCurrent(slot, serial) {
      guard !connections[slot].clientIsGone else {
        inTransit[slot].toClient.skip(left, in: &segments)
        return
      }
      let segment = inTransit[slot].toClient.take(from: &segments)
      left -= 1
      hear(slot, segment)
    }
  }

  /// Whether the slot still holds this connection.
  mutating func isCurrent(_ slot: UInt32, _ serial: ConnectionID) -> Bool {
    connections[slot].isLive && connections[slot].serial == serial
  }

  // MARK: Taking segments

  /// The client takes a segment that is not part of the dialogue itself; the rest goes to the
  /// protocol's own half.
  private mutating func hear(_ slot: UInt32, _ segment: Segment) {
    switch inTransit[slot].listeners.isEmpty ? segment : heard(segment, on: slot) {
    case .synAck:
      connections[slot].isOpen = true
      note(.opened(connections[slot].serial), on: slot)
      let service = connections[slot].service
      sendToServer(slot, service.isImplicitTLS ? .handshake(round: 1) : .ack)
      waitAtClient(slot, Self.replyTimeout)
    case .reset: failToOpen(slot, .noListener)
    case .blocked(let failure): failToOpen(slot, failure)
    case .end: closeAtClient(slot, .closedByServer)
    case .handshake(let round): continueHandshake(slot, round: round)
    case .handshakeFailure:
      note(.tlsFailed(connections[slot].serial), on: slot)
      handshakeFailed(slot)
    case .smtpReply(let reply, let offering): hearSMTP(slot, reply, offering: offering)
    case .accessReply(let reply): hearAccess(slot, reply)
    case .syn, .ack, .smtpCommand, .accessCommand, .handshakeEnd: break
    }
  }

  /// The server takes a segment.
  private mutating func serve(_ slot: UInt32, _ segment: Segment) {
    let server = connections[slot].server
    switch segment {
    case .syn:
      let listens = servers[server].listens(for: connections[slot].service)
      sendToClient(slot, listens ? .synAck : .reset)
      if !listens { connections[slot].serverIsGone = true }
    case .ack, .handshakeEnd: openDialogue(slot)
    case .handshake(let round): serveHandshake(slot, round: round)
    case .smtpCommand(let command): serve(slot, command)
    case .accessCommand(let command): serve(slot, command)
    case .end: closeAtServer(slot)
    case .synAck, .reset, .blocked, .smtpReply, .accessReply, .handshakeFailure: break
    }
  }
}
