/// Whose address MAIL FROM is.
extension RestrictionKind {
  /// MAIL FROM claims a domain of ours, taken at its word.
  static let permitSenderDomain = RestrictionKind(
    "permit_sender_domain", isOurs: true, .permitIf(.senderClaimsOurs),
    reason: .fixed(.senderDomain), meaning: "MAIL FROM claims inside",
    export: .made("check_sender_access", .ownSenders))

  /// A login with a MAIL FROM that is not its own address.
  static let rejectForeignSender = RestrictionKind(
    "reject_foreign_sender", isOurs: true,
    .rejectIf(.senderIsNotTheLogins, with: .reply(.senderNotOwned)),
    reason: .fixed(.senderNotOwned), meaning: "MAIL FROM is not the login's",
    export: .ownLogins("reject_authenticated_sender_login_mismatch"))

  /// The four `reject_*_sender_login_mismatch`, by whose ownership is asked.
  static let loginMismatches: [RestrictionKind] = [
    mismatch("reject_sender_login_mismatch", whenLoggedIn: true, whenNot: true),
    mismatch("reject_authenticated_sender_login_mismatch", whenLoggedIn: true, whenNot: false),
    mismatch("reject_unauthenticated_sender_login_mismatch", whenLoggedIn: false, whenNot: true),
    mismatch(
      "reject_known_sender_login_mismatch", whenLoggedIn: true, whenNot: true, onlyOwned: true),
  ]

  private static func mismatch(
    _ word: String, whenLoggedIn: Bool, whenNot: Bool, onlyOwned: Bool = false
  ) -> RestrictionKind {
    RestrictionKind(
      word, argument: .parameter("smtpd_sender_login_maps"),
      .opinion { restriction, facts, policy in
        // Where no login is offered, smtpd passes these over.
        guard policy.offersLogin, let sender = facts.reversePath else { return .goOn }
        let login = facts.client.login
        guard login == nil ? whenNot : whenLoggedIn else { return .goOn }
        let refusal = Reply(553, EnhancedStatus(5, 7, 1), .senderNotOwned)
        // Of an address without an owner a login is no owner.
        let ownerless =
          login != nil && !onlyOwned ? RestrictionOpinion.reject(refusal) : .goOn
        guard let table = restriction.table else { return ownerless }
        switch policy.owners(of: sender, in: table) {
        case .unknown: return .depends(table.name, [.reject, .goOn], refusal)
        case .notFound: return ownerless
        case .oneOf(let entries):
          return .depends(
            "\(table.name) (\(entries.count) values)", [.reject, .goOn], refusal)
        case .found(let entry):
          let owners = entry.value.split { $0 == "," || $0.isWhitespace }.map { $0.lowercased() }
          return login.map { owners.contains($0.name.lowercased()) } == true
            ? .goOn : .reject(refusal)
        }
      }, subject: .owner, reason: .fixed(.senderNotOwned), meaning: "MAIL FROM is not the login's")
  }
}
