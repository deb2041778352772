import Testing

@testable import MailSim

/// The ages of delivery tries in whole runs: a server that is there and does not listen, over
/// lines without delay, so that every try fails at once.
@Suite struct RetryRunTests {
  private func tries(_ schedule: RetrySchedule, lifetime: Delay? = nil) -> (
    ages: [Int64], trace: Trace
  ) {
    var world = SmallWorld()
    for row in world.scenario.sites.indices {
      world.scenario.sites[row].uplink.latency = .fixed(.zero)
      world.scenario.sites[row].latency = .fixed(.zero)
    }
    world.scenario.servers[SmallWorld.far].services = [.pop3]
    world.scenario.servers[SmallWorld.csim].queue.schedule = schedule
    world.scenario.servers[SmallWorld.csim].queue.lifetime = lifetime
    world.scenario.duration = .days(8)
    world.login(at: .start)
    world.mail(at: .start, to: "dave@example.org")
    let trace = world.run()
    let ages = trace.records.compactMap { record -> Int64? in
      guard case .opening(let id) = record.event,
        trace.connections[id].server == HostID(index: SmallWorld.far.index)
      else { return nil }
      return record.at.nanoseconds / 1_000_000_000
    }
    return (ages, trace)
  }

  @Test(arguments: [
    (RetrySchedule.rfc, [Int64(0), 1_800, 3_600, 5_400], 241),
    (.postfixIdeal, [0, 300, 600, 1_200, 2_400, 4_800, 8_800, 12_800], 113),
    (.postfix, [0, 300, 600, 1_200, 2_400, 4_800, 9_000, 13_200], 108),
    (.table([.zero, .minutes(1), .minutes(10)]), [0, 60, 600], 3),
  ])
  func aRunTriesWhenItsScheduleSays(
    _ schedule: RetrySchedule, _ first: [Int64], _ count: Int
  ) {
    let (ages, trace) = tries(schedule)
    #expect(Array(ages.prefix(first.count)) == first)
    #expect(ages.count == count)
    // The sender hears of it once.
    #expect(trace.messages.count == 2)
    #expect(trace.fates.contains { $0.outcome == .delivered })
  }

  @Test func qmailTriesAtGrowingSquares() {
    #expect(
      Array(tries(.qmail).ages.prefix(5)) == [0, 400, 1_600, 3_600, 6_400])
  }
}
