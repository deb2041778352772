/// What a client asks of the encryption of one hop, before it connects.
public enum TLSDemand: Hashable, Sendable, BitwiseCopyable {
  /// Does not encrypt, for this reason.
  case never(ProtectionReason)
  /// Encrypts if the server offers it; any certificate will do (RFC 7435).
  case opportunistic
  /// Encrypts or does not send; any certificate will do.
  case encrypt
  /// The certificate must be trusted and name the MX host, as the DNS gave it.
  case verify
  /// The certificate must name a host the domain itself vouches for: a rule set by hand, or a
  /// published MTA-STS policy in enforce mode (RFC 8461 §5).
  case secure
  /// An MTA-STS policy in testing mode: failures are reported, mail goes on.
  case reportOnly
  /// A TLSA record from signed DNS says which certificate is right (RFC 7672).
  case dane
  /// The DNS answer cannot be trusted: the server is not to be used (RFC 7672 §2.1).
  case refuse

  /// What to do when encryption is possible or not.
  public enum Step: Hashable, Sendable, BitwiseCopyable {
    case startTLS
    /// Go on as the connection stands.
    case goOn(ProtectionReason)
    /// Do not send now; try later (Postfix answers 4.7.4 or 4.7.5).
    case giveUp(ProtectionReason)
  }

  /// After the EHLO reply: is STARTTLS in it?
  public func afterHello(offered: Bool) -> Step {
    switch self {
    case .never(let reason): .goOn(reason)
    case .refuse: .giveUp(.certificateNotTrusted)
    case .opportunistic, .reportOnly: offered ? .startTLS : .goOn(.tlsNotOffered)
    case .encrypt, .verify, .secure, .dane: offered ? .startTLS : .giveUp(.tlsNotOffered)
    }
  }

  /// After the server answered STARTTLS with anything but 220.
  public func afterRefusal() -> Step {
    toleratesPlaintext ? .goOn(.tlsRefused) : .giveUp(.tlsRefused)
  }

  /// After a handshake: is the certificate good enough?
  ///
  /// - Parameter isGenuine: whether the host is the one the domain means; an impostor may show a
  ///   certificate that is valid for its own name.
  public func afterHandshake(
    _ certificate: CertificateStanding, isGenuine: Bool, over start: TLSStart
  ) -> Step {
    let encrypted = ProtectionReason.encrypted(over: start)
    switch self {
    case .never, .opportunistic, .encrypt, .reportOnly: return .goOn(encrypted)
    case .dane: return isGenuine ? .goOn(encrypted) : .giveUp(.certificateNotTrusted)
    case .refuse: return .giveUp(.certificateNotTrusted)
    case .verify, .secure:
      if let flaw = certificate.flaw { return .giveUp(flaw) }
      return self == .secure && !isGenuine
        ? .giveUp(.certificateNameMismatch) : .goOn(encrypted)
    }
  }

  /// Whether the client sends in the clear rather than not at all.
  public var toleratesPlaintext: Bool {
    switch self {
    case .never, .opportunistic, .reportOnly: true
    case .encrypt, .verify, .secure, .dane, .refuse: false
    }
  }
}

extension CertificateStanding {
  /// What a client that checks finds wrong; nil for a valid one.
  fileprivate var flaw: ProtectionReason? {
    switch self {
    case .valid: nil
    case .wrongName: .certificateNameMismatch
    case .expired: .certificateExpired
    case .selfSigned: .certificateNotTrusted
    }
  }
}

extension ProtectionReason {
  static func encrypted(over start: TLSStart) -> ProtectionReason {
    start == .implicit ? .implicitTLS : .startTLS
  }
}

/// What makes a user's mail program encrypt its connection to the server.
public enum UserEncryption: String, Hashable, Sendable, CaseIterable {
  /// The help page's words: the program has a certificate.
  case clientCertificate = "client-certificate"
  /// How TLS works today: the server has one (RFC 8314 §3).
  case serverCertificate = "server-certificate"
  case both
  /// Encrypted with a certificate that is right, or not at all (RFC 8314 §4.1).
  case always

  /// The demand of a program with or without a certificate of its user.
  public func demand(hasCertificate: Bool) -> TLSDemand {
    switch self {
    case .serverCertificate: .opportunistic
    case .always: .verify
    case .clientCertificate, .both:
      hasCertificate ? .opportunistic : .never(.noClientCertificate)
    }
  }
}
