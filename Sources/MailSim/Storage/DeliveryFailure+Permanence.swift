extension DeliveryFailure {
  /// Whether a later try could not succeed either: a 5xx ends it, a 4xx does not
  /// (RFC 5321 §4.2.1), and silence says nothing.
  var isPermanent: Bool {
    switch self {
    case .reply(let reply): reply.severity == .permanentFailure
    case .name(let outcome): outcome != .serverFailure
    case .expired, .loop, .mailboxUnknown: true
    case .connection, .connectionLost, .security, .mailboxFull: false
    }
  }
}
