import Testing

@testable import MailSim

@Suite struct ReportAuditTests {
  @Test func aRealRunIsSound() {
    #expect(Audit(ReportWorld.trace).text == "")
  }

  @Test func aForwardingCircleIsSound() {
    var world = SmallWorld()
    world.scenario.servers[SmallWorld.csim].forwards = [("ring", [Mailbox("ring@example.org")!])]
    world.scenario.servers[SmallWorld.far].forwards = [("ring", [Mailbox("ring@cs.ait.ac.th")!])]
    for row in world.scenario.servers.indices { world.scenario.servers[row].limits.hops = 25 }
    world.mail(at: .start, from: SmallWorld.bob, to: "ring@cs.ait.ac.th")
    #expect(Audit(world.run()).text == "")
  }

  @Test func busyWorldsWithOutagesAreSound() {
    for seed in UInt64(1)...5 {
      var world = SmallWorld()
      world.scenario.seed = seed
      world.scenario.servers[SmallWorld.far].outages = [(.after(.minutes(30)), .after(.hours(2)))]
      world.scenario.servers[SmallWorld.csim].queue.lifetime = .hours(1)
      world.scenario.servers[SmallWorld.csim].queue.warnAfter = .minutes(10)
      world.scenario.people[0].retrieval.habit = .every(
        Scenario.Polling(interval: .exponential(mean: .minutes(10))))
      world.scenario.duration = .hours(4)
      world.scenario.traffic = [
        Scenario.Traffic(
          name: "mail", people: [SmallWorld.alice, SmallWorld.bob],
          recipients: [
            Mailbox("alice@cs.ait.ac.th")!, Mailbox("bob@example.org")!,
            Mailbox("x@nowhere.example")!,
          ], interval: .exponential(mean: .minutes(2)))
      ]
      #expect(Audit(world.run()).text == "")
    }
  }

  /// Each spoils one thing of a sound trace; the audit must name it.
  @Test(arguments: [
    "it happened before", "comes later", "it was settled before", "nobody answers for",
    "null reverse-path", "came in the clear", "without a login", "would show a Received line",
    "is thrown away",
  ])
  func aSpoiltTraceIsFound(_ words: String) {
    var trace = ReportWorld.trace
    Self.spoil(&trace, so: words)
    #expect(Audit(trace).text.contains(words))
  }

  private static func spoil(_ trace: inout Trace, so words: String) {
    func row(_ matches: (TraceEvent) -> Bool) -> Int {
      trace.records.firstIndex { matches($0.event) }!
    }
    switch words {
    case "it happened before": trace.records[5].at = .start
    case "comes later": trace.records[5].cause = RecordID(9)
    case "it was settled before":
      let delivered = row { if case .delivered = $0 { true } else { false } }
      trace.records.append(
        Trace.Record(
          at: trace.records.last!.at, cause: nil, event: trace.records[delivered].event))
    case "nobody answers for", "is thrown away":
      trace.records.remove(at: row { if case .relayed = $0 { true } else { false } })
    case "null reverse-path":
      trace.messages[3].reversePath = nil
    case "came in the clear":
      trace.records.removeAll { if case .tlsEstablished = $0.event { true } else { false } }
    case "without a login":
      trace.records.removeAll { if case .loginSucceeded = $0.event { true } else { false } }
    case "would show a Received line":
      trace.records.remove(at: row { if case .accepted = $0 { true } else { false } })
    default: break
    }
  }
}
