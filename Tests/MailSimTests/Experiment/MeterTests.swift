import Foundation
import Testing

@testable import MailSim

/// What is counted while a run goes on, held against what its trace says.
@Suite struct MeterTests {
  /// More of them with `MAILSIM_RUNS=20000`.
  private static let count =
    ProcessInfo.processInfo.environment["MAILSIM_RUNS"].flatMap { UInt64($0) } ?? 300

  @Test func theMeterCountsWhatTheTraceTells() {
    for number in 0..<Self.count {
      let simulation = Simulation(GeneratedScenario.make(number))
      let measures = simulation.measure()
      let summary = RunSummary(simulation.run())
      #expect(measures.summary == summary, "scenario \(number)")
      if measures.summary != summary { break }
      let mail = measures.honest
      #expect(
        mail.written == mail.delivered + mail.refused + mail.bounced + mail.lost + mail.queued)
      #expect(mail.delay.tally.count == mail.delivered)
    }
  }

  @Test func delaysAndRestsAreThoseOfTheTrace() throws {
    for number in stride(from: 0, to: Self.count, by: 10) {
      let simulation = Simulation(GeneratedScenario.make(number))
      let measures = simulation.measure()
      let trace = simulation.run()
      let end = simulation.end
      let rests = trace.rests().map { rest in
        ((rest.until ?? end) - rest.since).inSeconds / measures.seconds
      }
      let found = measures.inSpools + measures.inMailboxes
      #expect(abs(found - rests.reduce(0, +)) < 1e-6 * max(1, found), "scenario \(number)")
    }
  }

  @Test func aReplicationIsTheSameRunAloneOrAmongMany() {
    let simulation = Simulation(GeneratedScenario.make(7))
    let alone = simulation.measure(replication: 13)
    for threads in [1, 2, 3] {
      let many = Replications(0..<40, threads: threads).results {
        simulation.measure(replication: $0)
      }
      #expect(many[13] == alone)
    }
    #expect(RunSummary(simulation.run(replication: 13)) == alone.summary)
    #expect(simulation.measure(replication: 14) != alone)
  }

  @Test func measuresTravelAsJSON() throws {
    let measures = Simulation(GeneratedScenario.make(3)).measure()
    let text = try JSONEncoder().encode(measures)
    #expect(try JSONDecoder().decode(Measures.self, from: text) == measures)
  }

  /// One spammer, one honest author; whose mail it was goes by the machine.
  @Test func mailIsCountedOnTheSideItsAuthorIsOn() {
    var world = SmallWorld()
    world.scenario.machines[1].isAttacker = true
    world.mail(at: .start, from: SmallWorld.alice, to: "alice@cs.ait.ac.th")
    world.mail(at: .start, from: SmallWorld.alice, to: "bob@example.org")
    world.mail(at: .start, from: SmallWorld.bob, to: "bob@example.org", "nobody@example.net")
    let measures = Simulation(world.scenario).measure()
    #expect(measures.honest.messages == 2)
    #expect(measures.honest.delivered == 1)
    #expect(measures.honest.refused == 1)
    #expect(measures.hostile.messages == 1)
    #expect(measures.hostile.written == 2)
  }
}
