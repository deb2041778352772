/// Whether the DNS knows the domain of either path.
extension RestrictionKind {
  static let rejectUnknownSenderDomain = RestrictionKind(
    "reject_unknown_sender_domain", oldWords: ["reject_unknown_address"],
    .opinion { _, facts, policy in
      opinion(
        facts.senderDomain, of: facts.reversePath?.domain, "sender", policy,
        missing: Reply(450, EnhancedStatus(4, 1, 8), .domainNotFound),
        nullMX: Reply(550, EnhancedStatus(5, 7, 27), .nullMXSender))
    }, parts: [.sender, .senderDomain], meaning: "domain is not in the DNS")

  static let rejectUnknownRecipientDomain = RestrictionKind(
    "reject_unknown_recipient_domain",
    .opinion { _, facts, policy in
      opinion(
        facts.recipientDomain, of: policy.destinations.resolve(facts.forwardPath).domain,
        "recipient", policy, missing: Reply(450, EnhancedStatus(4, 1, 2), .domainNotFound),
        nullMX: .nullMXRecipient)
    }, parts: [.recipient, .recipientDomain], meaning: "domain is not in the DNS")

  /// Domains of our own, literals and the null reverse-path are not asked for.
  private static func opinion(
    _ standing: RelayFacts.DomainStanding?, of domain: Domain?, _ side: String,
    _ policy: RestrictionPolicy, missing: Reply, nullMX: Reply
  ) -> RestrictionOpinion {
    guard let domain, domain.literalAddress == nil, policy.destinations.isOurs(domain) != .yes
    else { return .goOn }
    return switch standing {
    case .exists: .goOn
    case .missing, .failing: .reject(missing)
    case .nullMX: .reject(nullMX)
    case nil: .depends("the DNS (\(side) domain)", [.reject, .goOn], missing)
    }
  }
}
