import Testing

@testable import MailSim

/// A run stops at the event that a limit names, and is not begun where its file states too much.
@Suite struct RunLimitTests {
  private static func world() -> SmallWorld {
    var world = SmallWorld()
    world.mail(at: .start, to: "bob@example.org")
    return world
  }

  @Test func theLastEventAllowedIsTheLastPlayed() throws {
    let simulation = Simulation(Self.world().scenario)
    let events = simulation.measureWithCost().events
    let whole = simulation.run()
    #expect(try simulation.run(within: RunLimits(events: events, octets: .max)) == whole)
    let error = #expect(throws: RunLimitExceeded.self) {
      try simulation.run(within: RunLimits(events: events - 1, octets: .max))
    }
    guard case .reached(let moment, let handled, _)? = error?.stage else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(handled == events - 1 && error?.isMemory == false)
    #expect(moment < simulation.end && error?.end == simulation.end)
  }

  @Test func aRunThatFillsMemoryStops() throws {
    let simulation = Simulation(try Self.busy("1s"))
    let error = #expect(throws: RunLimitExceeded.self) {
      try simulation.run(within: RunLimits(events: .max, octets: 10 << 20))
    }
    #expect(error?.isMemory == true)
    guard case .reached(_, _, let octets)? = error?.stage else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect((10 << 20)..<(30 << 20) ~= octets)
    // Without a trace the same run is small.
    _ = try simulation.measure(within: RunLimits(events: .max, octets: 10 << 20))
  }

  @Test func whatAFileStatesIsToldWithItsLineBeforeItIsPlayed() throws {
    let error = #expect(throws: RunLimitExceeded.self) {
      try Simulation(try Self.busy("1ns")).run(within: .ordinary)
    }
    let words = try #require(error).description
    #expect(words.hasPrefix("not played: it states at least about 54,000,000,000,"), "\(words)")
    #expect(
      words.hasSuffix(
        """
        ; that is beyond its limit of 1,000,000,000 events
          x.yaml:14:56: traffic x: a message every 0.000000001 s, 3,600,000,000,000 times
          help: an earlier end, a longer interval, or --limit-events
        """), "\(words)")
  }

  /// The estimate is no more than what happens, and not much less.
  @Test(arguments: [
    "traffic: {x: {from: alice, to: bob@example.net, every: 20s}}",
    "traffic: {x: {from: alice, to: alice@cs.ait.ac.th, every: {poisson: 20s}}}",
    "traffic: {x: {from: [alice, bob], to: bob@example.net, every: 5s, limit: 90}}",
    """
    traffic: {x: {from: alice, to: alice@cs.ait.ac.th, every: 1m}}
    attacks: {y: {kind: directory-harvest, by: laptop, target: mail, every: 1s}}
    """,
  ])
  func theEstimateIsALowerBound(happens: String) throws {
    let scenario = try ScenarioReader.read(Self.text(happens), file: "x.yaml")
    let simulation = Simulation(scenario)
    let events = simulation.measureWithCost().events
    let trace = simulation.run()
    let loads = scenario.loads(until: simulation.end)
    let stated = loads.reduce(0) { $0 + $1.events }
    let octets = loads.reduce(0) { $0 + $1.octets }
    let records = Double(trace.records.count * MemoryLayout<Trace.Record>.stride)
    #expect(stated <= 1.1 * Double(events) && stated >= Double(events) / 20, "\(stated) \(events)")
    #expect(octets <= 1.1 * records && octets >= records / 20, "\(octets) \(records)")
  }

  @Test func aSweepAndAScorecardAreBoundedToo() throws {
    let document = try ScenarioDocument(Self.text(Self.traffic("1s")), file: "x.yaml")
    var sweep = try Sweep(
      SweepPlan(
        factors: [try SweepFactor("sites.csim.latency=1ms,2ms")], replications: 2),
      of: document)
    sweep.limits = RunLimits(events: 2_000, octets: .max)
    #expect(throws: SweepError.self) { try sweep.run() }
    #expect(throws: RunLimitExceeded.self) {
      try Scorecard(Self.busy("1s"), replications: 2, within: sweep.limits)
    }
  }

  // MARK: Scenarios

  private static func busy(_ every: String) throws -> Scenario {
    try ScenarioReader.read(text(traffic(every)), file: "x.yaml")
  }

  private static func traffic(_ every: String) -> String {
    "traffic: {x: {from: alice, to: bob@example.net, every: \(every)}}"
  }

  private static func text(_ happens: String) -> String {
    """
    mailsim: 1
    title: t
    sites:
      csim: {title: CSIM, ours: yes, networks: 192.0.2.0/24}
      net: {title: N, networks: 198.51.100.0/28}
    servers:
      mail: {title: M, host: mail.cs.ait.ac.th, site: csim, domains: cs.ait.ac.th, policy: csim}
      mx: {title: X, host: mx.example.net, site: net, domains: example.net}
    people:
      alice: {title: Alice, site: csim, mailbox: alice@cs.ait.ac.th}
      bob: {title: Bob, site: net, mailbox: bob@example.net, read: {every: 1m}}
    machines: {laptop: {title: L, site: net}}
    run: 1h
    \(happens)

    """
  }
}
