/// How well a scenario resists its attacks, over many runs: for each attack what it achieves, which
/// rule let it, and what would stop it; and what honest mail pays for it.
public struct Scorecard: Sendable {
  public private(set) var replications = 0
  public private(set) var attacks: [Row]
  /// Shares of honest mail: refused, delayed, lost.
  public private(set) var honest: [Cost]
  public let title: String
  private var delays = RatioTally()
  /// The delays of the last run, in batches.
  private var batches: BatchMeans?

  /// One attack.
  public struct Row: Sendable {
    public let name: String
    public let kind: AttackKind
    fileprivate var successes = 0
    fileprivate var counts: [Tally] = Array(repeating: Tally(), count: Column.allCases.count)
    fileprivate var times = Tally()
    fileprivate var holes: [String: Int] = [:]
    fileprivate var runs = 0

    /// The share of runs in which the attacker gets what it wants.
    public var success: Estimate? { Estimate.share(successes, of: runs) }
    /// Seconds from its beginning to that moment, in the runs in which it comes.
    public var time: Estimate? { Estimate.mean(times) }
    /// How many of something in a run.
    public func count(_ column: Column) -> Estimate? { Estimate.mean(tally(column)) }
    /// The same without an interval.
    public func mean(_ column: Column) -> Double { tally(column).mean }

    /// Codes of the reasons for which servers took its mail, the most frequent first.
    public var reasons: [String] {
      holes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    /// What would stop it.
    public var defences: [Defence] { kind.entry.stoppedBy }

    private func tally(_ column: Column) -> Tally {
      counts[Column.allCases.firstIndex(of: column) ?? 0]
    }
  }

  /// What is counted of an attack.
  public enum Column: String, Sendable, CaseIterable {
    case attempted, relayed, delivered, read

    fileprivate func value(_ measures: AttackMeasures) -> Double {
      switch self {
      case .attempted: Double(measures.attempted)
      case .relayed: Double(measures.relayed)
      case .delivered: Double(measures.delivered)
      case .read: Double(measures.read)
      }
    }
  }

  /// A share of honest mail.
  public struct Cost: Sendable {
    public let name: String
    fileprivate let part: @Sendable (MailMeasures) -> Int
    fileprivate var tally = RatioTally()

    public var share: Estimate? { tally.share() }
  }

  /// Seconds from writing to the mailbox, honest mail: between runs, or within the only one.
  public var delay: Estimate? {
    replications > 1 ? delays.mean() : batches?.estimate()
  }

  public init(_ scenario: Scenario) {
    title = scenario.title
    attacks = scenario.attacks.map { Row(name: $0.name, kind: $0.kind) }
    honest = [
      Cost(name: "refused") { $0.refused }, Cost(name: "delayed") { $0.delayed },
      Cost(name: "lost") { $0.lost + $0.bounced },
    ]
  }

  /// Plays a scenario so many times on all cores.
  ///
  /// - Parameter isolated: plays each attack in runs of its own, so that none makes the work of
  ///   another easier or harder.
  /// - Throws: `RunLimitExceeded` when a run goes past a limit.
  public init(
    _ scenario: Scenario, replications: Int, isolated: Bool = false, threads: Int? = nil,
    within limits: RunLimits = .none, cancellation: Cancellation = Cancellation(),
    progress: (Int) -> Void = { _ in }
  ) throws(RunLimitExceeded) {
    self.init(scenario)
    let simulations =
      isolated
      ? scenario.attacks.map { Simulation(scenario.with(only: $0)) } : [Simulation(scenario)]
    var excess: RunLimitExceeded?
    Replications(0..<replications, threads: threads, cancellation: cancellation).run { number in
      Result { () throws(RunLimitExceeded) in
        try simulations.map { (simulation) throws(RunLimitExceeded) in
          try simulation.measure(within: limits, replication: number)
        }
      }
    } consume: { number, result in
      switch result {
      case .success(let measures): add(measures)
      case .failure(let error):
        excess = error
        return false
      }
      progress(number + 1)
      return true
    }
    if let excess { throw excess }
  }

  /// Adds one run.
  public mutating func add(_ measures: Measures) { add([measures]) }

  /// Adds one run of everything, played in parts: their attacks stand one after the other.
  mutating func add(_ parts: [Measures]) {
    replications += 1
    for (row, attack) in parts.flatMap(\.attacks).enumerated() {
      attacks[row].runs += 1
      if attack.succeeded { attacks[row].successes += 1 }
      if let time = attack.timeToSuccess { attacks[row].times.add(time) }
      for (column, kind) in Column.allCases.enumerated() {
        attacks[row].counts[column].add(kind.value(attack))
      }
      attacks[row].holes.merge(attack.holes, uniquingKeysWith: +)
    }
    let times = parts.map(\.honest.delay)
    delays.add(
      times.reduce(0) { $0 + $1.tally.sum }, of: Double(times.reduce(0) { $0 + $1.tally.count }))
    batches = parts.count == 1 ? times[0].batches : nil
    for row in honest.indices {
      honest[row].tally.add(
        Double(parts.reduce(0) { $0 + honest[row].part($1.honest) }),
        of: Double(parts.reduce(0) { $0 + $1.honest.written }))
    }
  }

  /// Attacks that succeed in more than this share of the runs.
  public func failures(above share: Double) -> [Row] {
    attacks.filter { ($0.success?.value ?? 0) > share }
  }
}

extension Scenario {
  /// The same with one of its attacks alone; what was expected of the others falls away.
  fileprivate func with(only attack: Attack) -> Scenario {
    var scenario = self
    scenario.attacks = [attack]
    scenario.attackExpectations = []
    return scenario
  }
}
