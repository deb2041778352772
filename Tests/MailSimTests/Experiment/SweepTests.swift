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

  @Test func resultsDependNeitherOnThreadsNorOnShardsNorOnInterruptions() throws {
    var plan = try plan()
    plan.blockSize = 5
    plan.against = [SweepPlan.Setting(key: "window", value: "6m")]
    var sweep = try Sweep(plan, of: try document())
    sweep.threads = 1
    var blocks: [SweepBlock] = []
    let alone = try sweep.run(keep: { blocks.append($0) }).results
    sweep.threads = 3
    #expect(try sweep.run().results == alone)
    #expect(alone.count == 3 && blocks.count == 9)

    var shards = sweep.noTallies
    for index in 0..<4 {
      let shard = try #require(SweepShard(index, of: 4))
      // As they come through a file, the later parts first.
      var lines: [Data] = []
      _ = try sweep.run(shard: shard, keep: { lines.insert(try JSONEncoder().encode($0), at: 0) })
      for line in lines { try shards.add(try JSONDecoder().decode(SweepBlock.self, from: line)) }
    }
    #expect(shards.missing.isEmpty && shards.results == alone)

    var interrupted = sweep.noTallies
    for block in blocks.prefix(4) { try interrupted.add(block) }
    #expect(interrupted.results.count == 1)
    #expect(interrupted.missing.count == 5)
    #expect(try sweep.run(known: interrupted).results == alone)

    let shares = alone.compactMap { $0.estimate("refused")?.value }
    #expect(shares == shares.sorted(by: >))
    // Fixed checks, T = 10 min: 1 − W/T.
    for (result, expected) in zip(alone, [0.6, 0.4, 0.2]) {
      let estimate = try #require(result.estimate("refused"))
      #expect(abs(estimate.value - expected) < 2 * estimate.reach)
    }
  }

  @Test func aBlockThatIsThereTwiceHasToBeTheSame() throws {
    let sweep = try Sweep(try plan(), of: try document())
    var blocks: [SweepBlock] = []
    var tallies = try sweep.run(keep: { blocks.append($0) })
    try tallies.add(blocks[1])
    var other = blocks[1]
    other.tallies["refused"]?.add(1, of: 2)
    let error = #expect(throws: SweepMergeError.self) { try tallies.add(other) }
    #expect(error?.description == "block 0 of window=6m is there twice, and differs")
  }

  @Test func moreReplicationsAndVariantsAddToWhatIsThere() throws {
    var plan = try plan()
    plan.blockSize = 4
    var blocks: [SweepBlock] = []
    _ = try Sweep(plan, of: try document()).run(keep: { blocks.append($0) })
    plan.factors = [try SweepFactor("window=4m..10m/2m")]
    // The last block grows from four to six.
    plan.replications = 18
    let sweep = try Sweep(plan, of: try document())
    var known = sweep.noTallies
    for block in blocks { try known.add(block) }
    var played = 0
    let results = try sweep.run(known: known, keep: { _ in played += 1 }).results
    #expect(played == 3 * 2 + 5)
    #expect(results == (try sweep.run().results))
  }

  @Test func aCancelledSweepGivesWhatIsFinished() throws {
    let sweep = try Sweep(try plan(), of: try document())
    let results = try sweep.run(
      progress: { if $0.variant == 1 { sweep.cancellation.cancel() } }
    ).results
    #expect(results.count == 1)
  }

  @Test func aSweepThatIsToEndFinishesTheBlockAtHand() throws {
    var plan = try plan()
    plan.blockSize = 4
    let sweep = try Sweep(plan, of: try document())
    var blocks: [SweepBlock] = []
    _ = try sweep.run(progress: { if $0.inBlock == 2 { sweep.ending.cancel() } }) {
      blocks.append($0)
    }
    #expect(blocks.map(\.replications) == [4])
  }

  // MARK: Differences

  /// Pairs that draw the same numbers tell more than as many independent runs: with X and X + D the
  /// difference D is certain, whatever X does.
  @Test func pairsTellADifferenceThatChanceWouldHide() throws {
    var stream = RandomStreams(seed: 3).stream(for: "pairs")
    let base = (0..<200).map { _ in
      SweepBlock.Run(part: Double(Int.random(in: 0..<1_000, using: &stream)), whole: 1_000)
    }
    let noisy = base.map {
      SweepBlock.Run(
        part: $0.part + 10 + Double(Int.random(in: -2...2, using: &stream)), whole: 1_000)
    }
    let difference = try #require(PairedDifference(of: noisy, from: base))
    #expect(abs(difference.estimate.value - 0.01) < 2 * difference.estimate.reach)
    // The variance of pairs is 2 of 10^-6, that of independent runs twice 83,333 of 10^-6.
    let ratio = Double(try #require(difference.independentReplications)) / 200
    #expect((60_000..<110_000).contains(ratio), "\(ratio)")
    // The interval is Student's over the pairs.
    let apart = Tally(zip(noisy, base).map { ($0.part - $1.part) / 1_000 })
    let expected = try #require(Estimate.mean(apart))
    #expect(abs(difference.estimate.low - expected.low) < 1e-12)
    #expect(abs(difference.estimate.high - expected.high) < 1e-12)
  }

  /// Pairs that differ by next to nothing are worth more independent runs than a number can say.
  @Test func aDifferenceNearlyWithoutSpreadHasNoNumberOfRuns() throws {
    let base = [0.0, 1e9, 0.0, 1e9].map { SweepBlock.Run(part: $0, whole: 1) }
    var other = base
    other[0].part += 0.01
    let difference = try #require(PairedDifference(of: other, from: base))
    #expect(difference.estimate.value > 0 && difference.independentReplications == nil)
  }

  /// A measure that was not kept in the blocks that are there cannot be paired with itself.
  @Test func anotherMeasureIsPairedWithItsOwnReplications() throws {
    var plan = try plan()
    plan.blockSize = 4
    plan.replications = 4
    plan.keepsReplications = true
    var blocks: [SweepBlock] = []
    _ = try Sweep(plan, of: try document()).run(keep: { blocks.append($0) })
    plan.replications = 8
    plan.watched = ["refused", "delay"]
    plan.against = [SweepPlan.Setting(key: "window", value: "6m")]
    let sweep = try Sweep(plan, of: try document())
    var known = sweep.noTallies
    for block in blocks { try known.add(block) }
    #expect(known.missing.count == 6)
    #expect(try sweep.run(known: known).results == (try sweep.run().results))
  }

  @Test func aTallyOfRunsNobodyPlayedIsNone() {
    for text in ["[-1,0,0,0,0,0]", "[9000000000000000000,0,0,0,0,0]", "[1,0]", "{}"] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(RatioTally.self, from: Data(text.utf8))
      }
    }
    var tally = RatioTally()
    tally.add(1e300, of: 1e300)
    #expect(tally.share() == nil)
  }

  @Test func moreBlocksThanAFolderIsReadForAreAMistake() throws {
    var plan = try plan()
    plan.blockSize = 1
    plan.replications = 10_000_000
    let error = #expect(throws: SweepError.self) { try Sweep(plan, of: try document()) }
    #expect(error?.words.contains("--block") == true)
  }

  @Test func whatDoesNotDifferHasNoDifference() throws {
    let runs = [0.1, 0.2, 0.7].map { SweepBlock.Run(part: $0, whole: 3) }
    let difference = try #require(PairedDifference(of: runs, from: runs))
    #expect(difference.estimate.value == 0 && difference.estimate.reach == 0)
    #expect(difference.independentReplications == nil)
    #expect(PairedDifference(of: [runs[0]], from: [runs[0]]) == nil)
  }

  @Test(arguments: [
    ("windw", "6m", "not varied"), ("window", "5m", "no variant has this value; there are 4m, 6m"),
  ])
  func aBaseThatIsNoVariantIsTold(key: String, value: String, words: String) throws {
    var plan = try plan()
    plan.against = [SweepPlan.Setting(key: key, value: value)]
    let error = #expect(throws: SweepError.self) { try Sweep(plan, of: try document()) }
    #expect(error?.words.contains(words) == true, "\(String(describing: error))")
  }

  // MARK: Plans

  @Test func aPlanComesBackFromItsFile() throws {
    var plan = try plan()
    plan.blockSize = 7
    let document = try document()
    let file = SweepPlanFile(plan, vary: ["window=4m..8m/2m"], of: document)
    let again = try SweepPlanFile(octets: file.octets)
    #expect(again == file)
    #expect(try again.sweepToPlay().plan == plan)
    #expect(throws: SweepPlanFileError.self) { try SweepPlanFile(octets: Array("{}".utf8)) }
    var changed = file
    changed.text += "\n# more"
    #expect(throws: SweepPlanFileError.self) { try changed.sweepToPlay() }
    changed = file
    changed.sweep.version = "0.9"
    #expect(throws: SweepPlanFileError.self) { try changed.sweepToPlay() }
  }

  @Test(arguments: ["4/4", "-1/4", "1", "a/b", "1/0", "0/100001", ""])
  func whatIsNoShardIsNone(text: String) {
    #expect(SweepShard(text) == nil)
  }

  @Test func aVariantEndsWhenItIsPreciseEnough() throws {
    var plan = try plan()
    plan.replications = 400
    plan.precision = 0.2
    let results = try Sweep(plan, of: try document()).run().results
    #expect(results[0].replications >= 30)
    #expect(results[0].replications < 400)
    #expect(results.allSatisfy { $0.estimate("refused")?.isPrecise(within: 0.2) ?? false })
  }

  // MARK: Files

  @Test func resultsAreWrittenForSpreadsheetsAndDatabases() throws {
    var plan = try plan()
    plan.replications = 3
    let results = try Sweep(plan, of: try document()).run().results
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
      try Sweep(plan, of: try document()).run().results, measures: ["refused", "none"])
    let lines = table.text.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[1].hasSuffix("–"))
    #expect(table.markdown.hasPrefix("| window | runs | refused | none |\n| --- |"))
  }
}
