/// The words of Postfix's restriction lists and what they mean here (postconf(5), 3.7).
enum RestrictionVocabulary {
  /// Words that stand alone.
  static let plain: [String: Restriction.Test] = [
    "permit": .permit, "reject": .reject, "defer": .defer, "defer_if_permit": .deferIfPermit,
    "defer_if_reject": .deferIfReject, "permit_mynetworks": .permitNetworks,
    "permit_sasl_authenticated": .permitLogin,
    "permit_tls_all_clientcerts": .permitClientCertificate,
    "permit_auth_destination": .permitDestination,
    "reject_unauth_destination": .rejectUnauthDestination,
    "check_relay_domains": .rejectUnauthDestination,
    "defer_unauth_destination": .deferUnauthDestination,
    "reject_unlisted_recipient": .rejectUnlistedRecipient,
    "check_recipient_maps": .rejectUnlistedRecipient,
    "reject_unlisted_sender": .rejectUnlistedSender,
    "reject_non_fqdn_helo_hostname": .rejectNonFQDNHelo,
    "reject_non_fqdn_hostname": .rejectNonFQDNHelo,
    "reject_invalid_helo_hostname": .rejectInvalidHelo,
    "reject_invalid_hostname": .rejectInvalidHelo,
    "reject_non_fqdn_sender": .rejectNonFQDNSender,
    "reject_non_fqdn_recipient": .rejectNonFQDNRecipient,
    "reject_plaintext_session": .rejectPlaintext,
    // These have no bearing on a client that waits for replies and names one recipient.
    "reject_unauth_pipelining": .noEffect, "reject_multi_recipient_bounce": .noEffect,
    "permit_naked_ip_address": unknown("the spelling of HELO", [.permit, .goOn]),
    "permit_inet_interfaces": unknown("the server's own addresses", [.permit, .goOn]),
    "permit_mx_backup": unknown("the DNS (permit_mx_backup)", [.permit, .goOn]),
    "reject_unknown_client_hostname": mayReject("the DNS (client name)"),
    "reject_unknown_client": mayReject("the DNS (client name)"),
    "reject_unknown_reverse_client_hostname": mayReject("the DNS (reverse client name)"),
    "reject_unknown_forward_client_hostname": mayReject("the DNS (forward client name)"),
    "reject_unknown_helo_hostname": mayReject("the DNS (HELO name)"),
    "reject_unknown_hostname": mayReject("the DNS (HELO name)"),
    "reject_unknown_sender_domain": .rejectUnknownDomain(.sender),
    "reject_unknown_address": .rejectUnknownDomain(.sender),
    "reject_unknown_recipient_domain": .rejectUnknownDomain(.recipient),
    "reject_unverified_sender": mayReject("a probe of the sender's server"),
    "reject_unverified_recipient": mayReject("a probe of the recipient's server"),
  ]

  /// Words of MailSim's own, for policies written in a scenario.
  static let ours: [String: Restriction.Test] = [
    "permit_roaming_window": .permitWindow, "permit_sender_domain": .permitSenderDomain,
    "reject_foreign_sender": .rejectForeignSender,
  ]

  /// Every word there is, sorted, for error messages.
  static let all: [String] =
    (Array(plain.keys) + Array(access.keys) + Array(remote.keys) + Array(mismatch.keys)
    + ["warn_if_reject", "permit_tls_clientcerts"]).sorted()

  /// Words that have one word behind them, and what they ask.
  static let access: [String: AccessSubject] = [
    "check_client_access": .client, "check_helo_access": .helo, "check_sender_access": .sender,
    "check_recipient_access": .recipient, "check_ccert_access": .certificate,
  ]

  /// Words whose argument names something only the network can answer.
  static let remote: [String: Set<Restriction.Effect>] = [
    "check_policy_service": [.permit, .reject, .goOn],
    "reject_rbl_client": [.reject, .goOn], "reject_rhsbl_client": [.reject, .goOn],
    "reject_rhsbl_reverse_client": [.reject, .goOn], "reject_rhsbl_helo": [.reject, .goOn],
    "reject_rhsbl_sender": [.reject, .goOn], "reject_rhsbl_recipient": [.reject, .goOn],
    "reject_maps_rbl": [.reject, .goOn],
    "permit_dnswl_client": [.permit, .goOn], "permit_rhswl_client": [.permit, .goOn],
    "check_reverse_client_hostname_access": [.permit, .reject, .goOn],
    "check_etrn_access": [.goOn], "sleep": [.goOn],
    "check_client_a_access": [.permit, .reject, .goOn],
    "check_client_mx_access": [.permit, .reject, .goOn],
    "check_client_ns_access": [.permit, .reject, .goOn],
    "check_reverse_client_hostname_a_access": [.permit, .reject, .goOn],
    "check_reverse_client_hostname_mx_access": [.permit, .reject, .goOn],
    "check_reverse_client_hostname_ns_access": [.permit, .reject, .goOn],
    "check_sasl_access": [.permit, .reject, .goOn],
    "check_helo_a_access": [.reject, .goOn], "check_helo_mx_access": [.reject, .goOn],
    "check_helo_ns_access": [.reject, .goOn], "check_sender_a_access": [.reject, .goOn],
    "check_sender_mx_access": [.reject, .goOn], "check_sender_ns_access": [.reject, .goOn],
    "check_recipient_a_access": [.reject, .goOn], "check_recipient_mx_access": [.reject, .goOn],
    "check_recipient_ns_access": [.reject, .goOn],
  ]

  static let mismatch: [String: Restriction.MismatchScope] = [
    "reject_sender_login_mismatch": .anyone,
    "reject_authenticated_sender_login_mismatch": .authenticated,
    "reject_unauthenticated_sender_login_mismatch": .unauthenticated,
    "reject_known_sender_login_mismatch": .known,
  ]

  private static func unknown(
    _ source: String, _ may: Set<Restriction.Effect>
  ) -> Restriction.Test {
    .unknown(source: source, may: may)
  }

  private static func mayReject(_ source: String) -> Restriction.Test {
    unknown(source, [.reject, .goOn])
  }
}
