/// What was counted in some consecutive replications of one variant: the unit of work of a sweep,
/// a line of a shard's file, and what merging adds up.
///
/// It names its variant by the values of the settings, never by a number, so that variants can be
/// added to a sweep later.
public struct SweepBlock: Hashable, Codable, Sendable {
  /// The varied settings, by their keys.
  public var settings: [String: String]
  /// Which block of its variant, from 0.
  public var block: Int
  /// How many replications were played; fewer than the plan's where precision was reached.
  public var replications: Int
  /// By the names of the measures; those with nothing to divide by are left out.
  public var tallies: [String: RatioTally]
  /// What the batches within the run say, where the sweep plays one run of each variant.
  public var alone: [String: Estimate]?
  /// The watched measures of each replication, in order, where the plan keeps them.
  public var runs: [String: [Run]]?

  /// What one replication adds to a measure.
  public struct Run: Hashable, Codable, Sendable {
    public var part: Double
    public var whole: Double

    init(part: Double, whole: Double) {
      self.part = part
      self.whole = whole
    }

    public init(from decoder: any Decoder) throws {
      var numbers = try decoder.unkeyedContainer()
      part = try numbers.decode(Double.self)
      whole = try numbers.decode(Double.self)
    }

    public func encode(to encoder: any Encoder) throws {
      var numbers = encoder.unkeyedContainer()
      try numbers.encode(part)
      try numbers.encode(whole)
    }
  }
}

/// A part of a sweep's work that is done apart: every `count`-th block, beginning with `index`.
public struct SweepShard: Hashable, Sendable, CustomStringConvertible {
  public let index: Int
  public let count: Int

  /// The whole work in one.
  public static let whole = SweepShard(uncheckedIndex: 0, of: 1)

  private init(uncheckedIndex index: Int, of count: Int) {
    self.index = index
    self.count = count
  }

  /// - Returns: nil unless 0 ≤ index < count ≤ 100,000.
  public init?(_ index: Int, of count: Int) {
    guard count > 0, count <= 100_000, index >= 0, index < count else { return nil }
    self.init(uncheckedIndex: index, of: count)
  }

  /// Reads `I/N`.
  public init?(_ text: String) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let index = numbers[0], let count = numbers[1] else { return nil }
    self.init(index, of: count)
  }

  public var description: String { "\(index)/\(count)" }

  func holds(_ unit: Int) -> Bool { unit % count == index }
}
