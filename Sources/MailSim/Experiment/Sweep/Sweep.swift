/// A sweep being played: block after block, the replications of each on all cores.
///
///     let sweep = try Sweep(plan, of: document)
///     let results = try sweep.run().results
public struct Sweep {
  public let plan: SweepPlan
  public let document: ScenarioDocument
  public var threads: Int?
  /// How far each run may go.
  public var limits = RunLimits.none
  /// Stops at once: the block at hand is lost.
  public var cancellation = Cancellation()
  /// Stops when the block at hand is done.
  public var ending = Cancellation()
  public let variants: [SweepPlan.Variant]
  /// What is measured of every variant.
  public let measures: [Measure]
  /// The row of each variant, by its values.
  let rowOf: [[String: String]: Int]
  /// The variant each is compared with, where the plan compares.
  private let bases: [Int]

  /// What is played at one go, kept as one line, and handed to one shard.
  public struct Unit: Hashable, Sendable {
    public var variant: Int
    public var block: Int
  }

  /// Where a sweep stands.
  public struct Progress: Hashable, Sendable {
    public var variant: Int
    public var variants: Int
    /// Played of the variant, and what it has at most.
    public var replication: Int
    public var replications: Int
    /// Played of the block at hand, and what it has at most.
    public var inBlock: Int
    public var block: Int

    /// How much of all is done, from 0 to 1; variants that end early make it jump.
    public var share: Double {
      (Double(variant) + Double(replication) / Double(max(1, replications)))
        / Double(max(1, variants))
    }
  }

  /// Reads every value of every setting once, so that one that cannot be is told before hours of
  /// work; what several values do together is found when it is their turn.
  ///
  /// - Throws: `SweepError`.
  public init(_ plan: SweepPlan, of document: ScenarioDocument) throws(SweepError) {
    self.plan = plan
    self.document = document
    try Self.check(plan)
    variants = plan.variants
    rowOf = Dictionary(
      variants.enumerated().map { (plan.names(of: $1), $0) },
      uniquingKeysWith: { first, _ in first })
    bases = try Self.bases(plan, variants, rowOf)
    var first: Scenario?
    var known: Set<SweepPlan.Setting> = []
    for variant in variants {
      let levels = zip(plan.factors, variant).map {
        SweepPlan.Setting(key: $0.key, value: $1.words)
      }
      guard first == nil || !known.isSuperset(of: levels) else { continue }
      known.formUnion(levels)
      let scenario = try Self.scenario(of: variant, plan, document)
      first = first ?? scenario
    }
    measures = first.map { Measure.all(for: $0) } ?? []
    let names = measures.map(\.name).sorted()
    for name in plan.watched where !names.contains(name) {
      let similar = Similarity.nearest(to: name, in: names)
        .map { "; there is a similar one: `\($0)`" }
      throw SweepError(
        variant: "",
        words: "no measure is called `\(name)`\(similar ?? ""); measures: "
          + names.joined(separator: ", "))
    }
  }

  private static let mostVariants = 100_000

  private static func check(_ plan: SweepPlan) throws(SweepError) {
    for (row, factor) in plan.factors.enumerated()
    where plan.factors[..<row].contains(where: { $0.key == factor.key }) {
      throw SweepError(
        variant: "", words: "`\(factor.key)` is varied twice; write all its values together")
    }
    let count =
      switch plan.design {
      case .factorial: plan.factors.reduce(1.0) { $0 * Double($1.levels.count) }
      case .latin(let points): Double(points)
      }
    guard count <= Double(mostVariants) else {
      throw SweepError(
        variant: "",
        words: "these are more than \(mostVariants) variants; --design latin --points N plays N of "
          + "them")
    }
    guard count * Double(plan.blocks) <= Double(mostBlocks) else {
      throw SweepError(
        variant: "",
        words: "these are more than \(mostBlocks) blocks; make them larger with --block")
    }
  }

  /// A folder of them would be read for an hour.
  private static let mostBlocks = 10_000_000

  private static func bases(
    _ plan: SweepPlan, _ variants: [SweepPlan.Variant], _ rowOf: [[String: String]: Int]
  ) throws(SweepError) -> [Int] {
    guard !plan.against.isEmpty else { return [] }
    for setting in plan.against {
      guard let factor = plan.factors.first(where: { $0.key == setting.key }) else {
        throw SweepError(
          variant: "",
          words:
            "--against \(setting): this setting is not varied; varied are "
            + plan.factors.map(\.key).joined(separator: ", "))
      }
      guard factor.levels.contains(where: { $0.words == setting.value }) else {
        throw SweepError(
          variant: "",
          words: "--against \(setting): no variant has this value; there are "
            + factor.levels.map(\.words).joined(separator: ", "))
      }
    }
    let changes = Dictionary(
      plan.against.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    var bases: [Int] = []
    for variant in variants {
      let base = plan.names(of: variant).merging(changes) { $1 }
      guard let row = rowOf[base] else {
        throw SweepError(
          variant: plan.words(for: variant),
          words: "--against needs the same variant with "
            + plan.against.map(\.description).joined(separator: " ")
            + ", which this design leaves out")
      }
      bases.append(row)
    }
    return bases
  }

  /// The variant that another is compared with; nil where the plan does not compare.
  func base(of variant: Int) -> Int? { bases.isEmpty ? nil : bases[variant] }

  private static func scenario(
    of variant: SweepPlan.Variant, _ plan: SweepPlan, _ document: ScenarioDocument
  ) throws(SweepError) -> Scenario {
    do {
      var scenario = try document.scenario(with: plan.edits(for: variant))
      scenario.seed = plan.seed
      return scenario
    } catch {
      throw SweepError(variant: plan.words(for: variant), words: "\(error)")
    }
  }

  // MARK: Playing

  /// All there is to play, in order.
  public var units: some RandomAccessCollection<Unit> {
    let blocks = plan.blocks
    return (0..<variants.count * blocks).lazy.map {
      Unit(variant: $0 / blocks, block: $0 % blocks)
    }
  }

  /// Nothing counted yet.
  public var noTallies: SweepTallies { SweepTallies(self) }

  /// Plays what is not known yet.
  ///
  /// - Parameters:
  ///   - known: blocks of an earlier run, or of other shards.
  ///   - shard: the part of all units to play.
  ///   - progress: told after each replication.
  ///   - keep: told of each finished block.
  /// - Returns: everything known at the end; not all of it when it was asked to stop.
  /// - Throws: `SweepError` when a run goes past a limit, and what `keep` throws.
  public func run(
    known: SweepTallies? = nil, shard: SweepShard = .whole,
    progress: (Progress) -> Void = { _ in }, keep: (SweepBlock) throws -> Void = { _ in }
  ) throws -> SweepTallies {
    var tallies = known ?? noTallies
    var scenario: (variant: Int, simulation: Simulation)?
    for (number, unit) in units.enumerated() where shard.holds(number) && !tallies.holds(unit) {
      guard !ending.isCancelled else { break }
      if scenario?.variant != unit.variant {
        let checked = try Self.scenario(of: variants[unit.variant], plan, document)
        scenario = (unit.variant, Simulation(checked))
      }
      guard let simulation = scenario?.simulation,
        let block = try play(unit, simulation, progress: progress)
      else { break }
      try keep(block)
      try tallies.add(block)
    }
    return tallies
  }

  /// Plays one replication of the first variant: what the others will take, more or less.
  public func playPilot() throws {
    guard let first = variants.first else { return }
    let simulation = Simulation(try Self.scenario(of: first, plan, document))
    do {
      _ = try simulation.measure(within: limits)
    } catch {
      throw SweepError(variant: plan.words(for: first), words: "\(error)", isBeyondLimit: true)
    }
  }

  /// One block; nil when it was cancelled.
  private func play(
    _ unit: Unit, _ simulation: Simulation, progress: (Progress) -> Void
  ) throws -> SweepBlock? {
    let range = plan.replications(inBlock: unit.block)
    var tallies = [RatioTally](repeating: RatioTally(), count: measures.count)
    let watched = measures.indices.filter { plan.watched.contains(measures[$0].name) }
    var alone: [String: Estimate] = [:]
    var runs: [String: [SweepBlock.Run]] = [:]
    var isEnough = false
    let replications = Replications(range, threads: threads, cancellation: cancellation)
    let limits = limits
    var excess: RunLimitExceeded?
    let played = replications.run { number in
      Result { () throws(RunLimitExceeded) in
        try simulation.measure(within: limits, replication: number)
      }
    } consume: { number, result in
      let run: Measures
      switch result {
      case .success(let measures): run = measures
      case .failure(let error):
        excess = error
        return false
      }
      for (row, measure) in measures.enumerated() {
        let (part, whole) = measure.read(run)
        tallies[row].add(part, of: whole)
        if plan.replications == 1 { alone[measure.name] = measure.estimate(within: run) }
      }
      if plan.keepsRuns {
        for row in watched {
          let (part, whole) = measures[row].read(run)
          runs[measures[row].name, default: []].append(.init(part: part, whole: whole))
        }
      }
      progress(
        Progress(
          variant: unit.variant, variants: variants.count, replication: number + 1,
          replications: plan.replications, inBlock: number + 1 - range.lowerBound,
          block: range.count))
      isEnough = isPrecise(number + 1, watched.map { (measures[$0], tallies[$0]) })
      return !isEnough
    }
    if let excess {
      throw SweepError(
        variant: plan.words(for: variants[unit.variant]), words: "\(excess)", isBeyondLimit: true)
    }
    guard isEnough || played == range.count else { return nil }
    return SweepBlock(
      settings: plan.names(of: variants[unit.variant]), block: unit.block, replications: played,
      tallies: Dictionary(
        zip(measures.map(\.name), tallies).filter { $1.runs > 0 }, uniquingKeysWith: { $1 }),
      alone: alone.isEmpty ? nil : alone, runs: plan.keepsRuns ? runs : nil)
  }

  /// Looked at every ten replications from the thirtieth on. A measure of which there was nothing
  /// has no interval and asks for no more.
  private func isPrecise(_ played: Int, _ watched: [(Measure, RatioTally)]) -> Bool {
    guard let precision = plan.precision, played >= 30, played % 10 == 0 else { return false }
    return watched.allSatisfy { measure, tally in
      measure.estimate(tally)?.isPrecise(within: precision) ?? true
    }
  }
}

/// What is wrong with a variant.
public struct SweepError: Error, CustomStringConvertible {
  public var variant: String
  public var words: String
  /// A run of it goes past a limit.
  public var isBeyondLimit = false
  public var description: String { variant.isEmpty ? words : "with \(variant):\n\(words)" }
}
