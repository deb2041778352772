/// TLS on a connection: the flights of its handshake, and what the client makes of the outcome.
extension World {
  /// Starts the handshake of STARTTLS or STLS.
  mutating func startHandshake(_ slot: UInt32) {
    sendToServer(slot, .handshake(round: 1))
    waitAtClient(slot, Self.replyTimeout)
  }

  mutating func serveHandshake(_ slot: UInt32, round: UInt8) {
    let server = connections[slot].server
    guard servers[server].settings.tls.offer != .broken else {
      sendToClient(slot, .handshakeFailure)
      return
    }
    sendToClient(slot, .handshake(round: round))
    let version = servers[server].settings.tls.version
    guard round == version.roundTrips else { return }
    connections[slot].session.handshakeFinished()
    note(
      .tlsEstablished(
        connections[slot].serial, version, servers[server].settings.tls.certificate), on: slot)
    if connections[slot].injected != nil { runInjected(on: slot) }
    // In TLS 1.2 the last flight is the server's, and its banner may go with it.
    if connections[slot].service.isImplicitTLS, version == .tls12 { openDialogue(slot) }
  }

  mutating func continueHandshake(_ slot: UInt32, round: UInt8) {
    let server = connections[slot].server
    let version = servers[server].settings.tls.version
    if round < version.roundTrips {
      sendToServer(slot, .handshake(round: round + 1))
    } else {
      if connections[slot].service.isImplicitTLS, version == .tls13 {
        sendToServer(slot, .handshakeEnd)
      }
      handshakeFinished(slot, servers[server].settings.tls.certificate)
    }
    waitAtClient(slot, Self.replyTimeout)
  }

  private mutating func handshakeFinished(_ slot: UInt32, _ certificate: CertificateStanding) {
    switch connections[slot].clientSession {
    case .smtp: smtpHandshakeFinished(slot, certificate)
    case .access: accessHandshakeFinished(slot, certificate)
    }
  }

  mutating func handshakeFailed(_ slot: UInt32) {
    switch connections[slot].clientSession {
    case .smtp: smtpHandshakeFailed(slot)
    case .access: accessHandshakeFailed(slot)
    }
  }

  /// Notes once what the connection's protection is, when the client has settled it.
  mutating func noteProtection(_ slot: UInt32, _ settled: ProtectionReason?) {
    guard let settled, connections[slot].isLive, !connections[slot].isProtectionNoted else {
      return
    }
    connections[slot].isProtectionNoted = true
    let isUnknown = servers[connections[slot].server].settings.tls.offer == .unknown
    let protection: Protection =
      isUnknown ? .unknown : settled.isEncrypted ? .encrypted : .plaintext
    note(
      .protection(
        connections[slot].serial, protection, isUnknown ? .beyondTheModel : settled), on: slot)
  }
}
