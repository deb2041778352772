/// The servers of Google, which write lines among themselves that name no client:
/// `by 2002:a05:… with SMTP id …`, `by mail-ej1-f42.google.com with SMTP`.
enum GoogleNetwork {
  static let domain = "google.com"

  static func contains(_ host: String) -> Bool {
    host.hasSuffix(".google.com") || host.hasSuffix(".gmail.com")
  }

  /// They have addresses of 10.0.0.0/8, often written as 6to4 (RFC 3056 §2).
  static func contains(_ address: IPAddress) -> Bool {
    address.v4.map { $0 >> 24 == 10 } ?? (address.bits >> 104 == 0x2002_0a)
  }
}

extension ParsedReceived {
  /// Whether one server of Google wrote it about another.
  var isInsideGoogle: Bool {
    guard from == nil, with != nil, by?.software == nil else { return false }
    if dialect == .gmail { return true }
    return by?.address.map { GoogleNetwork.contains($0) }
      ?? GoogleNetwork.contains(by?.name?.lowercased() ?? "")
  }
}
