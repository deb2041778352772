/// What host names and addresses say about who belongs together.
enum HostNames {
  /// The part of a name that its owner registered, as far as that can be told without the list
  /// of public suffixes: the last two labels, or three below `ac.th`, `co.uk` and their like.
  static func organisation(of name: String) -> String? {
    let labels = name.lowercased().split(separator: ".")
    guard labels.count >= 2, let last = labels.last, last.contains(where: \.isLetter) else {
      return nil
    }
    let isCountry = last.utf8.count == 2
    let isShared = secondLevels.contains(labels[labels.count - 2])
    return labels.suffix(isCountry && isShared ? 3 : 2).joined(separator: ".")
  }

  private static let secondLevels: Set<Substring> = [
    "ac", "co", "com", "edu", "go", "gov", "gob", "in", "mi", "ne", "net", "nom", "or", "org",
  ]

  static func areOneHost(_ a: String?, _ b: String?) -> Bool {
    guard let a, let b else { return false }
    return a.lowercased() == b.lowercased()
  }

  static func areOneOrganisation(_ a: String?, _ b: String?) -> Bool {
    guard let a = a.flatMap(organisation(of:)), let b = b.flatMap(organisation(of:)) else {
      return false
    }
    return a == b
  }

  static func isLocal(_ name: String) -> Bool {
    let lower = name.lowercased()
    return lower == "localhost" || lower.hasPrefix("localhost.") || lower.hasSuffix(".localhost")
  }
}

extension IPAddress {
  /// The sender's own machine (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3).
  var isLoopback: Bool {
    if let v4 { return v4 >> 24 == 127 }
    return bits == 1
  }

  /// An address that means something inside one network only (RFC 1918, RFC 6598, RFC 3927,
  /// RFC 4193, RFC 4291 §2.5.6).
  var isPrivate: Bool {
    guard let v4 else { return bits >> 121 == 0x7e || bits >> 118 == 0x3fa }
    return v4 >> 24 == 10 || v4 >> 20 == 0xac1 || v4 >> 16 == 0xc0a8 || v4 >> 22 == 0x191
      || v4 >> 16 == 0xa9fe
  }
}
