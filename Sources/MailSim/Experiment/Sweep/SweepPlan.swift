/// What a sweep plays: which settings in which combinations, and how often each.
public struct SweepPlan: Hashable, Sendable {
  public enum Design: Hashable, Sendable {
    /// Every combination.
    case factorial
    /// So many points, each level of each factor equally often (McKay, Beckman, Conover 1979).
    case latin(points: Int)
  }

  public var factors: [SweepFactor]
  public var design: Design
  /// Of each variant, at most.
  public var replications: Int
  /// Where all variants start: with the same seed every party draws the same numbers in each of
  /// them, so that a difference between two variants is not an accident of their draws.
  public var seed: UInt64
  /// A variant ends early when the intervals of the watched measures reach no farther than this
  /// share of the value; nil: never.
  public var precision: Double?
  /// Names of the measures that precision is asked of, and that tables show.
  public var watched: [String]
  /// So many replications are counted, kept and handed to a shard as one. With a precision the
  /// whole variant is, or the answer would hang on the number of shards.
  public var blockSize = 25
  /// Variants are compared with the one that has these values, and otherwise its own.
  public var against: [Setting] = []
  /// Whether the watched measures of every replication are kept.
  public var keepsReplications = false

  /// One value of one setting, as they are written.
  public struct Setting: Hashable, Codable, Sendable, CustomStringConvertible {
    public var key: String
    public var value: String

    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }

    public var description: String { "\(key)=\(value)" }
  }

  public init(
    factors: [SweepFactor], design: Design = .factorial, replications: Int = 100, seed: UInt64 = 1,
    precision: Double? = nil, watched: [String] = ["refused", "delivered", "encrypted", "delay"]
  ) {
    self.factors = factors
    self.design = design
    self.replications = replications
    self.seed = seed
    self.precision = precision
    self.watched = watched
  }

  /// One combination of levels, in the order of the factors.
  public typealias Variant = [SweepFactor.Level]

  /// All combinations to play: the last factor changes fastest.
  public var variants: [Variant] {
    switch design {
    case .factorial:
      factors.reduce([[]]) { variants, factor in
        variants.flatMap { variant in factor.levels.map { variant + [$0] } }
      }
    case .latin(let points): latin(points)
    }
  }

  private func latin(_ points: Int) -> [Variant] {
    let columns = factors.map { factor in
      var stream = RandomStreams(seed: seed).stream(for: "Latin hypercube, \(factor.key)")
      return (0..<points).map { factor.levels[$0 * factor.levels.count / points] }
        .shuffled(using: &stream)
    }
    return (0..<points).map { point in columns.map { $0[point] } }
  }

  /// Blocks of each variant.
  public var blocks: Int {
    precision == nil ? (replications + blockSize - 1) / blockSize : 1
  }

  /// The replications of a block; with a precision, at most.
  func replications(inBlock block: Int) -> Range<Int> {
    guard precision == nil else { return 0..<replications }
    return block * blockSize..<min(replications, (block + 1) * blockSize)
  }

  /// Whether blocks hold each replication apart: a difference is one of pairs.
  var keepsRuns: Bool { keepsReplications || !against.isEmpty }

  /// A variant's values by their keys: what tells it from others, in whatever plan it stands.
  func names(of variant: Variant) -> [String: String] {
    Dictionary(zip(factors, variant).map { ($0.key, $1.words) }, uniquingKeysWith: { $1 })
  }

  func settings(of variant: Variant) -> [SweepResult.Setting] {
    zip(factors, variant).map { factor, level in
      SweepResult.Setting(
        key: factor.key, value: level.words, number: level.number, isTime: level.isTime)
    }
  }

  /// The edits that make a variant of a document.
  public func edits(for variant: Variant) -> [ScenarioEdit] {
    zip(factors, variant).map { ScenarioEdit($0.key, $1.value) }
  }

  public func words(for variant: Variant) -> String {
    zip(factors, variant).map { "\(Setting(key: $0.key, value: $1.words))" }
      .joined(separator: " ")
  }
}
