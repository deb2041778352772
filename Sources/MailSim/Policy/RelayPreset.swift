/// The policies that come with MailSim, good and bad, each an order of rules.
public enum RelayPreset: String, Hashable, Sendable, CaseIterable {
  case csim
  case bySenderAddress = "csim-by-sender-address"
  case bySuffix = "csim-by-suffix"
  case openRelay = "open-relay"
  case authOnly = "smtp-auth-only"
  case popBeforeSMTP = "pop-before-smtp"
  case modern

  public func policy(_ settings: RelaySettings) -> RelayPolicy {
    RelayPolicy(name: rawValue, settings: settings, rules: tests.map { RelayRule($0) })
  }

  private var tests: [RelayRule.Test] {
    switch self {
    case .csim:
      [
        .rejectUnknownRecipient, .permitDestination, .permitNetworks, .permitWindow, .permitLogin,
        .reject,
      ]
    case .bySenderAddress:
      [
        .rejectUnknownRecipient, .permitDestination, .permitSenderDomain, .permitWindow,
        .permitLogin, .reject,
      ]
    case .bySuffix:
      [.rejectUnknownRecipient, .permitDomainSuffix, .permitWindow, .permitLogin, .reject]
    case .openRelay: [.rejectUnknownRecipient, .permitAnyone]
    case .authOnly: [.rejectUnknownRecipient, .permitDestination, .permitLogin, .reject]
    case .popBeforeSMTP: [.rejectUnknownRecipient, .permitDestination, .permitWindow, .reject]
    case .modern:
      [
        .rejectUnknownRecipient, .rejectForeignSender, .permitDestination, .permitLogin, .reject,
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
