/// Attacks that belong together, as they are asked for on the command line.
public enum AttackPack: String, Sendable, CaseIterable {
  case relay, roaming, accounts, spam, strain, path

  public var kinds: [AttackKind] {
    switch self {
    case .relay: [.openRelayScan, .spoofedSender, .smuggling]
    case .roaming: [.natRider, .addressReuse, .sniffedPassword, .windowForgery]
    case .accounts: [.harvest, .campusBot, .stolenAccount]
    case .spam: [.backscatter, .snowshoe, .replay, .greylistBypass, .blockListEvasion]
    case .strain: [.slowloris, .mailLoop]
    case .path:
      [
        .tlsStripping, .tlsInjection, .rogueExchanger, .compromisedGateway, .passiveTap,
        .accessDowngrade,
      ]
    }
  }

  public var meaning: String {
    switch self {
    case .relay: "strangers who want their mail passed on"
    case .roaming: "those who use somebody else's window"
    case .accounts: "names and accounts of users"
    case .spam: "spam, and what is to stop it"
    case .strain: "work until nothing goes any more"
    case .path: "attackers on lines, in the DNS and on gateways"
    }
  }
}
