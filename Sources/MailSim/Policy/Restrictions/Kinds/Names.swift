/// Names that are no full names, or none at all.
extension RestrictionKind {
  static let rejectNonFQDNHelo = RestrictionKind(
    "reject_non_fqdn_helo_hostname", oldWords: ["reject_non_fqdn_hostname"],
    .rejectIf(.heloIsShort, with: .reply(Reply(504, EnhancedStatus(5, 5, 2), .heloRejected))),
    meaning: "HELO is no host name")

  static let rejectInvalidHelo = RestrictionKind(
    "reject_invalid_helo_hostname", oldWords: ["reject_invalid_hostname"],
    .rejectIf(.heloIsNoName, with: .reply(Reply(501, EnhancedStatus(5, 5, 2), .heloRejected))),
    meaning: "HELO is no host name")

  static let rejectNonFQDNSender = RestrictionKind(
    "reject_non_fqdn_sender",
    .rejectIf(.senderIsShort, with: .reply(Reply(504, EnhancedStatus(5, 5, 2), .senderRejected))),
    meaning: "address without a full domain")

  static let rejectNonFQDNRecipient = RestrictionKind(
    "reject_non_fqdn_recipient",
    .rejectIf(
      .recipientIsShort, with: .reply(Reply(504, EnhancedStatus(5, 5, 2), .recipientRejected))),
    meaning: "address without a full domain")
}
