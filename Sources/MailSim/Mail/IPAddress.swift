/// An IPv4 or IPv6 address as one 128-bit number.
///
/// An IPv4 address is held in its IPv4-mapped form `::ffff:a.b.c.d`
/// (RFC 4291 §2.5.5.2), so both spellings of one machine are one value: a mail
/// server that compares addresses must not tell them apart.
public struct IPAddress: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let bits: UInt128

  public init(bits: UInt128) {
    self.bits = bits
  }

  public init(v4: UInt32) {
    bits = Self.mappedPrefix | UInt128(v4)
  }

  public var isV4: Bool { bits & ~UInt128(UInt32.max) == Self.mappedPrefix }

  /// The 32 bits of an IPv4 address; nil for IPv6.
  public var v4: UInt32? { isV4 ? UInt32(truncatingIfNeeded: bits) : nil }

  public static func < (a: IPAddress, b: IPAddress) -> Bool { a.bits < b.bits }

  static let mappedPrefix: UInt128 = 0xffff_0000_0000
}

extension IPAddress: LosslessStringConvertible {
  /// Reads `192.0.2.1`, `2001:db8::1` or `::ffff:192.0.2.1`.
  ///
  /// Octets with a leading zero are refused, since readers disagree on whether
  /// they are octal.
  public init?(_ text: some StringProtocol) {
    if text.utf8.contains(UInt8(ascii: ":")) {
      guard let bits = Self.parseV6(text) else { return nil }
      self.init(bits: bits)
    } else {
      guard let v4 = Self.parseV4(text) else { return nil }
      self.init(v4: v4)
    }
  }

  public init?(_ description: String) {
    self.init(description[...])
  }

  /// The usual spelling: dotted for IPv4, compressed lower case for IPv6 (RFC 5952).
  public var description: String {
    if let v4 {
      return "\(v4 >> 24).\(v4 >> 16 & 255).\(v4 >> 8 & 255).\(v4 & 255)"
    }
    let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
    guard let gap = Self.longestZeroRun(in: groups) else {
      return groups.map { String($0, radix: 16) }.joined(separator: ":")
    }
    let head = groups[..<gap.lowerBound].map { String($0, radix: 16) }.joined(separator: ":")
    let tail = groups[gap.upperBound...].map { String($0, radix: 16) }.joined(separator: ":")
    return "\(head)::\(tail)"
  }

  private static func parseV4(_ text: some StringProtocol) -> UInt32? {
    let octets = text.split(separator: ".", omittingEmptySubsequences: false)
    guard octets.count == 4 else { return nil }
    var value: UInt32 = 0
    for octet in octets {
      guard (1...3).contains(octet.utf8.count), octet.utf8.allSatisfy({ (48...57).contains($0) }),
        octet.utf8.count == 1 || octet.utf8.first != UInt8(ascii: "0"), let byte = UInt8(octet)
      else { return nil }
      value = value << 8 | UInt32(byte)
    }
    return value
  }

  private static func parseV6(_ text: some StringProtocol) -> UInt128? {
    var groups: [UInt16] = []
    var gap: Int?
    var rest = Substring(text)
    if rest.hasPrefix("::") {
      gap = 0
      rest = rest.dropFirst(2)
    }
    while !rest.isEmpty {
      let group = rest.prefix { $0 != ":" }
      if group.utf8.contains(UInt8(ascii: ".")) {
        guard group.endIndex == rest.endIndex, let v4 = parseV4(group) else { return nil }
        groups += [UInt16(v4 >> 16), UInt16(truncatingIfNeeded: v4)]
        break
      }
      guard (1...4).contains(group.utf8.count), group.utf8.allSatisfy(isHexDigit),
        let value = UInt16(group, radix: 16)
      else { return nil }
      groups.append(value)
      rest = rest[group.endIndex...]
      if rest.hasPrefix("::") {
        guard gap == nil else { return nil }
        gap = groups.count
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix(":") {
        rest = rest.dropFirst()
        guard !rest.isEmpty else { return nil }
      }
    }
    if let gap {
      guard groups.count < 8 else { return nil }
      groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
    }
    guard groups.count == 8 else { return nil }
    return groups.reduce(0) { $0 << 16 | UInt128($1) }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
  }

  private static func longestZeroRun(in groups: [UInt16]) -> Range<Int>? {
    var best: Range<Int>?
    var start = 0
    while start < groups.count {
      guard groups[start] == 0 else {
        start += 1
        continue
      }
      let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
      if end - start > max(1, best?.count ?? 0) { best = start..<end }
      start = end
    }
    return best
  }
}

extension IPAddress {
  /// The address as an SMTP address literal, `[192.0.2.1]` or `[IPv6:2001:db8::1]`
  /// (RFC 5321 §4.1.3).
  public var literal: String { isV4 ? "[\(self)]" : "[IPv6:\(self)]" }
}
