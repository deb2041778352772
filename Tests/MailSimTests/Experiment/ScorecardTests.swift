import Foundation
import Testing

@testable import MailSim

@Suite struct ScorecardTests {
  private static func scenario() -> Scenario {
    var scenario = SmallWorld().scenario
    let position = SourcePosition(file: "", line: 1, column: 1)
    scenario.attacks = [
      Scenario.Attack(name: "scan <1>", kind: .openRelayScan, position: position),
      Scenario.Attack(name: "rider", kind: .natRider, position: position),
    ]
    return scenario
  }

  /// Ten runs: the first attack succeeds in four of them, the second never.
  private static func card() -> Scorecard {
    var card = Scorecard(scenario())
    for run in 0..<10 {
      var measures = Measures()
      measures.attacks = scenario().attacks.map { AttackMeasures(name: $0.name, kind: $0.kind) }
      measures.attacks[0].attempted = 5
      measures.attacks[0].began = 10
      if run < 4 {
        measures.attacks[0].firstSuccess = 20 + Double(run)
        measures.attacks[0].holes = ["ACC-ONE": 1, "ACC-TWO": 2]
      }
      measures.honest.written = 20
      measures.honest.refused = 1
      card.add(measures)
    }
    return card
  }

  @Test func sharesAndMeansHaveIntervals() throws {
    let card = Self.card()
    #expect(card.replications == 10)
    let success = try #require(card.attacks[0].success)
    #expect(success.value == 0.4)
    #expect(success.low < 0.2 && success.high > 0.6)
    #expect(card.attacks[0].time?.value == 11.5)
    #expect(card.attacks[0].count(.attempted)?.value == 5)
    #expect(card.attacks[1].success?.value == 0)
    #expect(card.attacks[1].time == nil)
    #expect(card.attacks[0].reasons == ["ACC-TWO", "ACC-ONE"])
    #expect(card.honest[0].share?.value == 0.05)
  }

  /// Delays of one run hang together: its interval comes from means of batches, that of several
  /// runs from the spread between them.
  @Test func delaysHaveAnIntervalWithinARunAndBetweenRuns() throws {
    func run(_ seconds: [Int64]) -> Measures {
      var measures = Measures()
      measures.attacks = Self.scenario().attacks.map {
        AttackMeasures(name: $0.name, kind: $0.kind)
      }
      for second in seconds { measures.honest.delay.add(.seconds(second)) }
      return measures
    }
    let times = (0..<600).map { Int64($0 / 60 % 2) * 10 }
    var card = Scorecard(Self.scenario())
    card.add(run(Array(times.prefix(20))))
    #expect(card.delay == nil, "twenty letters are fewer than thirty batches")
    card = Scorecard(Self.scenario())
    card.add(run(times))
    let within = try #require(card.delay)
    #expect(abs(within.value - 5) < 0.2, "an unfinished batch does not count")
    #expect(within.count < 60)
    #expect(ScorecardFormat.text.text(of: card).contains("  delay       "))
    card.add(run(times.map { $0 + 2 }))
    let between = try #require(card.delay)
    #expect(abs(between.value - 6) < 1e-9)
    #expect(between.count == 2)
    #expect(ScorecardFormat.csv.text(of: card).contains("honest,delay,"))
  }

  @Test func whatSucceedsTooOftenFails() {
    #expect(Self.card().failures(above: 0).map(\.name) == ["scan <1>"])
    #expect(Self.card().failures(above: 0.4).isEmpty)
  }

  @Test(arguments: ScorecardFormat.allCases)
  func everyFormatNamesAttackReasonAndDefence(format: ScorecardFormat) {
    let text = format.text(of: Self.card(), failingAbove: 0.1)
    let name =
      switch format {
      case .junit: "scan &lt;1&gt;"
      case .md: "scan \\<1\\>"
      case .text, .json, .csv: "scan <1>"
      }
    #expect(text.contains(name))
    #expect(text.contains("open-relay-scan") || text.contains("A1"))
    if format != .csv { #expect(text.contains("ACC-TWO")) }
    if format == .junit { #expect(text.contains("failures=\"1\"")) }
    if format == .json {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
    }
    if format == .csv { #expect(text.contains("scan <1>,open-relay-scan,succeeds,0.4,")) }
  }

  @Test func aScenarioIsPlayedAsOftenAsAsked() throws {
    var world = SmallWorld()
    world.mail(at: .start, from: SmallWorld.bob, to: "bob@example.org")
    let card = try Scorecard(world.scenario, replications: 6, threads: 2)
    #expect(card.replications == 6)
    #expect(card.honest[0].share?.value == 0)
  }
}
