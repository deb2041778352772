/// How the client keeps to the protocol.
extension RestrictionKind {
  /// A bounce for several recipients; a question names one.
  static let rejectMultiRecipientBounce = RestrictionKind(
    "reject_multi_recipient_bounce", .opinion { _, _, _ in .goOn }, meaning: "no bearing here")

  static let rejectUnauthPipelining = RestrictionKind(
    "reject_unauth_pipelining", .opinion { _, _, _ in .goOn }, meaning: "no bearing here")
}
