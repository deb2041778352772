import Foundation
import MailSimDatabase
import Testing

@testable import MailSim

@Suite struct SweepTests {
  private static let text = """
    mailsim: 1
    title: One roamer
    run: 5h
    sites:
      csim: {networks: 192.0.2.0/24, ours: yes}
      far: {networks: 203.0.113.0/24}
    servers:
      mail: {host: mail.cs.ait.ac.th, site: csim, domains: cs.ait.ac.th, tls: no}
      mx: {host: mx.example.org, site: far, domains: example.org}
    people:
      rita: {site: far, mailbox: rita@cs.ait.ac.th, read: {every: 10m}}
      bob: {site: far, mailbox: bob@example.org}
    traffic:
      letters: {from: rita, to: bob@example.org, every: {poisson: 5m}, start: 1h}
    """

  private func document() throws -> ScenarioDocument {
    try ScenarioDocument(Self.text, file: "one.yaml")
  }

  // MARK: Values

  @Test func aRangeStandsForItsMembers() throws {
    #expect(try SweepFactor("window=5m..15m/5m").levels.map(\.words) == ["5m", "10m", "15m"])
    #expect(
      try SweepFactor("failing=0..0.3/0.1").levels.map(\.words) == ["0", "0.1", "0.2", "0.3"])
    #expect(try SweepFactor("a=1h,5m..6m/1m").levels.map(\.words) == ["1h", "5m", "6m"])
  }

  @Test func lawsAreWrittenWithColons() throws {
    let levels = try SweepFactor("poll=fixed:10m,uniform:5m:25m,erlang:2:10m").levels
    #expect(
      levels.map(\.value.description) == [
        "{fixed: 10m}", "{uniform: [5m, 25m]}", "{erlang: {shape: 2, mean: 10m}}",
      ])
    #expect(levels.map(\.number) == [600, 900, 600])
    #expect(try SweepFactor("schedule=[5m, 10m],postfix").levels.count == 2)
  }

  @Test(arguments: [
    "window", "=5m", "window=5m,", "window=5m..1h/5m", "window=5m..15m", "poll=erlang:10m",
    "window=15m..5m/5m", "window=5m,5m", "window=5m..15m/0m",
  ])
  func whatCannotBeVariedIsTold(text: String) {
    #expect(throws: SweepFactorError.self) { try SweepFactor(text) }
  }

  // MARK: Places

  @Test func shortNamesMeanTheServersThatAreOurs() throws {
    let scenario = try document().scenario(with: [ScenarioEdit("window", .text("7m"))])
    #expect(scenario.servers.map(\.roaming.window) == [.minutes(7), .minutes(15)])
  }

  @Test func pathsReachAndMakeWhatTheFileLeavesOut() throws {
    let scenario = try document().scenario(with: [
      ScenarioEdit("servers.*.limits.idle", .text("9m")),
      ScenarioEdit("servers.mail.tls.certificate", .text("expired")),
      ScenarioEdit("poll", .members([ScenarioValue.Member("poisson", .text("3m"))])),
    ])
    #expect(scenario.servers.map(\.limits.idleTimeout) == [.minutes(9), .minutes(9)])
    // What stood there in short stays.
    #expect(scenario.servers[0].tls.offer == .no)
    #expect(scenario.servers[0].tls.certificate == .expired)
    guard case .every(let polling) = scenario.people[0].retrieval.habit else {
      Issue.record("no checks")
      return
    }
    #expect(polling.interval == .exponential(mean: .minutes(3)))
  }

  @Test(arguments: [
    ("windwo", "`window`"), ("servers.mial.tls", "`mail`"),
    ("servers.mail.roaming.windov", "`window`"),
    ("title.x", "single value"), ("servers.mail.tls.offer.x", "single value"),
    ("events.0.at", "no list"), ("hold", "nothing to change"),
  ])
  func aKeyThatCannotBeIsToldWithTheNearest(key: String, hint: String) throws {
    let document = try document()
    do {
      _ = try document.scenario(with: [ScenarioEdit(key, .text("5m"))])
      Issue.record("\(key) was taken")
    } catch {
      #expect("\(error)".contains(hint), "\(error)")
    }
  }

  @Test func aBadValueIsToldWhereItWasPut() throws {
    let plan = SweepPlan(factors: [try SweepFactor("poll=10x")])
    do throws(SweepError) {
      _ = try Sweep(plan, of: try! document())
      Issue.record("10x was taken")
    } catch {
      #expect(error.description.contains("with poll=10x"))
      #expect(error.description.contains("one.yaml:11:"), "\(error)")
    }
  }

  @Test func aTreeThatIsNotEditedIsTheFileItself() throws {
    let read = try ScenarioReader.read(Self.text, file: "one.yaml")
    let same = try document().scenario()
    #expect(same.fingerprint == read.fingerprint)
    #expect(Simulation(same).run() == Simulation(read).run())
    #expect(
      try document().scenario(with: [ScenarioEdit("window", .text("7m"))]).fingerprint
        != read.fingerprint)
  }

  // MARK: Designs

  /// A second --vary of a key would be overwritten by the first in every variant, or the other way.
  @Test func aSettingVariedTwiceIsAMistake() throws {
    let plan = SweepPlan(
      factors: [try SweepFactor("window=5m"), try SweepFactor("window=6m")], replications: 2)
    let error = #expect(throws: SweepError.self) { try Sweep(plan, of: try document()) }
    #expect(error?.words.contains("`window` is varied twice") == true)
  }

  @Test func moreVariantsThanAnybodyWaitsForAreAMistake() throws {
    let plan = SweepPlan(
      factors: [try SweepFactor("failing=0..0.9/0.001"), try SweepFactor("rate=1..900/1")],
      replications: 2)
    let error = #expect(throws: SweepError.self) { try Sweep(plan, of: try document()) }
    #expect(error?.words.contains("--design latin") == true)
  }

  @Test func anUnknownMeasureIsToldWithTheOneThatWasMeant() throws {
    let plan = SweepPlan(
      factors: [try SweepFactor("window=5m")], replications: 2, watched: ["refusd"])
    let error = #expect(throws: SweepError.self) { try Sweep(plan, of: try document()) }
    #expect(error?.words.contains("there is a similar one: `refused`") == true)
  }

  @Test func aFactorialHasEveryCombination() throws {
    let plan = SweepPlan(
      factors: [try SweepFactor("window=5m,10m,15m"), try SweepFactor("tls=yes,no")])
    #expect(Set(plan.variants.map { $0.map(\.words) }).count == 6)
    #expect(SweepPlan(factors: []).variants.count == 1)
  }

  @Test func aLatinHypercubeUsesEveryLevelEquallyOften() throws {
    var plan = SweepPlan(
      factors: [try SweepFactor("window=5m..30m/5m"), try SweepFactor("tls=yes,no")])
    plan.design = .latin(points: 12)
    let counts = Dictionary(grouping: plan.variants, by: { $0[0].words }).mapValues(\.count)
    #expect(counts.count == 6)
    #expect(counts.values.allSatisfy { $0 == 2 })
    #expect(plan.variants.count { $0[1].words == "no" } == 6)
    #expect(plan.variants == plan.variants)
  }

  // MARK: Playing

  private func plan() throws -> SweepPlan {
    SweepPlan(
      factors: [try SweepFactor("window=4m..8m/2m")], replications: 12, seed: 5,
      watched: ["refused"])
  }

  @Test func resultsDependNeitherOnThreadsNorOnInterruptions() throws {
    var sweep = try Sweep(try plan(), of: try document())
    sweep.threads = 1
    let alone = try sweep.run()
    sweep.threads = 3
    #expect(try sweep.run() == alone)
    #expect(try sweep.run(finished: Array(alone.prefix(1))) == alone)
    #expect(alone.count == 3)
    let shares = alone.compactMap { $0.estimate("refused")?.value }
    #expect(shares == shares.sorted(by: >))
    // Fixed checks, T = 10 min: 1 − W/T.
    for (result, expected) in zip(alone, [0.6, 0.4, 0.2]) {
      let estimate = try #require(result.estimate("refused"))
      #expect(abs(estimate.value - expected) < 2 * estimate.reach)
    }
  }

  @Test func aCancelledSweepGivesWhatIsFinished() throws {
    let sweep = try Sweep(try plan(), of: try document())
    let results = try sweep.run(
      progress: { if $0.variant == 1 { sweep.cancellation.cancel() } })
    #expect(results.count == 1)
  }

  @Test func aVariantEndsWhenItIsPreciseEnough() throws {
    var plan = try plan()
    plan.replications = 400
    plan.precision = 0.2
    let results = try Sweep(plan, of: try document()).run()
    #expect(results[0].replications >= 30)
    #expect(results[0].replications < 400)
    #expect(results.allSatisfy { $0.estimate("refused")?.isPrecise(within: 0.2) ?? false })
  }

  // MARK: Files

  @Test func resultsAreWrittenForSpreadsheetsAndDatabases() throws {
    var plan = try plan()
    plan.replications = 3
    let results = try Sweep(plan, of: try document()).run()
    let csv = results.csv
    #expect(csv.hasPrefix("variant,window,replications,measure,kind,value,low,high,count\r\n"))
    #expect(csv.contains("\r\n2,8m,3,refused,share,"))
    let encoded = try JSONEncoder().encode(results)
    #expect(try JSONDecoder().decode([SweepResult].self, from: encoded) == results)

    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sweep-\(UInt64.random(in: 0 ... .max)).sqlite").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try SweepDatabase.write(results, about: [("scenario", "o'ne.yaml")], to: path)
    let rows = try SQLiteConnection(path: path).run(
      "select window, value from result where measure = ? order by \"window number\"",
      [.text("refused")])
    #expect(rows.map { $0[0] } == ["4m", "6m", "8m"].map { .text($0) })
    #expect(rows.map { $0[1] } == results.map { .real($0.estimate("refused")!.value) })
  }

  @Test func aDatabaseThatCannotBeWrittenSaysWhatSQLiteSays() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sweep-\(UInt64.random(in: 0 ... .max))/none.sqlite").path
    #expect {
      try SweepDatabase.write([], about: [], to: path)
    } throws: {
      "\($0)" == "SQLite: unable to open database file (\(path))"
    }
  }

  @Test func whatFailsHalfwayLeavesNoTableBehind() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sweep-\(UInt64.random(in: 0 ... .max)).sqlite").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect {
      try SweepDatabase.write([], about: [("seed", "1"), ("seed", "2")], to: path)
    } throws: {
      "\($0)".hasPrefix("SQLite: UNIQUE constraint failed: about.key")
    }
    #expect(try SQLiteConnection(path: path).run("select name from sqlite_master").isEmpty)
  }

  @Test func tablesLineUp() throws {
    var plan = try plan()
    plan.replications = 2
    let table = SweepTable(
      try Sweep(plan, of: try document()).run(), measures: ["refused", "none"])
    let lines = table.text.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[1].hasSuffix("–"))
    #expect(table.markdown.hasPrefix("| window | runs | refused | none |\n| --- |"))
  }
}
