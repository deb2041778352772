import Foundation
import MailSim

/// Plays what a folder lacks, and keeps it there.
struct SweepPlaying {
  /// nil: nothing is kept.
  let folder: SweepFolder?
  var shard = SweepShard.whole

  /// - Returns: all that is known at the end, and what stopped it, if something did.
  func play(_ sweep: inout Sweep) throws -> (SweepTallies, Interruption.Kind?) {
    (sweep.cancellation, sweep.ending) = Interruption.watch()
    let journal = try folder?.journal(of: shard)
    let known = try folder?.known(to: shard, of: sweep)
    let meter = SweepMeter()
    var began = Date()
    defer { meter.clear() }
    let tallies = try limited {
      try sweep.run(known: known, shard: shard) { progress in
        meter.show(progress)
        Interruption.weigh(progress, after: Date().timeIntervalSince(began))
      } keep: { block in
        try journal?.keep(block)
        began = Date()
      }
    }
    guard let end = Interruption.asked else {
      try journal?.complete()
      return (tallies, nil)
    }
    return (tallies, end)
  }
}

/// A run of a sweep that goes past a limit ends the command with the status for that; blocks that
/// were finished stay.
private func limited<Value>(_ work: () throws -> Value) throws -> Value {
  do {
    return try work()
  } catch let error as SweepError where error.isBeyondLimit {
    throw CommandError(.beyondLimit, "mailsim: \(error)")
  }
}

/// One shard of a plan.
struct SweepShardPlaying {
  let plan: String
  let file: SweepPlanFile
  let shard: String?
  let folder: String?
  let threads: Int?
  let limits: RunLimits

  func run() throws {
    guard let folder else {
      throw CommandError(.usage, "mailsim: a plan is played into a directory; --out DIR is missing")
    }
    let shard = try shard.map(Self.read) ?? .whole
    var sweep: Sweep
    do {
      sweep = try file.sweepToPlay()
    } catch {
      throw CommandError(.invalidScenario, "mailsim: \(plan): \(error)")
    }
    sweep.threads = threads ?? Self.allotted
    sweep.limits = limits
    let place = try SweepFolder(folder, shardOf: file)
    if place.isComplete(shard) { return }
    let (_, end) = try SweepPlaying(folder: place, shard: shard).play(&sweep)
    if let end {
      throw CommandError(
        end.status, "mailsim: shard \(shard) stopped; the same command goes on with it")
    }
  }

  /// What a cluster has given this process, where it says so.
  private static var allotted: Int? {
    ProcessInfo.processInfo.environment["SLURM_CPUS_PER_TASK"].flatMap { Int($0) }
      .flatMap { ThreadCount.range.contains($0) ? $0 : nil }
  }

  private static func read(_ text: String) throws -> SweepShard {
    if text == "auto" { return try fromJob() }
    guard let shard = SweepShard(text) else {
      throw CommandError(
        .usage, "mailsim: --shard \(text): write I/N with 0 <= I < N, such as 0/4, or auto")
    }
    return shard
  }

  private static func fromJob() throws -> SweepShard {
    let environment = ProcessInfo.processInfo.environment
    func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
    let index = number("SLURM_ARRAY_TASK_ID").map { $0 - (number("SLURM_ARRAY_TASK_MIN") ?? 0) }
    if let index, let count = number("SLURM_ARRAY_TASK_COUNT"),
      let shard = SweepShard(index, of: count)
    {
      return shard
    }
    if let index = number("JOB_COMPLETION_INDEX"), let count = number("JOB_COMPLETIONS"),
      let shard = SweepShard(index, of: count)
    {
      return shard
    }
    throw CommandError(
      .usage,
      "mailsim: --shard auto: neither SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT nor "
        + "JOB_COMPLETION_INDEX and JOB_COMPLETIONS say which part this is; write I/N")
  }
}

/// All shards of a folder, added up.
struct SweepMerging {
  let folder: String

  func run() throws {
    let folder = try SweepFolder(folder)
    let sweep: Sweep
    do {
      sweep = try folder.plan.sweepToPlay()
    } catch {
      throw CommandError(.invalidScenario, "mailsim: \(folder.path)/plan.json: \(error)")
    }
    let tallies = try folder.tallies(of: sweep)
    let missing = tallies.missing
    guard missing.isEmpty else {
      throw CommandError(.failedExpectation, try words(missing.count, of: sweep, in: folder))
    }
    let results = tallies.results
    try folder.write(results, tallies)
    try Terminal.print(SweepTable(results, measures: folder.plan.measures).text)
  }

  private func words(
    _ missing: Int, of sweep: Sweep, in folder: SweepFolder
  ) throws -> String {
    let path = ShellText.quoted(folder.path)
    let commands = try folder.unfinishedShards().map {
      "  mailsim sweep --plan \(path)/plan.json --shard \($0) --out \(path)"
    }
    return "mailsim: \(missing) of \(sweep.units.count) blocks are missing; play them with\n"
      + commands.joined(separator: "\n")
  }
}

/// A script for a cluster.
struct SweepPrinting {
  let engine: SweepScript.Engine
  let plan: String
  let file: SweepPlanFile
  let folder: String?
  let shards: Int?

  func run() throws {
    guard let folder else {
      throw CommandError(.usage, "mailsim: --print needs --out, the directory for results")
    }
    for name in [plan, folder] where name.unicodeScalars.contains(where: { $0.value < 32 }) {
      throw CommandError(.usage, "mailsim: \(name): a script names no path with control characters")
    }
    var sweep: Sweep
    do {
      sweep = try file.sweepToPlay()
    } catch {
      throw CommandError(.invalidScenario, "mailsim: \(plan): \(error)")
    }
    sweep.limits = .ordinary
    let seconds = try pilot(sweep) * Double(sweep.variants.count * file.replications)
    let most = min(sweep.units.count, 100_000)
    let count = shards ?? max(1, min(most, Int((seconds / Self.secondsPerShard).rounded(.up))))
    guard (1...100_000) ~= count else {
      throw CommandError(.usage, "mailsim: --shards must be 1 to 100000")
    }
    let script = SweepScript(
      engine, program: Self.program, plan: Self.absolute(plan), folder: Self.absolute(folder),
      shards: count, secondsPerShard: seconds / Double(count))
    try Terminal.print(script.text)
  }

  /// An empty task of a cluster costs a second or two: a shard should take minutes.
  private static let secondsPerShard = 300.0

  /// Seconds a replication of the first variant takes, as one tells.
  private func pilot(_ sweep: Sweep) throws -> Double {
    let began = Date()
    try limited { try sweep.playPilot() }
    return Date().timeIntervalSince(began)
  }

  private static var program: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "mailsim"
  }

  private static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }
}
