/// The standard normal law.
public enum Normal {
  /// P(Z ≤ x), by the series of Marsaglia (2004), whose terms are all of one sign.
  public static func probability(below x: Double) -> Double {
    if x < -8 { return 0 }
    if x > 8 { return 1 }
    var sum = x
    var term = x
    var odd = 3.0
    while sum + term * x * x / odd != sum {
      term *= x * x / odd
      sum += term
      odd += 2
    }
    return 0.5 + sum * density(x)
  }

  /// The x below which a share `p` of the law lies, 0 < p < 1.
  public static func quantile(_ p: Double) -> Double {
    precondition(p > 0 && p < 1, "a quantile is asked of a probability between 0 and 1")
    return Bisection.root(from: -8, to: 8) { probability(below: $0) - p }
  }

  static func density(_ x: Double) -> Double {
    PortableMath.exp(-x * x / 2) * 0.398_942_280_401_432_7
  }
}

/// Student's law (1908): how far the mean of few numbers strays, in units of its standard error.
public enum Student {
  /// The x below which a share `p` lies, 0 < p < 1, with `freedom` degrees of freedom, at least 1.
  public static func quantile(_ p: Double, freedom: Double) -> Double {
    precondition(p > 0 && p < 1, "a quantile is asked of a probability between 0 and 1")
    precondition(freedom >= 1, "one number alone has no spread")
    // Beyond, the two laws agree in six digits.
    if freedom > 1e6 { return Normal.quantile(p) }
    if p < 0.5 { return -quantile(1 - p, freedom: freedom) }
    if p == 0.5 { return 0 }
    var far = 2.0
    while probability(below: far, freedom: freedom) < p { far *= 2 }
    return Bisection.root(from: 0, to: far) { probability(below: $0, freedom: freedom) - p }
  }

  /// P(T ≤ x).
  public static func probability(below x: Double, freedom: Double) -> Double {
    let tail = Beta.regularised(freedom / (freedom + x * x), freedom / 2, 0.5) / 2
    return x < 0 ? tail : 1 - tail
  }
}

/// The incomplete beta function, which Student's law is made of.
enum Beta {
  /// I_x(a, b), 0 ≤ x ≤ 1, by the continued fraction that converges on this side of the mean.
  static func regularised(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - regularised(1 - x, b, a) }
    let front = PortableMath.exp(
      Gamma.logarithm(a + b) - Gamma.logarithm(a) - Gamma.logarithm(b)
        + a * PortableMath.log(x) + b * PortableMath.log(1 - x))
    return front / a * fraction(x, a, b)
  }

  /// Lentz's way from the front: numerator and denominator kept as ratios.
  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func safe(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / safe(1 - (a + b) * x / (a + 1))
    var value = d
    for step in 1...300 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / safe(1 + even * d)
      c = safe(1 + even / c)
      value *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / safe(1 + odd * d)
      c = safe(1 + odd / c)
      value *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return value
  }
}

enum Gamma {
  /// ln Γ(x) for x > 0: Stirling's series, after the argument was moved to where it is exact.
  static func logarithm(_ x: Double) -> Double {
    var x = x
    var moved = 1.0
    var correction = 0.0
    while x < 15 {
      moved *= x
      x += 1
      if moved > 1e200 {
        correction += PortableMath.log(moved)
        moved = 1
      }
    }
    correction += PortableMath.log(moved)
    let square = x * x
    let series = (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - 1 / 1680.0 / square) / square) / square) / x
    return (x - 0.5) * PortableMath.log(x) - x + 0.918_938_533_204_672_7 + series - correction
  }
}

enum Bisection {
  /// Where a rising function changes its sign, to the last bit.
  static func root(from low: Double, to high: Double, of rising: (Double) -> Double) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      if middle == low || middle == high { break }
      if rising(middle) < 0 { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }
}
