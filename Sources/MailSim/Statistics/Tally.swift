/// Count, mean and spread of a stream of numbers, in constant memory.
///
/// Welford's recurrence (1962): no large sums of squares whose difference would lose digits.
/// Two tallies merge by the formula of Chan, Golub and LeVeque (1979). Rounding depends on the
/// order of merging, so results are merged in the order of the replications.
public struct Tally: Hashable, Codable, Sendable {
  public private(set) var count = 0
  /// 0 while nothing was counted.
  public private(set) var mean = 0.0
  public private(set) var least = Double.infinity
  public private(set) var greatest = -Double.infinity
  private var squares = 0.0

  public init() {}

  public init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  public mutating func add(_ value: Double) {
    count += 1
    let before = value - mean
    mean += before / Double(count)
    squares += before * (value - mean)
    least = min(least, value)
    greatest = max(greatest, value)
  }

  public mutating func merge(_ other: Tally) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let (own, theirs) = (Double(count), Double(other.count))
    let apart = other.mean - mean
    count += other.count
    mean += apart * theirs / (own + theirs)
    squares += other.squares + apart * apart * own * theirs / (own + theirs)
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
  }

  public var sum: Double { mean * Double(count) }

  /// The unbiased variance; 0 for fewer than two numbers.
  public var variance: Double { count > 1 ? squares / Double(count - 1) : 0 }
  public var deviation: Double { variance.squareRoot() }
  /// The standard error of the mean, for independent numbers.
  public var standardError: Double {
    count > 0 ? (variance / Double(count)).squareRoot() : .infinity
  }

  // Infinity has no place in JSON: the bounds of an empty tally are left out.
  private enum CodingKeys: String, CodingKey { case count, mean, squares, least, greatest }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    count = try fields.decode(Int.self, forKey: .count)
    mean = try fields.decode(Double.self, forKey: .mean)
    squares = try fields.decode(Double.self, forKey: .squares)
    least = try fields.decodeIfPresent(Double.self, forKey: .least) ?? .infinity
    greatest = try fields.decodeIfPresent(Double.self, forKey: .greatest) ?? -.infinity
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(count, forKey: .count)
    try fields.encode(mean, forKey: .mean)
    try fields.encode(squares, forKey: .squares)
    guard count > 0 else { return }
    try fields.encode(least, forKey: .least)
    try fields.encode(greatest, forKey: .greatest)
  }
}
