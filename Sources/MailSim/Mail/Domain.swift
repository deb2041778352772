/// A domain name of the DNS, or the address literal that may stand in its place (RFC 5321 §2.3.5).
///
/// Case carries no meaning and one trailing dot names the same place, so both are
/// gone in `text`: two spellings of one domain are equal.
public struct Domain: Hashable, Sendable {
  /// Lower case, no trailing dot; a literal keeps its brackets.
  public let text: String

  /// Reads a domain; nil when `text` breaks the grammar of RFC 5321 §4.1.2 or §4.1.3.
  ///
  /// Underscores are let through: they are no letters of the grammar, but real
  /// servers accept them.
  public init?(_ text: some StringProtocol) {
    if text.hasPrefix("[") {
      guard let address = Self.address(ofLiteral: text) else { return nil }
      self.text = address.literal
      return
    }
    var name = text.lowercased()
    if name.hasSuffix(".") { name.removeLast() }
    guard !name.isEmpty, name.utf8.count <= 255, IPAddress(name)?.isV4 != true else { return nil }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.allSatisfy(Self.isLabel) else { return nil }
    self.text = name
  }

  /// The address of a literal such as `[192.0.2.25]`; nil for a name.
  public var literalAddress: IPAddress? {
    // Asked of every address: one look at the first octet tells most names.
    text.utf8.first == UInt8(ascii: "[") ? Self.address(ofLiteral: text) : nil
  }

  /// Whether the name lies below another, at a dot: `mail.example.org` below `example.org`.
  public func isSubdomain(of parent: Domain) -> Bool { text.hasSuffix("." + parent.text) }

  private static func address(ofLiteral text: some StringProtocol) -> IPAddress? {
    guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
    let inner = text.dropFirst().dropLast()
    guard inner.lowercased().hasPrefix("ipv6:") else {
      return IPAddress(inner).flatMap { $0.isV4 && !inner.contains(":") ? $0 : nil }
    }
    let address = inner.dropFirst(5)
    return address.contains(":") ? IPAddress(address) : nil
  }

  private static func isLabel(_ label: Substring) -> Bool {
    guard (1...63).contains(label.utf8.count), label.first != "-", label.last != "-" else {
      return false
    }
    return label.utf8.allSatisfy { byte in
      byte >= 0x80 || (97...122).contains(byte) || (48...57).contains(byte)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
  }
}

extension Domain: LosslessStringConvertible {
  public init?(_ description: String) {
    self.init(description[...])
  }

  public var description: String { text }
}

extension Domain: Comparable {
  public static func < (a: Domain, b: Domain) -> Bool { a.text < b.text }
}
