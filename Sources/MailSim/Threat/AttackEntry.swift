/// What the catalogue says of an attack.
public struct AttackEntry: Hashable, Sendable {
  public let title: String
  /// What the attacker does, in a sentence or two.
  public let steps: String
  /// What it must have been given; any one of a group will do.
  public let needs: [[Grant]]
  /// The moment at which it has what it wanted.
  public let success: String
  /// What is counted.
  public let metric: String
  public let stoppedBy: [Defence]
}

extension AttackKind {
  /// What the catalogue says of it.
  public var entry: AttackEntry {
    switch self {
    case .openRelayScan, .spoofedSender, .natRider, .addressReuse, .smuggling, .backscatter:
      senderEntry
    case .harvest, .campusBot, .stolenAccount, .snowshoe, .slowloris, .mailLoop, .replay,
      .greylistBypass, .blockListEvasion, .windowForgery:
      senderEntry
    case .sniffedPassword, .tlsStripping, .tlsInjection, .rogueExchanger, .compromisedGateway,
      .passiveTap, .accessDowngrade:
      pathEntry
    }
  }
}
