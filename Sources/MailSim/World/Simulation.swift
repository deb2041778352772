/// A scenario, ready to be played.
///
///     let trace = Simulation(scenario).run()
///     for hop in trace.hops() { print(hop.protection) }
///
/// The same scenario and seed give the same trace, on any machine, whatever else runs.
public struct Simulation: Sendable {
  public let scenario: Scenario

  public init(_ scenario: Scenario) {
    self.scenario = scenario
  }

  /// Plays the scenario and says what happened.
  ///
  /// - Parameters:
  ///   - replication: which of the independent repetitions of the experiment; 0 is the scenario itself.
  ///   - until: stop there instead of at the scenario's own end.
  ///   - progress: told now and then which share of the simulated time is over, from 0 to 1.
  public func run(
    replication: Int = 0, until: Instant? = nil, progress: ((Double) -> Void)? = nil
  ) -> Trace {
    unbounded { limits throws(RunLimitExceeded) in
      try run(within: limits, replication: replication, until: until, progress: progress)
    }
  }

  /// Plays the scenario as far as the limits let it.
  ///
  /// - Throws: `RunLimitExceeded` when it would go past one of them, before it begins where what the
  ///   scenario states is too much already. There is no trace of half a run.
  public func run(
    within limits: RunLimits, replication: Int = 0, until: Instant? = nil,
    progress: ((Double) -> Void)? = nil
  ) throws(RunLimitExceeded) -> Trace {
    let end = min(end, until ?? .distantFuture)
    try check(limits, until: end, keepsTrace: true)
    var world = world(replication: replication, end: end)
    try world.run(within: limits, progress: progress)
    return world.finishedTrace()
  }

  /// Without limits nothing stops a run.
  func unbounded<Result: ~Copyable>(
    _ play: (RunLimits) throws(RunLimitExceeded) -> Result
  ) -> Result {
    do {
      return try play(.none)
    } catch {
      preconditionFailure("a run without limits stopped at one: \(error)")
    }
  }

  /// The parties before anything happens: enough for a picture of the scene.
  public var scene: Trace {
    var world = world(replication: 0, end: .start)
    return world.finishedTrace()
  }

  private func world(replication: Int, end: Instant) -> World<TraceRecorder> {
    var world = world(
      replication: replication, end: end, sink: TraceRecorder(header: header, cast: Cast(scenario)))
    for id in world.people.ids { world.castPerson(id) }
    return world
  }

  /// The world of a replication, before anything happens.
  func world<Sink: TraceSink>(replication: Int, end: Instant, sink: Sink) -> World<Sink> {
    World(
      scenario, streams: RandomStreams(seed: scenario.seed).replication(replication), end: end,
      sink: sink)
  }

  /// The last moment that is played.
  public var end: Instant { scenario.end }

  private var header: Trace.Header {
    Trace.Header(
      version: MailSimVersion.version, title: scenario.title, file: scenario.file,
      fingerprint: scenario.fingerprint, seed: scenario.seed,
      startSeconds: scenario.startSeconds)
  }
}

extension World<TraceRecorder> {
  /// Puts a person into the cast, whose mailbox has a number only now.
  fileprivate mutating func castPerson(_ id: PersonID) {
    let person = people[id].settings
    let mailbox = person.mailbox.map { mail.book.id(of: $0) }
    mail.sink.cast(
      Cast.Person(
        name: person.name, title: person.title, machine: people[id].machine, mailbox: mailbox,
        home: person.home.map { HostID(index: $0.index) }))
  }

  fileprivate mutating func finishedTrace() -> Trace {
    mail.sink.complete(mailboxes: mail.book.mailboxes, domains: mail.book.domains)
  }
}
