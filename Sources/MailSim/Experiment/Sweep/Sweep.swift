/// A sweep being played: variant after variant, the replications of each on all cores.
///
///     let sweep = try Sweep(plan, of: document)
///     let results = try sweep.run(finished: [])
public struct Sweep {
  public let plan: SweepPlan
  public let document: ScenarioDocument
  public var threads: Int?
  public var cancellation = Cancellation()
  public let variants: [SweepPlan.Variant]

  /// Where a sweep stands.
  public struct Progress: Hashable, Sendable {
    public var variant: Int
    public var variants: Int
    public var replication: Int
    public var replications: Int

    /// How much of all is done, from 0 to 1; variants that end early make it jump.
    public var share: Double {
      (Double(variant) + Double(replication) / Double(max(1, replications)))
        / Double(max(1, variants))
    }
  }

  /// Reads every variant once, so that a value that cannot be is told before hours of work.
  ///
  /// - Throws: `SweepError`.
  public init(_ plan: SweepPlan, of document: ScenarioDocument) throws(SweepError) {
    self.plan = plan
    self.document = document
    try Self.check(plan)
    variants = plan.variants
    var known: Set<String> = []
    for variant in variants {
      let scenario = try scenario(of: variant)
      if known.isEmpty { known = Set(Measure.all(for: scenario).map(\.name)) }
    }
    for name in plan.watched where !known.contains(name) {
      let similar = Similarity.nearest(to: name, in: known.sorted())
        .map { "; there is a similar one: `\($0)`" }
      throw SweepError(
        variant: "",
        words: "no measure is called `\(name)`\(similar ?? ""); measures: "
          + known.sorted().joined(separator: ", "))
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
  }

  func scenario(of variant: SweepPlan.Variant) throws(SweepError) -> Scenario {
    do {
      var scenario = try document.scenario(with: plan.edits(for: variant))
      scenario.seed = plan.seed
      return scenario
    } catch {
      throw SweepError(variant: plan.words(for: variant), words: "\(error)")
    }
  }

  /// Plays what is not finished yet.
  ///
  /// - Parameters:
  ///   - finished: results of an earlier, interrupted run of the same plan, in order.
  ///   - progress: told after each replication.
  ///   - keep: told of each finished variant.
  /// - Returns: all results; fewer than there are variants when it was cancelled. The variant that
  ///   was under way then is played again from its beginning.
  public func run(
    finished: [SweepResult] = [], progress: (Progress) -> Void = { _ in },
    keep: (SweepResult) throws -> Void = { _ in }
  ) throws -> [SweepResult] {
    var results = finished
    for row in variants.indices.dropFirst(finished.count) {
      guard let result = try play(row, progress: progress) else { break }
      results.append(result)
      try keep(result)
    }
    return results
  }

  /// One variant; nil when it was cancelled.
  private func play(_ row: Int, progress: (Progress) -> Void) throws(SweepError) -> SweepResult? {
    let scenario = try scenario(of: variants[row])
    let simulation = Simulation(scenario)
    let measures = Measure.all(for: scenario)
    var tallies = [RatioTally](repeating: RatioTally(), count: measures.count)
    let watched = measures.indices.filter { plan.watched.contains(measures[$0].name) }
    var isEnough = false
    var alone = [Estimate?](repeating: nil, count: measures.count)
    let replications = Replications(
      0..<plan.replications, threads: threads, cancellation: cancellation)
    let played = replications.run {
      simulation.measure(replication: $0)
    } consume: { number, run in
      for (row, measure) in measures.enumerated() {
        let (part, whole) = measure.read(run)
        tallies[row].add(part, of: whole)
        if plan.replications == 1 { alone[row] = measure.estimate(within: run) }
      }
      progress(
        Progress(
          variant: row, variants: variants.count, replication: number + 1,
          replications: plan.replications))
      isEnough = isPrecise(number + 1, watched.map { (measures[$0], tallies[$0]) })
      return !isEnough
    }
    guard isEnough || played == plan.replications else { return nil }
    return SweepResult(
      variant: row, settings: plan.settings(of: variants[row]), replications: played,
      seed: plan.seed, measures: measures, tallies: tallies, alone: alone)
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

extension SweepPlan {
  func settings(of variant: Variant) -> [SweepResult.Setting] {
    zip(factors, variant).map { factor, level in
      SweepResult.Setting(
        key: factor.key, value: level.words, number: level.number, isTime: level.isTime)
    }
  }
}

/// What is wrong with a variant.
public struct SweepError: Error, CustomStringConvertible {
  public var variant: String
  public var words: String
  public var description: String { variant.isEmpty ? words : "with \(variant):\n\(words)" }
}
