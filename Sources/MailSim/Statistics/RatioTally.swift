/// A ratio of two sums over replications: refused of written, seconds of delay of messages.
///
/// What happens within one run hangs together: messages in one roaming window are refused or taken
/// together. The spread is therefore taken between the runs (Cochran 1977, chapter 6), never
/// between the messages of one.
public struct RatioTally: Hashable, Codable, Sendable {
  /// Replications in which there was anything to divide by.
  public private(set) var runs = 0
  public private(set) var numerator = 0.0
  public private(set) var denominator = 0.0
  private var squares = 0.0
  private var products = 0.0
  private var weights = 0.0

  public init() {}

  /// Adds one run; a run with nothing to divide by says nothing.
  public mutating func add(_ part: Double, of whole: Double) {
    guard whole > 0 else { return }
    runs += 1
    numerator += part
    denominator += whole
    squares += part * part
    products += part * whole
    weights += whole * whole
  }

  /// Adds what was counted apart. Sums are rounded, so that blocks are merged in their order
  /// wherever they were played.
  public mutating func merge(_ other: RatioTally) {
    runs += other.runs
    numerator += other.numerator
    denominator += other.denominator
    squares += other.squares
    products += other.products
    weights += other.weights
  }

  /// What tells it from another, by every bit of its sums.
  var digest: UInt64 {
    [numerator, denominator, squares, products, weights].reduce(UInt64(runs)) {
      StableHash.mixed($0 ^ $1.bitPattern)
    }
  }

  /// nil while there was nothing.
  public var value: Double? { denominator > 0 ? numerator / denominator : nil }

  /// The standard error of the ratio; nil for fewer than two runs.
  public var standardError: Double? {
    guard runs > 1, let value else { return nil }
    let n = Double(runs)
    var spread = squares - 2 * value * products + value * value * weights
    // What is left of numbers that agree is rounding, not spread.
    if spread < 1e-13 * squares { spread = 0 }
    return (n / (n - 1) * spread).squareRoot() / denominator
  }

  /// The ratio as a mean, with Student's interval between runs; nil for fewer than two.
  public func mean(confidence: Double = 0.95) -> Estimate? {
    guard let value, let standardError else { return nil }
    return Estimate.mean(
      value, standardError: standardError, count: runs, confidence: confidence)
  }

  /// The ratio as a share, with Wilson's interval at the number of independent trials that would
  /// vary as much as the runs do. One run alone can only be taken for independent trials.
  public func share(confidence: Double = 0.95) -> Estimate? {
    guard let value, let hits = Int(exactly: numerator.rounded(.towardZero)),
      let trials = Int(exactly: denominator.rounded(.towardZero))
    else { return nil }
    return Estimate.share(
      hits, of: trials, designEffect: designEffect(value), confidence: confidence)
  }

  private func designEffect(_ share: Double) -> Double {
    let independent = share * (1 - share) / denominator
    guard let standardError, independent > 0 else { return 1 }
    return max(1, standardError * standardError / independent)
  }
}

/// As a list of six numbers: a sweep writes some fifty of them for every block.
extension RatioTally {
  /// - Throws: `DecodingError`, also for a number of runs that nobody has played.
  public init(from decoder: any Decoder) throws {
    var numbers = try decoder.unkeyedContainer()
    runs = try numbers.decode(Int.self)
    guard 0...Self.mostRuns ~= runs else {
      throw DecodingError.dataCorruptedError(
        in: numbers, debugDescription: "no number of runs: \(runs)")
    }
    numerator = try numbers.decode(Double.self)
    denominator = try numbers.decode(Double.self)
    squares = try numbers.decode(Double.self)
    products = try numbers.decode(Double.self)
    weights = try numbers.decode(Double.self)
  }

  /// So many from a file can be added up a billion times.
  private static let mostRuns = 1_000_000_000

  public func encode(to encoder: any Encoder) throws {
    var numbers = encoder.unkeyedContainer()
    try numbers.encode(runs)
    for number in [numerator, denominator, squares, products, weights] {
      try numbers.encode(number)
    }
  }
}
