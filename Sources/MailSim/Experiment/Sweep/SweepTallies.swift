/// Blocks of a sweep, added up: in the order of the blocks, in whatever order they come.
///
/// Sums of floating-point numbers hang on the order in which they are added. One process, two
/// threads, four shards and a sweep that was interrupted therefore come to the same octets only
/// because each adds whole blocks, by their numbers.
public struct SweepTallies {
  /// One variant's, as far as its blocks are there.
  private struct Row: Sendable {
    var tallies: [RatioTally]
    var alone: [Estimate?]
    /// Of the watched measures, where they are kept.
    var runs: [String: [SweepBlock.Run]] = [:]
    var replications = 0
    /// The number of the next block to add, and those that came before their turn.
    var next = 0
    var early: [Int: SweepBlock] = [:]
    /// What tells each added block from another of its number.
    var digests: [UInt64] = []
  }

  private let sweep: Sweep
  private let places: [String: Int]
  private var rows: [Row]

  /// Nothing counted yet.
  init(_ sweep: Sweep) {
    self.sweep = sweep
    places = Dictionary(
      sweep.measures.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let empty = Row(
      tallies: Array(repeating: RatioTally(), count: sweep.measures.count),
      alone: Array(repeating: nil, count: sweep.measures.count))
    rows = Array(repeating: empty, count: sweep.variants.count)
  }

  /// Adds a block. One that belongs to no variant of the plan, or holds another number of
  /// replications than the plan wants of it, or not all that is to be kept of each, is left out:
  /// the plan has changed since.
  ///
  /// - Throws: `SweepMergeError` for a block that was counted twice with different results.
  public mutating func add(_ block: SweepBlock) throws(SweepMergeError) {
    guard let row = sweep.rowOf[block.settings], isWanted(block) else { return }
    let other =
      block.block < rows[row].next
      ? rows[row].digests[block.block] : rows[row].early[block.block].map(Self.digest)
    if let other {
      guard other == Self.digest(block) else { throw differing(block) }
      return
    }
    rows[row].early[block.block] = block
    while let next = rows[row].early.removeValue(forKey: rows[row].next) { count(next, in: row) }
  }

  private func differing(_ block: SweepBlock) -> SweepMergeError {
    let words = block.settings.sorted { $0.key < $1.key }
      .map { "\(SweepPlan.Setting(key: $0, value: $1))" }
    return SweepMergeError(
      description: "block \(block.block) of \(words.joined(separator: " ")) is there twice, and "
        + "differs")
  }

  private func isWanted(_ block: SweepBlock) -> Bool {
    let plan = sweep.plan
    guard (0..<plan.blocks).contains(block.block) else { return false }
    let wanted = plan.replications(inBlock: block.block).count
    guard plan.precision == nil ? block.replications == wanted : 1...wanted ~= block.replications
    else { return false }
    // A measure that was not kept then would be paired with other replications.
    return !plan.keepsRuns
      || plan.watched.allSatisfy { block.runs?[$0]?.count == block.replications }
  }

  private mutating func count(_ block: SweepBlock, in row: Int) {
    for (name, tally) in block.tallies {
      if let place = places[name] { rows[row].tallies[place].merge(tally) }
    }
    for (name, estimate) in block.alone ?? [:] {
      if let place = places[name] { rows[row].alone[place] = estimate }
    }
    for (name, runs) in block.runs ?? [:] where sweep.plan.watched.contains(name) {
      rows[row].runs[name, default: []] += runs
    }
    rows[row].replications += block.replications
    rows[row].digests.append(Self.digest(block))
    rows[row].next += 1
  }

  private static func digest(_ block: SweepBlock) -> UInt64 {
    block.tallies.reduce(UInt64(block.replications)) { sum, entry in
      sum &+ StableHash.mixed(StableHash.of(entry.key) ^ entry.value.digest)
    }
  }

  // MARK: What there is

  /// Whether a unit of work is done.
  func holds(_ unit: Sweep.Unit) -> Bool {
    unit.block < rows[unit.variant].next || rows[unit.variant].early[unit.block] != nil
  }

  /// The units of work nobody has done, in order.
  public var missing: [Sweep.Unit] { sweep.units.filter { !holds($0) } }

  /// Results of the variants that are complete, in order.
  public var results: [SweepResult] {
    sweep.variants.indices.compactMap { result($0) }
  }

  /// nil while a block of the variant is missing.
  func result(_ variant: Int) -> SweepResult? {
    let row = rows[variant]
    guard row.next == sweep.plan.blocks else { return nil }
    return SweepResult(
      variant: variant, settings: sweep.plan.settings(of: sweep.variants[variant]),
      replications: row.replications, seed: sweep.plan.seed, measures: sweep.measures,
      tallies: row.tallies, alone: row.alone, differences: differences(variant))
  }

  private func differences(_ variant: Int) -> [String: PairedDifference] {
    guard let base = sweep.base(of: variant), base != variant,
      rows[base].next == sweep.plan.blocks
    else { return [:] }
    var differences: [String: PairedDifference] = [:]
    for (name, runs) in rows[variant].runs {
      differences[name] = rows[base].runs[name].flatMap { PairedDifference(of: runs, from: $0) }
    }
    return differences
  }

  /// The watched measures of every replication that is kept, variant by variant.
  public func forEachRun(
    _ visit: (_ variant: Int, _ replication: Int, _ measure: String, SweepBlock.Run) throws -> Void
  ) rethrows {
    for (variant, row) in rows.enumerated() {
      for name in sweep.plan.watched {
        for (number, run) in (row.runs[name] ?? []).enumerated() {
          try visit(variant, number, name, run)
        }
      }
    }
  }
}

/// Two shards do not agree about what they both played.
public struct SweepMergeError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
}
