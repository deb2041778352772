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
    guard x.isNormal, x > 0 else { return special(x) }
    // The parts of a normal number by its bits: the getters of Double are calls.
    let bits = x.bitPattern
    return log(
      exponent: Int(truncatingIfNeeded: bits >> 52) - 1023,
      significand: Double(bitPattern: bits & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000))
  }

  private static func special(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return x == 0 ? -.infinity : .nan }
    return log(exponent: Int(x.exponent), significand: x.significand)
  }

  private static func log(exponent e: Int, significand: Double) -> Double {
    var exponent = Double(e)
    var m = significand
    if m > 1.4142135623730951 {
      m /= 2
      exponent += 1
    }
    let s = (m - 1) / (m + 1)
    let square = s * s
    // The series written out: its coefficients are constants, and nothing is divided.
    var sum = square * (1.0 / 23)
    sum = square * (1.0 / 21 + sum)
    sum = square * (1.0 / 19 + sum)
    sum = square * (1.0 / 17 + sum)
    sum = square * (1.0 / 15 + sum)
    sum = square * (1.0 / 13 + sum)
    sum = square * (1.0 / 11 + sum)
    sum = square * (1.0 / 9 + sum)
    sum = square * (1.0 / 7 + sum)
    sum = square * (1.0 / 5 + sum)
    sum = square * (1.0 / 3 + sum)
    return exponent * ln2High + (2 * s + (2 * s * sum + exponent * ln2Low))
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
