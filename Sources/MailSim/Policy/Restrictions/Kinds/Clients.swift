/// Who the client is.
extension RestrictionKind {
  static let permitNetworks = RestrictionKind(
    "permit_mynetworks", .permitIf(.clientIsInside), reason: .fixed(.insideSender),
    meaning: "client machine is inside")

  static let permitLogin = RestrictionKind(
    "permit_sasl_authenticated", .permitIf(.hasLoggedIn), reason: .fixed(.authenticated),
    meaning: "client is logged in")

  static let permitWindow = RestrictionKind(
    "permit_roaming_window", isOurs: true, .permitIf(.windowIsOpen), reason: .fixed(.window),
    meaning: "mail was read from its address", export: .made("check_client_access", .window))

  static let permitClientCertificate = RestrictionKind(
    "permit_tls_all_clientcerts", .permitIf(.hasCertificate),
    meaning: "client has a certificate")

  static let permitListedCertificate = RestrictionKind(
    "permit_tls_clientcerts", argument: .parameter("relay_clientcerts"),
    .opinion { restriction, facts, _ in
      guard let table = restriction.table, let certificate = facts.client.certificate else {
        return .goOn
      }
      return switch table.look(up: certificate) {
      case .found, .oneOf: .permit
      case .notFound: .goOn
      case .unknown: .depends(table.name, [.permit, .goOn], .accessDenied554)
      }
    }, subject: .access(.certificate),
    meaning: "client has a certificate")

  static let rejectPlaintext = RestrictionKind(
    "reject_plaintext_session",
    .rejectIf(
      .isPlaintext, with: .reply(Reply(450, EnhancedStatus(4, 7, 1), .encryptionTooWeak))),
    meaning: "connection in the clear")
}
