extension Scenario {
  /// Something a scenario lets happen again and again, and how much work that is.
  public struct Load: Hashable, Sendable {
    /// What it is, such as "traffic day: a message every 1ns".
    public let words: String
    /// Where its interval is stated; nil in a scenario built in code.
    public let position: SourcePosition?
    /// How often it happens: messages, checks, tries.
    public let occasions: Double
    /// Events of the engine and records of a trace that each of them is at least.
    fileprivate let leastEvents: Double
    fileprivate let leastRecords: Double

    /// Events of the engine, about, and rather too few.
    public var events: Double { occasions * leastEvents }
    /// Octets of its records in a trace, about, and rather too few.
    public var octets: Double {
      occasions * leastRecords * Double(MemoryLayout<Trace.Record>.stride)
    }
  }

  /// What the scenario states to happen again and again until then, the heaviest first.
  ///
  /// A message refused at once costs as much as is told here, one that waits in queues and is
  /// relayed several times as much. What is stated once is not in it, nor what has no interval,
  /// such as an attacker that tries as fast as it is answered.
  public func loads(until end: Instant) -> [Load] {
    let all =
      traffic.map { load(of: $0, until: end) }
      + people.compactMap { load(of: $0, until: end) }
      + attacks.compactMap { load(of: $0, until: end) }
    return all.filter { $0.occasions > 0 }.sorted { $0.events > $1.events }
  }

  private func load(of traffic: Traffic, until end: Instant) -> Load {
    let each = Self.count(
      from: traffic.from, until: min(end, traffic.until ?? .distantFuture),
      every: traffic.interval, limit: traffic.limit)
    return Load(
      words: "traffic \(traffic.name): a message every \(traffic.interval.mean.spoken)",
      position: traffic.position,
      occasions: each * Double(traffic.people.count) * traffic.active, leastEvents: 15,
      leastRecords: 20)
  }

  private func load(of person: Person, until end: Instant) -> Load? {
    guard case .every(let polling) = person.retrieval.habit else { return nil }
    return Load(
      words: "\(person.name): a check for mail every \(polling.interval.mean.spoken)",
      position: polling.position,
      occasions: Self.count(
        from: polling.first ?? .start, until: min(end, polling.until ?? .distantFuture),
        every: polling.interval, limit: nil), leastEvents: 4, leastRecords: 3)
  }

  /// Tries are no lower bound: an attacker may have what it wants after a few.
  private func load(of attack: Attack, until end: Instant) -> Load? {
    guard let interval = attack.interval else { return nil }
    return Load(
      words: "attack \(attack.name): a try every \(interval.mean.spoken)",
      position: attack.position,
      occasions: Self.count(
        from: attack.from, until: min(end, attack.until ?? .distantFuture), every: interval,
        limit: attack.limit), leastEvents: 0, leastRecords: 0)
  }

  private static func count(
    from start: Instant, until end: Instant, every interval: Distribution, limit: Int?
  ) -> Double {
    let span = Double(end.nanoseconds) - Double(start.nanoseconds)
    let times = max(0, span) / Double(max(1, interval.mean.nanoseconds))
    return min(times, limit.map { Double($0) } ?? .infinity)
  }
}

extension Simulation {
  /// Holds what the scenario states against limits before it is played.
  ///
  /// - Parameter keepsTrace: whether all that happens is kept; a run that only counts fills no
  ///   memory with it.
  func check(
    _ limits: RunLimits, until end: Instant, keepsTrace: Bool
  ) throws(RunLimitExceeded) {
    guard limits != .none else { return }
    let loads = scenario.loads(until: end)
    let events = loads.reduce(0) { $0 + $1.events }
    let octets = keepsTrace ? loads.reduce(0) { $0 + $1.octets } : 0
    guard events > Double(limits.events) || octets > Double(limits.octets) else { return }
    throw RunLimitExceeded(
      limits: limits, stage: .stated(events: events, octets: octets), end: end,
      heaviest: loads.first)
  }
}
