import BasicContainers

/// How long the two ends of a connection wait, and what they do when they wait no longer.
extension World {
  /// How long a client waits for the first answer (Postfix: 30 s).
  static var connectTimeout: Delay { .seconds(30) }
  /// How long a client waits for a reply (RFC 5321 §4.5.3.2), and for the final one.
  static var replyTimeout: Delay { .minutes(5) }
  static var finalReplyTimeout: Delay { .minutes(10) }

  mutating func waitAtClient(_ slot: UInt32, _ timeout: Delay) {
    connections[slot].clientDeadline = now + timeout
    armTimer(slot)
  }

  mutating func waitAtServer(_ slot: UInt32, _ timeout: Delay) {
    connections[slot].serverDeadline = now + timeout
    armTimer(slot)
  }

  /// How long a server waits for a silent client: its own for SMTP, 10 minutes in POP3
  /// (RFC 1939 §3), 30 in IMAP (RFC 9051 §5.4).
  mutating func idleTimeout(on slot: UInt32) -> Delay {
    switch connections[slot].service.accessProtocol {
    case .pop3: .minutes(10)
    case .imap: .minutes(30)
    case nil: servers[connections[slot].server].settings.limits.idleTimeout
    }
  }

  // MARK: Timers

  /// When a slot's alarm is due, and the number that tells it from alarms set before it.
  struct Timer: BitwiseCopyable, Sendable {
    var due = Instant.distantFuture
    var number: UInt16 = 0
  }

  /// Makes sure the slot's alarm is due no later than its next deadline. One that comes earlier
  /// does no harm, so deadlines that move away cost nothing, and an alarm outlives its connection.
  private mutating func armTimer(_ slot: UInt32) {
    guard connections[slot].isLive else { return }
    let due = min(connections[slot].clientDeadline, connections[slot].serverDeadline)
    guard due < timers[slot].due else { return }
    if timers[slot].due < .distantFuture {
      timers[slot].number &+= 1
      events.cancel()
      if events.isMostlyCancelled { sweep() }
    }
    timers[slot].due = due
    events.schedule(WorldEvent(.timer, slot, generation: timers[slot].number), at: due)
  }

  /// Whether an event is an alarm in whose place another was set.
  mutating func isCancelled(_ event: WorldEvent) -> Bool {
    event.kind == .timer && timers[event.row].number != event.generation
  }

  private mutating func sweep() {
    let all = events.removeAll()
    for row in all.indices where !isCancelled(all[row].event) {
      events.schedule(all[row].event, at: all[row].instant)
    }
  }

  mutating func timerFired(_ slot: UInt32) {
    timers[slot].due = .distantFuture
    guard connections[slot].isLive else { return }
    let serial = connections[slot].serial
    if connections[slot].clientDeadline <= now, !connections[slot].clientIsGone {
      clientTimedOut(slot)
    }
    if isCurrent(slot, serial), connections[slot].serverDeadline <= now,
      !connections[slot].serverIsGone
    {
      serverTimedOut(slot)
    }
    if isCurrent(slot, serial) { armTimer(slot) }
  }

  private mutating func clientTimedOut(_ slot: UInt32) {
    guard connections[slot].isOpen else {
      let isBlocked =
        network.egress(
          from: connections[slot].client, to: HostID(index: connections[slot].server.index),
          port: connections[slot].service.port) != .pass
      failToOpen(slot, isBlocked ? .egressDropped : .serverDown)
      return
    }
    if case .access(var session) = connections[slot].clientSession, session.stage == .idle {
      // The server would hang up on a silent client, so IDLE is said again (RFC 2177).
      let step = session.refreshIdle()
      connections[slot].clientSession = .access(session)
      carryOut(step, on: slot)
      return
    }
    closeAtClient(slot, .timedOut)
  }

  private mutating func serverTimedOut(_ slot: UInt32) {
    // Before its greeting, or in the midst of a handshake, a server has no words.
    if case .smtp(let session) = connections[slot].session.dialogue, session.stage != .connected,
      !connections[slot].clientIsGone
    {
      note(.smtpReply(connections[slot].serial, .idleTimeout, offering: nil), on: slot)
      sendToClient(slot, .smtpReply(.idleTimeout, offering: nil))
    }
    sendToClient(slot, .end)
    closeAtServer(slot)
  }
}
