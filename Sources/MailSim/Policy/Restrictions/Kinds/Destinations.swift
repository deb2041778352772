/// Where the mail goes.
extension RestrictionKind {
  static let permitDestination = RestrictionKind(
    "permit_auth_destination", .permitIf(.recipientIsOurs), reason: .fixed(.insideRecipient),
    meaning: "recipient is inside")

  static let rejectUnauthDestination = RestrictionKind(
    "reject_unauth_destination", oldWords: ["check_relay_domains"],
    .rejectUnless(.recipientIsOurs, with: .relay), reason: .relay,
    meaning: "recipient is outside")

  static let deferUnauthDestination = RestrictionKind(
    "defer_unauth_destination",
    .rejectUnless(.recipientIsOurs, with: .reply(.relayingDeferred)), reason: .relay,
    meaning: "recipient is outside")

  /// The careless comparison of text: whatever ends like ours, a dot before it or not.
  static let permitDomainSuffix = RestrictionKind(
    "permit_domain_suffix", isOurs: true, .permitIf(.endsLikeOurs), reason: .fixed(.senderDomain),
    meaning: "an address ends like ours", export: .made("", .suffixes))
}
