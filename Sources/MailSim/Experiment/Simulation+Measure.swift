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

  /// The same, with the number of events the engine handled: what the run cost, not what it says.
  public func measureWithCost(
    replication: Int = 0, until: Instant? = nil
  ) -> (measures: Measures, events: Int) {
    var world = world(
      replication: replication, end: min(end, until ?? .distantFuture), sink: Meter(scenario))
    world.run()
    return (world.mail.sink.finish(at: world.now), world.eventCount)
  }
}
