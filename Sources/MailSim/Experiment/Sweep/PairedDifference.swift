/// How a variant differs from another that drew the same random numbers.
///
/// Replication k of both is the same day with one thing changed, so that what the day brings by
/// chance cancels in the difference (common random numbers; Law, Simulation Modeling and Analysis,
/// 5th ed., section 11.2).
public struct PairedDifference: Hashable, Codable, Sendable {
  /// Variant minus base, with Student's interval over the pairs.
  public var estimate: Estimate
  /// How many replications of each variant independent runs would have needed for an interval as
  /// narrow; nil where the pairs all differ alike, or so nearly that no number would be enough.
  public var independentReplications: Int?

  /// - Parameters:
  ///   - variant: part and whole of each replication.
  ///   - base: the same of the base, in the same order.
  /// - Returns: nil for fewer than two pairs, or where one of both has nothing to divide by.
  init?(of variant: [SweepBlock.Run], from base: [SweepBlock.Run], confidence: Double = 0.95) {
    let pairs = min(variant.count, base.count)
    guard pairs > 1, let mine = Residuals(variant.prefix(pairs)),
      let theirs = Residuals(base.prefix(pairs))
    else { return nil }
    // What is left of numbers that agree is rounding, neither a difference nor spread.
    let rounding = 1e-12 * max(abs(mine.ratio), abs(theirs.ratio))
    func withoutRounding(_ value: Double) -> Double { abs(value) < rounding ? 0 : value }
    let apart = Tally(zip(mine.values, theirs.values).map { withoutRounding($0 - $1) })
    estimate = Estimate.mean(
      withoutRounding(mine.ratio - theirs.ratio), standardError: apart.standardError, count: pairs,
      confidence: confidence)
    let independent = Tally(mine.values).variance + Tally(theirs.values).variance
    independentReplications = Int(
      exactly: (Double(pairs) * independent / apart.variance).rounded(.up))
  }

  /// The ratio of two sums, and how far each replication strays from it, to first order (Cochran
  /// 1977, chapter 6).
  private struct Residuals {
    let ratio: Double
    let values: [Double]

    init?(_ runs: some Collection<SweepBlock.Run>) {
      let whole = runs.reduce(0) { $0 + $1.whole }
      guard whole > 0 else { return nil }
      let ratio = runs.reduce(0) { $0 + $1.part } / whole
      let mean = whole / Double(runs.count)
      self.ratio = ratio
      values = runs.map { ($0.part - ratio * $0.whole) / mean }
    }
  }
}
