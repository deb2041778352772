/// A number found by simulation, and how far it can be trusted.
public struct Estimate: Hashable, Codable, Sendable {
  public var value: Double
  /// The confidence interval.
  public var low: Double
  public var high: Double
  /// What it rests on: messages of a share, replications or batches of a mean.
  public var count: Int
  /// How often such intervals hold the true value.
  public var confidence: Double

  public init(value: Double, low: Double, high: Double, count: Int, confidence: Double = 0.95) {
    self.value = value
    self.low = low
    self.high = high
    self.count = count
    self.confidence = confidence
  }

  /// Half of the interval's width.
  public var reach: Double { (high - low) / 2 }

  /// Whether the interval is no wider than ± `share` of the value. An estimate of zero is precise
  /// when the interval reaches no farther than `share` itself.
  public func isPrecise(within share: Double) -> Bool {
    reach <= share * (value == 0 ? 1 : abs(value))
  }

  // MARK: How it is made

  /// A share, with the interval of Wilson (1927): unlike the schoolbook's it stays within 0 and 1
  /// and is honest for shares near them.
  ///
  /// - Parameter designEffect: how many times more the share varies than independent trials
  ///   would; the interval is that of so many times fewer trials.
  public static func share(
    _ hits: Int, of trials: Int, designEffect: Double = 1, confidence: Double = 0.95
  ) -> Estimate? {
    guard trials > 0 else { return nil }
    let p = Double(hits) / Double(trials)
    let n = Double(trials) / max(1, designEffect)
    let z = Normal.quantile(0.5 + confidence / 2)
    let scale = 1 + z * z / n
    let centre = (p + z * z / (2 * n)) / scale
    let reach = z / scale * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    // At the ends rounding could leave the share itself outside.
    return Estimate(
      value: p, low: min(p, max(0, centre - reach)), high: max(p, min(1, centre + reach)),
      count: trials, confidence: confidence)
  }

  /// A mean of independent numbers, with Student's interval; nil for fewer than two.
  public static func mean(_ tally: Tally, confidence: Double = 0.95) -> Estimate? {
    guard tally.count > 1 else { return nil }
    return mean(
      tally.mean, standardError: tally.standardError, count: tally.count, confidence: confidence)
  }

  /// A mean whose standard error is known from `count` independent numbers, at least two.
  static func mean(
    _ value: Double, standardError: Double, count: Int, confidence: Double
  ) -> Estimate {
    let reach =
      standardError * Student.quantile(0.5 + confidence / 2, freedom: Double(count - 1))
    return Estimate(
      value: value, low: value - reach, high: value + reach, count: count, confidence: confidence)
  }
}
