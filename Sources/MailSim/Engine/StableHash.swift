/// A hash that is the same on every machine and in every run, unlike Swift's `Hasher`.
///
/// FNV-1a over the octets (Fowler, Noll, Vo), then a finalizer that spreads every bit. It tells
/// texts apart and seeds streams; it keeps no secrets.
public enum StableHash {
  public static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return mixed(hash)
  }

  public static func of(_ text: String) -> UInt64 { of(text.utf8) }

  /// 16 hexadecimal digits.
  public static func fingerprint(of text: String) -> String {
    let digits = String(of(text), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
  static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
