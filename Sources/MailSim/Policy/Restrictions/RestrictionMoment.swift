/// The moments of a session at which a server with restriction lists may speak.
public enum RestrictionMoment: Hashable, Sendable, CaseIterable {
  case connect, hello, mail, recipient, data

  /// How much of the session is known then.
  var known: RestrictionStage {
    switch self {
    case .connect: .client
    case .hello: .helo
    case .mail: .sender
    case .recipient: .recipient
    case .data: .data
    }
  }
}
