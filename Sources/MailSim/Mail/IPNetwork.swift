/// A block of addresses that share their first bits, such as `192.0.2.0/24` (CIDR, RFC 4632).
public struct IPNetwork: Hashable, Sendable {
  /// The first address of the block.
  public let base: IPAddress
  /// How many leading bits all addresses share, out of 128; an IPv4 `/24` is 120.
  let sharedBits: Int

  init(base: IPAddress, sharedBits: Int) {
    self.base = IPAddress(bits: base.bits & Self.mask(sharedBits))
    self.sharedBits = sharedBits
  }

  /// The block of one address.
  public init(_ address: IPAddress) {
    self.init(base: address, sharedBits: 128)
  }

  /// The prefix length as written: out of 32 for IPv4, out of 128 for IPv6.
  public var prefixLength: Int { isV4 ? sharedBits - 96 : sharedBits }

  public var isV4: Bool { base.isV4 && sharedBits >= 96 }

  public var last: IPAddress { IPAddress(bits: base.bits | ~Self.mask(sharedBits)) }

  public func contains(_ address: IPAddress) -> Bool {
    address.bits & Self.mask(sharedBits) == base.bits
  }

  public func overlaps(_ other: IPNetwork) -> Bool {
    contains(other.base) || other.contains(base)
  }

  /// The address `offset` places after the first; nil when that is outside the block.
  public func address(at offset: UInt64) -> IPAddress? {
    let (bits, overflow) = base.bits.addingReportingOverflow(UInt128(offset))
    let address = IPAddress(bits: bits)
    return !overflow && contains(address) ? address : nil
  }

  private static func mask(_ sharedBits: Int) -> UInt128 {
    sharedBits == 0 ? 0 : ~0 << UInt128(128 - sharedBits)
  }
}

extension IPNetwork: LosslessStringConvertible {
  /// Reads `192.0.2.0/24`, `2001:db8::/32`, or an address alone as the block of one.
  ///
  /// A block whose base has bits beyond its prefix (`192.0.2.9/24`) is refused:
  /// it is more often a slip than a wish.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first.flatMap({ IPAddress($0) }) else { return nil }
    guard parts.count == 2 else {
      self.init(address)
      return
    }
    let width = address.isV4 && !parts[0].utf8.contains(UInt8(ascii: ":")) ? 32 : 128
    guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let length = Int(parts[1]),
      (0...width).contains(length)
    else { return nil }
    self.init(base: address, sharedBits: length + 128 - width)
    if base != address { return nil }
  }

  public init?(_ description: String) {
    self.init(description[...])
  }

  /// The block a text with bits beyond its prefix lies in: `192.0.2.0/24` for `192.0.2.9/24`.
  public init?(roundingDown text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(parts[0]), let length = Int(parts[1]),
      (0...(address.isV4 ? 32 : 128)).contains(length)
    else { return nil }
    self.init(base: address, sharedBits: length + (address.isV4 ? 96 : 0))
  }

  public var description: String { "\(base)/\(prefixLength)" }
}
