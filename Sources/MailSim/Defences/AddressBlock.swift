/// The addresses that are judged together: the leading bits of one.
enum AddressBlock {
  /// The first address of the block an address lies in.
  ///
  /// - Parameter width: leading bits that count for IPv4; IPv6 always counts by 64, the least a
  ///   site is given.
  static func of(_ address: IPAddress, width: Int) -> IPAddress {
    let bits = address.isV4 ? 96 + width : 64
    guard bits < 128 else { return address }
    return IPAddress(bits: address.bits & ~(UInt128.max >> UInt128(bits)))
  }
}
