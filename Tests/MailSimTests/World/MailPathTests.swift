import Testing

@testable import MailSim

/// Whole runs of a small world: the page's sentences, each where its edge is.
@Suite struct MailPathTests {
  @Test func mailFromOutsideReachesItsReader() {
    var world = SmallWorld()
    world.mail(at: .start, from: SmallWorld.bob, to: "alice@cs.ait.ac.th")
    world.login(at: .after(.minutes(1)))
    let trace = world.run()
    #expect(trace.fates.map(\.outcome) == [.delivered])
    #expect(trace.hops().map(\.kind) == [.submission, .relay, .retrieval])
    #expect(trace.hops().map(\.protection) == [.plaintext, .encrypted, .plaintext])
    #expect(trace.rests().count == 3)
    #expect(trace.rests().allSatisfy { $0.until != nil && $0.protection == .plaintext })
  }

  @Test(arguments: [
    (Delay.minutes(15) - .nanoseconds(1), RelayVerdict.accept), (.minutes(15), .refuse),
  ])
  func theRoamingWindowEndsAtItsEnd(_ age: Delay, _ expected: RelayVerdict) throws {
    // Without latency a moment of the scenario is the moment of the decision.
    func still(_ world: inout SmallWorld) {
      for row in world.scenario.sites.indices {
        world.scenario.sites[row].uplink.latency = .fixed(.zero)
      }
    }
    var world = SmallWorld()
    still(&world)
    world.login(at: .start)
    world.mail(at: .after(age), to: "dave@example.org")
    let decision = try #require(world.run().decisions.first)
    #expect(decision.verdict == expected)
    #expect(decision.reason == (expected == .accept ? .window : .windowExpired))
  }

  @Test func aWindowThatEndsBetweenMailAndRcptCounts() throws {
    var world = SmallWorld()
    world.login(at: .start)
    let opened = try #require(
      world.run().first { if case .windowOpened = $0 { true } else { false } })
    // RCPT arrives 4.5 round trips after the first packet, MAIL one round trip earlier.
    let rcpt = Delay.milliseconds(90)
    world.mail(at: opened + .minutes(15) - rcpt, to: "dave@example.org")
    #expect(world.run().decisions.map(\.reason) == [.windowExpired])
    world.scenario.steps[1].at = opened + .minutes(15) - rcpt - .nanoseconds(1)
    #expect(world.run().decisions.map(\.reason) == [.window, .insideRecipient])
  }

  @Test func aWrongPasswordOpensNothing() {
    var world = SmallWorld()
    world.login(at: .start, right: false)
    world.mail(at: .after(.minutes(1)), to: "dave@example.org")
    let trace = world.run()
    #expect(trace.decisions.map(\.reason) == [.bothOutside])
    #expect(trace.decisions.map(\.reply.codes) == ["550 5.7.1"])
    #expect(trace.all { if case .windowOpened = $0 { true } else { false } }.isEmpty)
  }

  @Test func aSessionHeldOpenRenewsNothing() {
    var world = SmallWorld()
    world.scenario.people[0].retrieval.service = .imaps
    world.scenario.people[0].retrieval.idles = true
    world.login(at: .start)
    // It arrives during IDLE and is fetched at once: reading more mail is no new login.
    world.mail(at: .after(.minutes(10)), from: SmallWorld.bob, to: "alice@cs.ait.ac.th")
    world.mail(at: .after(.minutes(20)), to: "dave@example.org")
    let trace = world.run()
    #expect(trace.hops().contains { $0.kind == .retrieval && $0.at > .after(.minutes(10)) })
    #expect(trace.all { if case .windowOpened = $0 { true } else { false } }.count == 1)
    #expect(trace.decisions.last?.reason == .windowExpired)
  }

  @Test func typedCommandsOutOfOrderAreRefused() {
    var world = SmallWorld()
    world.type(
      "MAIL FROM:<a@example.org>", "EHLO x.example", "RCPT TO:<b@example.org>",
      "MAIL FROM:<a@example.org>", "MAIL FROM:<a@example.org>", "RCPT TO:<b@example.net>",
      "RCPT TO:<carol@cs.ait.ac.th>", "DATA", "Subject: hi", "", "Hello", ".", "QUIT")
    let trace = world.run()
    #expect(
      trace.smtpReplies == [
        "220", "503 5.5.1", "250", "503 5.5.1", "250 2.1.0", "503 5.5.1", "550 5.7.1",
        "250 2.1.5", "354", "250 2.0.0", "221 2.0.0",
      ])
    #expect(trace.fates.map(\.outcome) == [.delivered])
  }

  @Test func anOutageDelaysMailUntilTheScheduleComesRound() throws {
    var world = SmallWorld()
    world.scenario.servers[SmallWorld.far].outages = [(.start, .after(.minutes(20)))]
    world.scenario.servers[SmallWorld.csim].queue.schedule = .rfc
    world.login(at: .start)
    world.mail(at: .after(.seconds(10)), to: "dave@example.org")
    let trace = world.run()
    #expect(trace.fates.map(\.outcome) == [.delivered])
    let deferred = trace.all { if case .deferred = $0 { true } else { false } }
    #expect(deferred.count == 1)
    let delivered = try #require(trace.first { if case .delivered = $0 { true } else { false } })
    #expect(delivered > .after(.minutes(30)))
    #expect(delivered < .after(.minutes(32)))
  }

  @Test func mailForAVanishedDomainComesBackOnce() {
    var world = SmallWorld()
    world.login(at: .start)
    world.mail(at: .after(.seconds(10)), to: "x@nowhere.example")
    world.mail(at: .after(.seconds(10)), to: "x@nowhere.example") { $0.reversePath = .null }
    let trace = world.run()
    let bounces = trace.messages.filter { if case .bounce = $0.kind { true } else { false } }
    #expect(bounces.count == 1)
    #expect(bounces.allSatisfy { $0.reversePath == nil })
    #expect(trace.fates.count { $0.outcome == .delivered } == 1)
  }

  @Test func theEgressRuleStopsDirectMailOnly() {
    var world = SmallWorld()
    world.scenario.sites[0].egress = [
      Scenario.EgressRule(ports: [25], except: [SmallWorld.csim], action: .drop)
    ]
    world.add(
      "carol", at: SmallWorld.office, "192.0.2.9", mailbox: "carol@cs.ait.ac.th",
      home: SmallWorld.csim)
    let carol = PersonID(2)
    world.mail(at: .start, from: carol, to: "bob@example.org") { $0.route = .direct }
    world.mail(at: .start, from: carol, to: "bob@example.org")
    let trace = world.run()
    let failures = trace.records.compactMap {
      if case .openFailed(_, let why) = $0.event { ($0.at, why) } else { nil }
    }
    #expect(failures.count == 1)
    #expect(failures.first?.0 == .after(.seconds(30)))
    #expect(failures.first?.1 == .egressDropped)
    #expect(trace.fates.count { $0.outcome == .delivered } == 1)
  }

  @Test func aForwardingCircleEndsAtTheHopLimit() {
    var world = SmallWorld()
    world.scenario.servers[SmallWorld.csim].forwards = [("ring", [Mailbox("ring@example.org")!])]
    world.scenario.servers[SmallWorld.far].forwards = [("ring", [Mailbox("ring@cs.ait.ac.th")!])]
    for row in world.scenario.servers.indices { world.scenario.servers[row].limits.hops = 25 }
    world.mail(at: .start, from: SmallWorld.bob, to: "ring@cs.ait.ac.th")
    let trace = world.run()
    #expect(trace.smtpReplies.contains("554 5.4.6"))
    let copies = trace.copies.count { $0.message == MessageID(0) }
    #expect(copies == 25)
    #expect(trace.messages.count == 2)
  }

  @Test func theSameSeedGivesTheSameRun() {
    var world = SmallWorld()
    world.scenario.sites[1].uplink.latency = .logNormal(median: .milliseconds(8), sigma: 0.5)
    world.scenario.people[0].retrieval.habit = .every(
      Scenario.Polling(interval: .exponential(mean: .minutes(10))))
    world.scenario.duration = .hours(5)
    var traffic = Scenario.Traffic(
      name: "mail", people: [SmallWorld.alice, SmallWorld.bob],
      recipients: [Mailbox("alice@cs.ait.ac.th")!, Mailbox("bob@example.org")!],
      interval: .exponential(mean: .minutes(3)))
    traffic.octets = .uniform(1_000, 50_000)
    world.scenario.traffic = [traffic]
    let trace = world.run()
    #expect(trace.records == world.run().records)
    #expect(trace.records.count > 1_000)
    world.scenario.seed = 2
    #expect(trace.records != world.run().records)
  }

  @Test func anIdlePartyChangesNothingForTheOthers() {
    var world = SmallWorld()
    world.scenario.people[0].retrieval.habit = .every(
      Scenario.Polling(interval: .uniform(.minutes(5), .minutes(15))))
    world.scenario.sites[1].uplink.latency = .exponential(mean: .milliseconds(8))
    world.scenario.duration = .hours(3)
    let before = world.run().records
    world.add(
      "idle", at: SmallWorld.elsewhere, "198.51.100.99", mailbox: "i@example.org",
      home: SmallWorld.far)
    world.scenario.sites.append(SmallWorld.site("empty", "203.0.113.0/24"))
    #expect(world.run().records == before)
  }
}
