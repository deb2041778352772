/// What a trace line says of the TLS session a message came in by.
public struct ReceivedTLS: Hashable, Sendable {
  /// `TLSv1.3`; nil when the line names a cipher or says `TLS` and no more.
  public var version: String?
  public var cipher: String?
  public var bits: Int?
  /// The words it was read from, as they stand.
  public var clause: String

  public init(version: String? = nil, cipher: String? = nil, bits: Int? = nil, clause: String) {
    self.version = version
    self.cipher = cipher
    self.bits = bits
    self.clause = clause
  }

  /// A cipher that encrypts nothing: TLS in name only (RFC 4346 appendix A.5).
  public var isNullCipher: Bool {
    guard let cipher = cipher?.uppercased() else { return false }
    return cipher == "NULL" || cipher.hasPrefix("NULL-") || cipher.contains("WITH_NULL")
      || cipher.contains("-NULL-") || cipher.hasSuffix("-NULL")
  }

  /// Why an attacker with means might read it all the same; nil for what is still recommended.
  public var weakness: String? {
    if let version, ["SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1"].contains(version) {
      return "\(version) is deprecated (RFC 8996)"
    }
    guard let cipher = cipher?.uppercased() else { return nil }
    if cipher.contains("RC4") || cipher.contains("ARCFOUR") {
      return "RC4 is prohibited (RFC 7465)"
    }
    if cipher.hasPrefix("EXP") || cipher.contains("EXPORT") { return "export-grade cipher" }
    if cipher.contains("ADH") || cipher.contains("AECDH") || cipher.contains("_ANON_") {
      return "no certificate was used: safe from listeners, not from impostors"
    }
    return nil
  }

  /// TLS 1.3 has cipher suites of its own, and older versions cannot use them (RFC 8446 §B.4).
  public var contradictsItself: Bool {
    guard let version, let cipher = cipher?.uppercased() else { return false }
    let isNewSuite =
      cipher.hasPrefix("TLS_AES_") || cipher.hasPrefix("TLS_CHACHA20_")
      || cipher.hasPrefix("TLS13_")
    let namesKeyExchange =
      cipher.hasPrefix("ECDHE-") || cipher.hasPrefix("DHE-") || cipher.contains("_WITH_")
    if version == "TLSv1.3" { return namesKeyExchange }
    return isNewSuite && version.hasPrefix("TLSv1.") && version != "TLSv1.3"
  }
}
