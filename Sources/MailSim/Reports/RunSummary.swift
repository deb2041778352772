/// A run in numbers: what became of the messages, and how they were protected.
public struct RunSummary: Hashable, Codable, Sendable {
  /// Messages people wrote; notices of servers are counted apart.
  public var messages = 0
  public var notices = 0
  /// Recipients of messages that people wrote, by what became of each.
  public var delivered = 0
  public var bounced = 0
  public var refused = 0
  public var queued = 0
  public var forwarded = 0
  /// Verdicts of all servers on recipients.
  public var relayAccepted = 0
  public var relayRefused = 0
  public var relayDeferred = 0
  /// POP and IMAP logins, and those by AUTH, that succeeded.
  public var logins = 0
  public var authentications = 0
  /// Failed logins of all kinds.
  public var failedLogins = 0
  /// Right passwords that went over a line in the clear.
  public var clearPasswords = 0
  /// Hops of all messages.
  public var encryptedHops = 0
  public var plaintextHops = 0
  public var unknownHops = 0
  /// Places a copy lay in, and how many of them show its body to whoever reads the disk.
  public var restingPlaces = 0
  public var readablePlaces = 0
  public var blockedConnections = 0
  public var failedConnections = 0

  public init() {}

  public init(_ trace: Trace) {
    countMessages(trace)
    countHops(trace)
    clearPasswords = trace.clearLogins.count
    for record in trace.records { count(record.event, in: trace) }
  }

  private mutating func countMessages(_ trace: Trace) {
    for message in trace.messages {
      if message.kind == .original { messages += 1 } else { notices += 1 }
    }
    for fate in trace.fates where trace.messages[fate.message].kind == .original {
      switch fate.outcome {
      case .delivered: delivered += 1
      case .bounced: bounced += 1
      case .refused: refused += 1
      case .forwarded: forwarded += 1
      case .queued: queued += 1
      }
    }
  }

  private mutating func countHops(_ trace: Trace) {
    for hop in trace.hops() {
      switch hop.protection {
      case .encrypted: encryptedHops += 1
      case .plaintext: plaintextHops += 1
      case .unknown: unknownHops += 1
      }
    }
    for rest in trace.rests() {
      restingPlaces += 1
      if rest.protection != .encrypted { readablePlaces += 1 }
    }
  }

  private mutating func count(_ event: TraceEvent, in trace: Trace) {
    switch event {
    case .decided(_, .accept, _, _, _, _): relayAccepted += 1
    case .decided(_, .refuse, _, _, _, _): relayRefused += 1
    case .decided(_, .defer, _, _, _, _): relayDeferred += 1
    case .loginSucceeded(let connection, _):
      if trace.connections[connection].service.accessProtocol == nil {
        authentications += 1
      } else {
        logins += 1
      }
    case .loginFailed: failedLogins += 1
    case .openFailed(_, let failure):
      failedConnections += 1
      if failure.isBlocked { blockedConnections += 1 }
    default: break
    }
  }

  /// The number an expectation asks for.
  public subscript(quantity: Scenario.CountExpectation.Quantity) -> Int {
    switch quantity {
    case .messages: messages
    case .delivered: delivered
    case .bounced: bounced
    case .refused: refused
    case .queued: queued
    case .accepted: relayAccepted
    case .denied: relayRefused
    case .logins: logins
    case .failedLogins: failedLogins
    case .encryptedHops: encryptedHops
    case .plaintextHops: plaintextHops
    case .unknownHops: unknownHops
    case .blockedConnections: blockedConnections
    }
  }
}
