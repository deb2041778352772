/// Who exists.
extension RestrictionKind {
  static let rejectUnlistedRecipient = RestrictionKind(
    "reject_unlisted_recipient", oldWords: ["check_recipient_maps"],
    .rejectIf(.recipientIsMissing, with: .reply(.userUnknown)), reason: .fixed(.userUnknown),
    meaning: "no such mailbox here")

  /// Which senders of our own domains exist is a matter of the user tables.
  static let rejectUnlistedSender = RestrictionKind(
    "reject_unlisted_sender",
    .opinion { _, facts, policy in
      guard let sender = facts.reversePath, policy.destinations.isOurs(sender.domain) != .no else {
        return .goOn
      }
      return .depends(
        "the list of users", [.reject, .goOn],
        Reply(550, EnhancedStatus(5, 1, 0), .senderRejected))
    }, parts: [.sender, .senderExistence], meaning: "no such sender here",
    outside: "the list of users")
}
