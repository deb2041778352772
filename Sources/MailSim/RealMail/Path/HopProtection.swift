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
    let form = TLSReportingForm.of(field)
    switch with.channel {
    case .smtp where form != nil:
      self = HopProtection(
        .plaintext, "\(field.dialect.rawValue) says so when TLS is used", clause: clause)
    case .smtp where field.isInsideGoogle:
      self = HopProtection(
        .unknown, "inside Google's network: the line reports no session", clause: clause)
    case .smtp, .lmtp:
      self = HopProtection(
        .unknown, "lines of this form do not always say when TLS is used", clause: clause)
    case .http:
      self = HopProtection(.unknown, "a web page, perhaps over TLS", clause: clause)
    case .pop3, .imap:
      self = HopProtection(.unknown, "fetched, perhaps over TLS", clause: clause)
    case .batch, .local, .proprietary, .unknown:
      self = HopProtection(.unknown, "the line does not say", clause: clause)
    }
  }
}
