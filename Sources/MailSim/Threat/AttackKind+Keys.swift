extension AttackKind {
  /// The keys of a scenario's attack that this kind makes use of, besides those every kind has.
  public var keys: (needed: [String], possible: [String]) {
    switch self {
    case .openRelayScan, .spoofedSender, .natRider, .addressReuse, .windowForgery:
      (["target", "victims"], ["mail-from", "every"])
    case .smuggling, .mailLoop: (["victims"], ["mail-from", "every"])
    case .backscatter: (["target", "victims"], ["every"])
    case .harvest: (["target"], ["victims", "mail-from", "every", "addresses"])
    case .campusBot, .stolenAccount, .replay:
      (["victims"], ["target", "mail-from", "every"])
    case .snowshoe, .blockListEvasion:
      (["target", "victims", "addresses"], ["mail-from", "every"])
    case .slowloris: (["target"], ["addresses", "patience", "every"])
    case .greylistBypass:
      (["target", "victims"], ["addresses", "patience", "mail-from", "every"])
    case .sniffedPassword: ([], ["victims", "mail-from", "every", "patience"])
    case .rogueExchanger: (["target", "victims"], ["ttl"])
    case .compromisedGateway: ([], ["every"])
    case .tlsStripping, .tlsInjection, .passiveTap, .accessDowngrade: ([], [])
    }
  }

  /// Whether it needs a machine to work from: `by`, or a machine it has got hold of.
  public var needsMachine: Bool {
    switch self {
    case .tlsStripping, .tlsInjection, .rogueExchanger, .compromisedGateway, .passiveTap,
      .accessDowngrade:
      false
    default: true
    }
  }
}
