/// One rule of a relay policy: facts in, an opinion or none out.
public struct RelayRule: Hashable, Sendable {
  public enum Opinion: Hashable, Sendable {
    case permit(ReasonCode)
    case reject(ReasonCode, Reply)
    case noOpinion
  }

  public var test: Test
  /// `file:line` of the rule, or of the policy that brought it; nil for one built in.
  public var position: String?

  public init(_ test: Test, position: String? = nil) {
    self.test = test
    self.position = position
  }

  /// The rules there are, named as Postfix names its restrictions where it has the same.
  public enum Test: String, Hashable, Sendable, CaseIterable {
    case permitDestination = "permit_auth_destination"
    case permitNetworks = "permit_mynetworks"
    case permitWindow = "permit_roaming_window"
    case permitLogin = "permit_sasl_authenticated"
    case permitSenderDomain = "permit_sender_domain"
    case permitDomainSuffix = "permit_domain_suffix"
    case permitAnyone = "permit"
    case rejectForeignSender = "reject_sender_login_mismatch"
    case rejectUnknownRecipient = "reject_unlisted_recipient"
    case reject = "reject_unauth_destination"
  }

  /// The rule in words, as a picture's row has it.
  public var meaning: String {
    switch test {
    case .permitDestination: "recipient is inside"
    case .permitNetworks: "client machine is inside"
    case .permitWindow: "mail was read from its address"
    case .permitLogin: "client is logged in"
    case .permitSenderDomain: "MAIL FROM claims inside"
    case .permitDomainSuffix: "an address ends like ours"
    case .permitAnyone: "anybody"
    case .rejectForeignSender: "MAIL FROM is not the login's"
    case .rejectUnknownRecipient: "no such mailbox here"
    case .reject: "both are outside"
    }
  }
}

extension RelayRule.Test {
  func opinion(on facts: RelayFacts, under settings: RelaySettings) -> RelayRule.Opinion {
    switch self {
    case .permitDestination:
      settings.isOurs(facts.forwardPath) ? .permit(.insideRecipient) : .noOpinion
    case .permitNetworks:
      settings.isInside(facts.client.address) ? .permit(.insideSender) : .noOpinion
    case .permitWindow:
      facts.client.window.isOpen ? .permit(.window) : .noOpinion
    case .permitLogin:
      facts.client.login != nil ? .permit(.authenticated) : .noOpinion
    case .permitSenderDomain:
      facts.reversePath.map(settings.isOurs) == true ? .permit(.senderDomain) : .noOpinion
    case .permitDomainSuffix:
      settings.endsLikeOurs(facts) ? .permit(.senderDomain) : .noOpinion
    case .permitAnyone: .permit(.anyone)
    case .rejectForeignSender:
      facts.claimsForeignSender ? .reject(.senderNotOwned, .senderNotOwned) : .noOpinion
    case .rejectUnknownRecipient:
      facts.recipientIsUnknown ? .reject(.userUnknown, .userUnknown) : .noOpinion
    case .reject:
      settings.isOurs(facts.forwardPath)
        ? .noOpinion : .reject(facts.reasonForRefusal, settings.refusal)
    }
  }
}

extension RelayFacts {
  var claimsForeignSender: Bool {
    guard let login = client.login, let reversePath else { return false }
    return login.mailbox != reversePath
  }

  /// The most telling reason why no rule allowed it.
  var reasonForRefusal: ReasonCode {
    if forwardPath.hasRoutingTricks { return .routingTrick }
    if case .expired = client.window { return .windowExpired }
    return .bothOutside
  }
}
