/// The words of expectations, as a scenario file has them.
extension Scenario.Expectation.What {
  var key: String {
    switch self {
    case .relay: "relay"
    case .because: "because"
    case .reply: "reply"
    case .hops: "hops"
    case .stored: "stored"
    case .delivered: "delivered"
    case .deliveredWithin: "delivered-within"
    case .bounced: "bounced"
    case .login: "login"
    case .connects: "connects"
    case .reaches: "reaches"
    }
  }

  /// The value wanted, as the file has it.
  func words(in trace: Trace) -> String {
    switch self {
    case .relay(let verdict): verdict.rawValue
    case .because(let reason): reason.rawValue
    case .reply(let reply): reply.description
    case .hops(let hops): "[\(hops.map(\.rawValue).joined(separator: ", "))]"
    case .stored(let protection): protection.rawValue
    case .deliveredWithin(let delay): delay.spoken
    case .delivered(let flag), .bounced(let flag), .login(let flag), .connects(let flag):
      flag ? "yes" : "no"
    case .reaches(let host): trace.name(host)
    }
  }
}

extension ClosedRange<Int> {
  var words: String {
    if lowerBound == upperBound { return "\(lowerBound)" }
    if upperBound == .max { return "at least \(lowerBound)" }
    return "\(lowerBound) to \(upperBound)"
  }
}
