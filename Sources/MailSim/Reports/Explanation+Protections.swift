/// The pages on why a connection is encrypted, in the clear, or not known.
extension ProtectionReason {
  var explanation: Explanation {
    let page = page
    return Explanation(
      code: rawValue, summary: page.summary, when: page.when, sign: page.sign, remedy: page.remedy,
      source: page.source, scenario: scenario,
      example: isReported
        ? "mailsim trace message.eml"
        : "mailsim run Scenarios/\(scenario ?? "figure-1-encryption").yaml --only \(kinds)")
  }

  /// Whether it is read from a real message or log, never found in a run.
  private var isReported: Bool { self == .reportedTLS || self == .reportedPlaintext }

  private var scenario: String? {
    switch self {
    case .startTLS, .tlsNotOffered, .beyondTheModel: "figure-1-encryption"
    case .implicitTLS: "t01-path"
    case .tlsNotWanted: "t04-beyond-our-management"
    case .tlsRefused, .handshakeFailed: "t03-link-by-link"
    case .noClientCertificate: "page-certificates"
    case .certificateNotTrusted, .certificateNameMismatch, .certificateExpired:
      "reasons-strict-tls"
    case .portWithoutTLS, .reportedTLS, .reportedPlaintext: nil
    }
  }

  /// The events that show it: a demand that was not met shows as a message that waits.
  private var kinds: String {
    switch self {
    case .certificateNotTrusted, .certificateNameMismatch, .certificateExpired: "deferral"
    case .beyondTheModel: "retrieval"
    default: "protection"
    }
  }

  private typealias Page = (
    summary: String, when: String, sign: String, remedy: String, source: String
  )

  private var page: Page {
    switch self {
    case .startTLS: Self.startTLSPage
    case .implicitTLS: Self.implicitTLSPage
    case .tlsNotWanted: Self.tlsNotWantedPage
    case .tlsNotOffered: Self.tlsNotOfferedPage
    case .tlsRefused: Self.tlsRefusedPage
    case .handshakeFailed: Self.handshakeFailedPage
    case .noClientCertificate: Self.noClientCertificatePage
    case .certificateNotTrusted: Self.certificateNotTrustedPage
    case .certificateNameMismatch: Self.certificateNameMismatchPage
    case .certificateExpired: Self.certificateExpiredPage
    case .portWithoutTLS: Self.portWithoutTLSPage
    case .beyondTheModel: Self.beyondTheModelPage
    case .reportedTLS: Self.reportedTLSPage
    case .reportedPlaintext: Self.reportedPlaintextPage
    }
  }

  // MARK: Encrypted

  private static let startTLSPage: Page = (
    "the connection began in the clear and was upgraded before any mail passed.",
    "The server offered STARTTLS in its answer to EHLO, the client asked for it, and the handshake"
      + " succeeded. What was said before is forgotten, and EHLO is said again.",
    "The Received line says ESMTPS or ESMTPSA; a listener sees the names of the two servers only.",
    "Nothing for this hop. The offer itself is not protected: an attacker who deletes it gets"
      + " plaintext from a client that does not insist.",
    "RFC 3207 sections 4 and 6."
  )

  private static let implicitTLSPage: Page = (
    "the port speaks TLS from the first octet.",
    "The client connects to port 465, 993 or 995, where nothing is said before the handshake.",
    "The Received line says ESMTPS or ESMTPSA.",
    "Prefer it for users' programs: there is no offer that could be deleted.",
    "RFC 8314 section 3."
  )

  // MARK: In the clear

  private static let tlsNotWantedPage: Page = (
    "the client is set up not to encrypt.",
    "A setting of the sending program or server says so, or somebody types the commands by hand.",
    "The Received line says SMTP or ESMTP; whoever listens reads the message.",
    "Change the setting: encrypting when it is offered costs two round trips and nothing else.",
    "RFC 7435 (encrypt where one can), RFC 8314 section 4."
  )

  private static let tlsNotOfferedPage: Page = (
    "the server did not offer STARTTLS.",
    "The word is missing from the answer to EHLO: the server has no TLS, or somebody on the way"
      + " deleted the offer.",
    "The Received line says ESMTP. A client that insists (encrypt, verify, MTA-STS, DANE) sends"
      + " nothing and tries again later.",
    "The other server's administrator must set up a certificate. To notice a deleted offer, insist"
      + " by MTA-STS or DANE for domains that publish it.",
    "RFC 3207 section 6, RFC 8461, RFC 7672."
  )

  private static let tlsRefusedPage: Page = (
    "the server offered STARTTLS and then refused to start it.",
    "STARTTLS is answered with 454 4.7.0: the certificate cannot be loaded, say.",
    "A tolerant client goes on in the clear; a strict one defers the message.",
    "Read the server's log: an offer it cannot keep is a fault of its setup.",
    "RFC 3207 section 4."
  )

  private static let handshakeFailedPage: Page = (
    "the TLS handshake failed, and the connection is of no more use.",
    "The two ends share no version or cipher, or somebody on the way interferes.",
    "The connection closes in the midst of the handshake; a tolerant client comes back in the clear.",
    "Look for old TLS versions on either end, and for boxes on the way that meddle.",
    "RFC 3207 section 4.1, RFC 8446 section 6.2."
  )

  private static let noClientCertificatePage: Page = (
    "the user's program has no certificate, so it does not encrypt.",
    "The scenario takes the help page at its word: encryption is used if the client has a"
      + " certificate. (In today's TLS it is the server that must have one.)",
    "The user's own hop is plaintext, whatever the hops behind it are.",
    "Set 'encrypts: server-certificate' to see how programs work today, or give the user a"
      + " certificate.",
    "RFC 8314 section 4.2: a client certificate is optional; RFC 8446 section 4.4.2."
  )

  private static let certificateNotTrustedPage: Page = (
    "nobody the client trusts vouches for the server's certificate.",
    "The certificate is self-signed or its authority is unknown, and the client's rule asks for a"
      + " trusted one.",
    "A strict client defers the message (4.7.5); a tolerant one encrypts all the same, which keeps"
      + " listeners out but not impostors.",
    "Get a certificate from an authority others know, or publish its fingerprint by DANE.",
    "RFC 7672 section 3, RFC 8461 section 4.2."
  )

  private static let certificateNameMismatchPage: Page = (
    "the server's certificate names another host.",
    "The name the client looked for does not stand in the certificate: a wrong setup, or an"
      + " impostor with a certificate of its own.",
    "A strict client defers the message (4.7.5); a tolerant one encrypts, and cannot tell to whom.",
    "Put every name the server goes by in MX records into its certificate.",
    "RFC 9525 section 6, RFC 8461 section 4.2."
  )

  private static let certificateExpiredPage: Page = (
    "the server's certificate has expired.",
    "Its last day is over and nobody renewed it.",
    "A strict client defers the message (4.7.5); a tolerant one encrypts all the same.",
    "Renew it, and let a program do so from now on.",
    "RFC 5280 section 4.1.2.5."
  )

  private static let portWithoutTLSPage: Page = (
    "the service on this port knows no TLS.",
    "The server offers the protocol in the clear only.",
    "Passwords and mail pass readable; POP and IMAP show no STLS or STARTTLS capability.",
    "Offer ports 993 and 995, and forbid logins in the clear.",
    "RFC 8314 sections 3 and 4."
  )

  // MARK: Not known

  private static let reportedTLSPage: Page = (
    "the server that took the message wrote down that TLS was used.",
    "A Received line or a log names a TLS version, a cipher, or a keyword that stands for TLS.",
    "The line says ESMTPS or LMTPS, or describes the session in a clause of its own.",
    "Ask who wrote the line: below the border of the servers one believes it is a claim.",
    "RFC 3848 and RFC 8314 section 4.3."
  )

  private static let reportedPlaintextPage: Page = (
    "the server that took the message mentions TLS when it is used, and did not.",
    "A Received line says SMTP or ESMTP, written by software that marks TLS; or a log that shows"
      + " TLS sessions shows none for this connection.",
    "The line says SMTP or ESMTP without a clause about TLS.",
    "Ask the one who sent it to require TLS for this destination, or the receiver to offer it.",
    "RFC 3848 and RFC 5321 section 4.4."
  )

  private static let beyondTheModelPage: Page = (
    "nobody in the scenario controls this connection, so nobody can say.",
    "The recipient reads mail somewhere else, or the next server is run by others who say nothing.",
    "Pictures draw it apart from plaintext: not known is not the same as bad.",
    "Only encryption by the author for the reader (OpenPGP, S/MIME) protects what passes there.",
    "RFC 5598 section 2.3 on administrative borders; RFC 9580, RFC 8551."
  )
}
