/// What only the outside world can answer: the DNS, a policy service, a probe, the machine itself.
extension RestrictionKind {
  /// A word whose answer nobody here knows.
  static func open(
    _ word: String, oldWords: [String] = [], argument: Argument = .none, asks source: String? = nil,
    _ may: Set<Restriction.Effect>, refusing reply: Reply = .accessDenied554
  ) -> RestrictionKind {
    RestrictionKind(
      word, oldWords: oldWords, argument: argument,
      .opinion { restriction, _, _ in .depends(source ?? restriction.name, may, reply) },
      outside: source ?? ""
    ) { "asks \(source ?? $0.name)" }
  }

  /// A list that leads on and on, and is not followed to its end.
  static func unfollowed(_ source: String) -> RestrictionKind {
    open(source, asks: source, [.permit, .reject, .goOn])
  }

  static let askedOutside: [RestrictionKind] =
    [
      open("permit_naked_ip_address", asks: "the spelling of HELO", [.permit, .goOn]),
      open("permit_inet_interfaces", asks: "the server's own addresses", [.permit, .goOn]),
      open("permit_mx_backup", asks: "the DNS (permit_mx_backup)", [.permit, .goOn]),
      open(
        "reject_unknown_client_hostname", oldWords: ["reject_unknown_client"],
        asks: "the DNS (client name)", [.reject, .goOn],
        refusing: Reply(450, EnhancedStatus(4, 7, 25), .clientRejected)),
      open(
        "reject_unknown_reverse_client_hostname", asks: "the DNS (reverse client name)",
        [.reject, .goOn], refusing: Reply(450, EnhancedStatus(4, 7, 1), .clientRejected)),
      open(
        "reject_unknown_forward_client_hostname", asks: "the DNS (forward client name)",
        [.reject, .goOn], refusing: Reply(450, EnhancedStatus(4, 7, 25), .clientRejected)),
      open(
        "reject_unknown_helo_hostname", oldWords: ["reject_unknown_hostname"],
        asks: "the DNS (HELO name)", [.reject, .goOn],
        refusing: Reply(450, EnhancedStatus(4, 7, 1), .heloRejected)),
      open(
        "reject_unverified_sender", asks: "a probe of the sender's server", [.reject, .goOn],
        refusing: Reply(450, EnhancedStatus(4, 1, 7), .senderRejected)),
      open(
        "reject_unverified_recipient", asks: "a probe of the recipient's server",
        [.reject, .goOn], refusing: Reply(450, EnhancedStatus(4, 1, 1), .recipientRejected)),
      open("check_policy_service", argument: .word, [.permit, .reject, .goOn]),
      open("check_etrn_access", argument: .word, [.goOn]),
      open("sleep", argument: .word, [.goOn]),
      open("permit_dnswl_client", argument: .word, [.permit, .goOn]),
      open("permit_rhswl_client", argument: .word, [.permit, .goOn]),
      open("check_sasl_access", argument: .word, [.permit, .reject, .goOn]),
    ]
    + [
      "reject_rbl_client", "reject_rhsbl_client", "reject_rhsbl_reverse_client",
      "reject_rhsbl_helo", "reject_rhsbl_sender", "reject_rhsbl_recipient", "reject_maps_rbl",
    ].map { open($0, argument: .word, [.reject, .goOn]) }
    + [
      "check_reverse_client_hostname_access", "check_client_a_access", "check_client_mx_access",
      "check_client_ns_access", "check_reverse_client_hostname_a_access",
      "check_reverse_client_hostname_mx_access", "check_reverse_client_hostname_ns_access",
    ].map { open($0, argument: .word, [.permit, .reject, .goOn]) }
    + [
      "check_helo_a_access", "check_helo_mx_access", "check_helo_ns_access",
      "check_sender_a_access", "check_sender_mx_access", "check_sender_ns_access",
      "check_recipient_a_access", "check_recipient_mx_access", "check_recipient_ns_access",
    ].map { open($0, argument: .word, [.reject, .goOn]) }
}
