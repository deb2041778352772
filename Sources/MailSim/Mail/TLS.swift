/// A version of TLS, for what its handshake costs.
public enum TLSVersion: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  case tls12, tls13

  /// Round trips of a full handshake before the client may send (RFC 5246 §7.3, RFC 8446 §2).
  public var roundTrips: UInt8 { self == .tls12 ? 2 : 1 }

  public var name: String { self == .tls12 ? "TLSv1.2" : "TLSv1.3" }
  /// A suite such as a `Received:` line names.
  public var cipherSuite: String {
    self == .tls12 ? "ECDHE-RSA-AES256-GCM-SHA384" : "TLS_AES_256_GCM_SHA384"
  }
}

/// When encryption begins on a connection (RFC 8314 §3).
public enum TLSStart: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  /// Never: the port speaks plaintext only.
  case none
  /// After STARTTLS or STLS on a connection opened in the clear.
  case upgrade
  /// With the first octet, on a port of its own (465, 993, 995).
  case implicit
}

/// What a server's certificate is good for.
public enum CertificateStanding: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  /// Signed by an authority others trust, and naming this host.
  case valid
  /// Trusted and in date, but it names another host.
  case wrongName
  case expired
  /// Nobody vouches for it: good against listeners, not against impostors.
  case selfSigned
}
