extension Simulation {
  /// Plays one replication and counts while it goes on: no trace is kept, so a run may be as long
  /// as one likes.
  ///
  /// Replication k of a seed is the same run alone or among a thousand.
  ///
  /// - Parameters:
  ///   - replication: 0 is the scenario itself.
  ///   - until: stop there instead of at the scenario's own end.
  public func measure(replication: Int = 0, until: Instant? = nil) -> Measures {
    measureWithCost(replication: replication, until: until).measures
  }

  /// The same, as far as the limits let it.
  ///
  /// - Throws: `RunLimitExceeded` when it would go past one of them.
  public func measure(
    within limits: RunLimits, replication: Int = 0
  ) throws(RunLimitExceeded) -> Measures {
    try measureWithCost(within: limits, replication: replication, until: nil).measures
  }

  /// The same, with the number of events the engine handled: what the run cost, not what it says.
  public func measureWithCost(
    replication: Int = 0, until: Instant? = nil
  ) -> (measures: Measures, events: Int) {
    unbounded { limits throws(RunLimitExceeded) in
      try measureWithCost(within: limits, replication: replication, until: until)
    }
  }

  private func measureWithCost(
    within limits: RunLimits, replication: Int, until: Instant?
  ) throws(RunLimitExceeded) -> (measures: Measures, events: Int) {
    let end = min(end, until ?? .distantFuture)
    try check(limits, until: end, keepsTrace: false)
    var world = world(replication: replication, end: end, sink: Meter(scenario))
    try world.run(within: limits)
    return (world.mail.sink.finish(at: world.now), world.eventCount)
  }
}
