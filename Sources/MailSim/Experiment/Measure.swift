/// A number a run can be judged by, with a name: what sweeps collect and plots draw.
public struct Measure: Sendable {
  public enum Kind: String, Hashable, Codable, Sendable {
    /// Of all, from 0 to 1.
    case share
    /// Seconds, on the average.
    case seconds
    /// How many in a run, or at a time.
    case number
  }

  public let name: String
  public let kind: Kind
  public let meaning: String
  private let reading: @Sendable (Measures) -> (part: Double, whole: Double)
  private let batches: (@Sendable (Measures) -> BatchMeans)?

  init(
    _ name: String, _ kind: Kind, _ meaning: String,
    batches: (@Sendable (Measures) -> BatchMeans)? = nil,
    _ reading: @escaping @Sendable (Measures) -> (part: Double, whole: Double)
  ) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
    self.batches = batches
    self.reading = reading
  }

  /// What one run adds: a share is `part` of `whole`.
  public func read(_ measures: Measures) -> (part: Double, whole: Double) { reading(measures) }

  /// What runs together say, with an interval; nil when there was nothing to measure.
  public func estimate(_ tally: RatioTally, confidence: Double = 0.95) -> Estimate? {
    switch kind {
    case .share: tally.share(confidence: confidence)
    case .seconds, .number: tally.mean(confidence: confidence)
    }
  }

  /// What a run says by itself, from the means of its batches; nil where none are kept, or too few.
  public func estimate(within run: Measures) -> Estimate? { batches?(run).estimate() }

  /// An estimate in words: shares in per cent, times in seconds.
  public func words(_ estimate: Estimate) -> String {
    switch kind {
    case .share: estimate.percent
    case .seconds: estimate.words + " s"
    case .number: estimate.words
    }
  }

  /// All measures of a scenario: those of any run, and those of its attacks.
  public static func all(for scenario: Scenario) -> [Measure] {
    let attacks = scenario.attacks.indices.flatMap { row in
      attackMeasures(row, scenario.attacks[row])
    }
    return shares + times + loads + counts + attacks
  }
}
