/// Logarithm and exponential from arithmetic alone.
///
/// The C library's may differ in the last bit from one machine to the next, and one bit is enough
/// to make two runs part. These use only operations that IEEE 754 rounds exactly one way.
enum PortableMath {
  private static let ln2High = 6.93147180369123816490e-01
  private static let ln2Low = 1.90821492927058770002e-10

  /// The natural logarithm of a positive number, to about one unit in the last place.
  ///
  /// x = m·2^e with m near 1, and ln m = 2 artanh((m−1)/(m+1)), whose series converges fast.
  static func log(_ x: Double) -> Double {
    guard x >= .leastNormalMagnitude, x < .infinity else { return special(x) }
    // x = m·2^e with m from √½ to √2, taken apart by its bits: getters of Double are calls, and a
    // branch here would be guessed wrong every other time.
    let above = Int64(bitPattern: x.bitPattern) &- 0x3fe6_a09e_667f_3bcd
    let exponent = Double(above >> 52)
    let m = Double(bitPattern: x.bitPattern &- UInt64(bitPattern: above & ~0x000f_ffff_ffff_ffff))
    let s = (m - 1) / (m + 1)
    // The series in the square of s, written out by halves (Estrin's scheme), so that a processor
    // works on several terms at once; its coefficients are constants.
    let z = s * s
    let z2 = z * z
    let z4 = z2 * z2
    let low = (1.0 / 3 + z * (1.0 / 5)) + z2 * (1.0 / 7 + z * (1.0 / 9))
    let middle = (1.0 / 11 + z * (1.0 / 13)) + z2 * (1.0 / 15 + z * (1.0 / 17))
    let high = (1.0 / 19 + z * (1.0 / 21)) + z2 * (1.0 / 23)
    let sum = z * (low + z4 * (middle + z4 * high))
    return exponent * ln2High + (2 * s + (2 * s * sum + exponent * ln2Low))
  }

  private static func special(_ x: Double) -> Double {
    if x == 0 { return -.infinity }
    guard x > 0 else { return .nan }
    // Too small for a normal number: 2^54 times as much is one.
    return x == .infinity ? x : log(x * 0x1p54) - 54 * (ln2High + ln2Low)
  }

  /// e to the power of x: 2^k · e^r with |r| at most half of ln 2, by the exponential series.
  static func exp(_ x: Double) -> Double {
    if x > 709 { return .infinity }
    if x < -745 { return 0 }
    let k = (x / (ln2High + ln2Low)).rounded()
    let r = (x - k * ln2High) - k * ln2Low
    var sum = 1.0
    for n in stride(from: 18, through: 1, by: -1) { sum = 1 + r * sum / Double(n) }
    return sum * Double(sign: .plus, exponent: Int(k), significand: 1)
  }
}
