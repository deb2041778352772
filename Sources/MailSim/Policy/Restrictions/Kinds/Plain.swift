/// Words that look at nothing.
extension RestrictionKind {
  static let permit = RestrictionKind(
    "permit", .permitIf(.always), reason: .fixed(.anyone), meaning: "anybody")

  static let reject = RestrictionKind(
    "reject", .rejectIf(.always, with: .reply(.accessDenied554)), meaning: "nobody")

  static let deferAll = RestrictionKind(
    "defer",
    .rejectIf(.always, with: .reply(Reply(450, EnhancedStatus(4, 3, 2), .accessDenied))),
    meaning: "not now")

  static let deferIfPermit = RestrictionKind(
    "defer_if_permit",
    .opinion { _, _, _ in
      .deferIfPermitted(Reply(450, EnhancedStatus(4, 7, 0), .accessDenied))
    }, meaning: "not now")

  static let deferIfReject = RestrictionKind(
    "defer_if_reject",
    .opinion { _, _, _ in
      .deferIfRejected(Reply(450, EnhancedStatus(4, 7, 0), .accessDenied))
    }, meaning: "not now")

  /// A refusal of the next restriction is logged, not obeyed; a permit counts.
  static let warnIfReject = RestrictionKind(
    "warn_if_reject", argument: .restriction,
    .opinion { restriction, _, _ in .onlyLogged(restriction.inner) },
    meaning: "a refusal is only logged")

  /// A restriction class, or the restrictions a value of a table names.
  static let list = RestrictionKind("", .opinion { restriction, _, _ in .ask(restriction.inner) }) {
    "the class \($0.name)"
  }

  /// A word that is no restriction: a stray quote, a misspelling, an address. A server logs it and
  /// refuses everybody who reaches it for now; no later word is asked (measured on Postfix 3.7).
  static func notARestriction(_ word: String) -> RestrictionKind {
    RestrictionKind(
      word,
      .rejectIf(.always, with: .reply(.badConfiguration)),
      meaning: "no restriction: a configuration error")
  }

  /// Something that has no bearing on the answer.
  static let noEffect = RestrictionKind(
    " none", .opinion { _, _, _ in .goOn }, meaning: "no bearing here")
}
