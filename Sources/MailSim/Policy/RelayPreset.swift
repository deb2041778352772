/// The policies that come with MailSim, good and bad, each a restriction list.
public enum RelayPreset: String, Hashable, Sendable, CaseIterable {
  case csim
  case bySenderAddress = "csim-by-sender-address"
  case bySuffix = "csim-by-suffix"
  case openRelay = "open-relay"
  case authOnly = "smtp-auth-only"
  case popBeforeSMTP = "pop-before-smtp"
  case modern

  public func policy(_ settings: RelaySettings) -> RelayPolicy {
    RelayPolicy(restrictions(settings), settings: settings)
  }

  /// The preset as restriction lists, for the teaching world unless told otherwise.
  public func restrictions(_ settings: RelaySettings = .teachingWorld) -> RestrictionPolicy {
    var policy = RestrictionPolicy(name: rawValue, settings)
    policy.lists[.relay] = kinds.map { Restriction($0) }
    return policy
  }

  private var kinds: [RestrictionKind] {
    switch self {
    case .csim:
      [
        .rejectUnlistedRecipient, .permitDestination, .permitNetworks, .permitWindow, .permitLogin,
        .rejectUnauthDestination,
      ]
    case .bySenderAddress:
      [
        .rejectUnlistedRecipient, .permitDestination, .permitSenderDomain, .permitWindow,
        .permitLogin, .rejectUnauthDestination,
      ]
    case .bySuffix:
      [
        .rejectUnlistedRecipient, .permitDomainSuffix, .permitWindow, .permitLogin,
        .rejectUnauthDestination,
      ]
    case .openRelay: [.rejectUnlistedRecipient, .permit]
    case .authOnly:
      [.rejectUnlistedRecipient, .permitDestination, .permitLogin, .rejectUnauthDestination]
    case .popBeforeSMTP:
      [.rejectUnlistedRecipient, .permitDestination, .permitWindow, .rejectUnauthDestination]
    case .modern:
      [
        .rejectUnlistedRecipient, .rejectForeignSender, .permitDestination, .permitLogin,
        .rejectUnauthDestination,
      ]
    }
  }

  /// What the policy does, in a sentence.
  public var summary: String {
    switch self {
    case .csim:
      "Takes mail whose sending machine or recipient is inside, from a machine that read mail "
        + "recently, and from a login; refuses the rest."
    case .bySenderAddress:
      "Reads \"the sender is inside\" as a statement about MAIL FROM."
    case .bySuffix:
      "Compares the ends of addresses as text."
    case .openRelay: "Takes anything from anybody."
    case .authOnly: "Takes mail for inside, and anything from a login."
    case .popBeforeSMTP:
      "Takes mail for inside, and anything from a machine that read mail recently."
    case .modern:
      "Takes mail for inside, and from a login mail that carries the login's own address."
    }
  }

  /// Where it can be abused; every preset has something here.
  public var holes: [String] {
    switch self {
    case .csim:
      [
        "The window belongs to an address: everybody behind the same NAT may relay while it is open.",
        "Whoever gets the address next, by DHCP, inherits what is left of the window.",
        "An infected machine inside may send spam through the server.",
      ]
    case .bySenderAddress:
      [
        "Anybody may write an inside address in MAIL FROM and relay.",
        "A machine inside cannot send with an outside address.",
      ]
    case .bySuffix:
      [
        "notcs.ait.ac.th ends like cs.ait.ac.th: its owner may relay, and so may anybody who "
          + "writes it in MAIL FROM."
      ]
    case .openRelay: ["Everything: spammers find such a server within hours."]
    case .authOnly:
      [
        "A stolen password sends spam from anywhere.",
        "A login may write any address in MAIL FROM.",
      ]
    case .popBeforeSMTP:
      [
        "The window belongs to an address: NAT neighbours and the next holder may relay.",
        "Even a machine inside must read mail before it sends.",
      ]
    case .modern:
      ["A stolen password still sends spam, under the name of its owner only."]
    }
  }
}

extension RestrictionPolicy {
  /// A policy without lists for a server with these settings.
  init(name: String, _ settings: RelaySettings) {
    self.init(name: name)
    destinations.local = MatchList(names: settings.localDomains.sorted().map(\.text))
    destinations.relay = MatchList(names: settings.relayDomains.sorted().map(\.text))
    destinations.ownAddresses = settings.ownAddresses
    // A detour in an address is nowhere undone: for a stranger it leads elsewhere.
    destinations.undoesQuotedAddress = false
    destinations.undoesPercentHack = false
    destinations.undoesBangPath = false
    networks = settings.insideNetworks
    window = settings.window
    relayRefusal = settings.refusal
    reportsUnlistedRecipients = false
  }
}

extension RelaySettings {
  /// The department of the examples: cs.ait.ac.th on 192.0.2.0/24 and 2001:db8:ca::/48.
  public static let teachingWorld = RelaySettings(
    insideNetworks: ["192.0.2.0/24", "2001:db8:ca::/48"].compactMap { IPNetwork($0) },
    localDomains: Set(["cs.ait.ac.th"].compactMap { Domain($0) }))
}
