/// What a trace line says about who could read the connection, and the words it says it with.
public struct HopProtection: Hashable, Sendable {
  public var protection: Protection
  /// Why, as a phrase.
  public var reason: String
  /// The words of the line it was read from; empty where it says nothing.
  public var clause: String
  /// The TLS session, where the line describes it.
  public var tls: ReceivedTLS?

  init(_ protection: Protection, _ reason: String, clause: String, tls: ReceivedTLS? = nil) {
    self.protection = protection
    self.reason = reason
    self.clause = clause
    self.tls = tls
  }

  init(_ field: ParsedReceived) {
    if let tls = field.tls {
      self =
        tls.isNullCipher
        ? HopProtection(.plaintext, "TLS without encryption", clause: tls.clause, tls: tls)
        : HopProtection(.encrypted, tls.version ?? "TLS", clause: tls.clause, tls: tls)
      return
    }
    guard let with = field.with else {
      self = HopProtection(.unknown, "the line does not say how it came", clause: "")
      return
    }
    let clause = "with \(with.text)"
    if with.saysEncrypted {
      self = HopProtection(.encrypted, "the keyword says TLS", clause: clause)
      return
    }
    switch with.channel {
    case .smtp, .lmtp:
      self =
        field.dialect.marksTLS
        ? HopProtection(
          .plaintext, "\(field.dialect.rawValue) says so when TLS is used", clause: clause)
        : HopProtection(
          .unknown, "not every server of this kind says when TLS is used", clause: clause)
    case .http:
      self = HopProtection(.unknown, "a web page, perhaps over TLS", clause: clause)
    case .pop3, .imap:
      self = HopProtection(.unknown, "fetched, perhaps over TLS", clause: clause)
    case .batch, .local, .proprietary, .unknown:
      self = HopProtection(.unknown, "the line does not say", clause: clause)
    }
  }
}

extension ReceivedDialect {
  /// Whether a line of this software that does not mention TLS means that there was none: it
  /// writes the keywords of RFC 3848 or a clause about the session, and has long done so.
  var marksTLS: Bool {
    switch self {
    case .postfix, .exim, .sendmail, .courier, .gmail, .exchange, .dovecot, .haraka, .openSMTPD,
      .mdaemon, .zimbra, .ironPort, .momentum, .communiGate, .messagingServer, .stalwart, .qmail:
      true
    default: false
    }
  }
}
