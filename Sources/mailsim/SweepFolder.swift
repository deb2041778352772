import Foundation
import MailSim
import MailSimDatabase

/// The directory a sweep keeps its results in.
///
/// `plan.json` says what is played. A shard appends a line for each finished block to
/// `shard-I-of-N.jsonl.part`, which gets its name when all of them are there: what exists is
/// complete. Merging makes tables of them: `results.csv`, `.jsonl`, `.md`, `.sqlite`. Results of one
/// sweep never take the place of another's.
struct SweepFolder {
  let path: String
  let plan: SweepPlanFile

  private typealias FirstLine = SweepJournal.FirstLine

  // MARK: Plans

  /// A folder for a new plan, or for one that goes on from what is there.
  ///
  /// - Parameter isExtended: whether results that are there may be added to.
  /// - Throws: `CommandError` with status 64 for another sweep's results, and for the same sweep's
  ///   unless they may be added to; 73 when the directory cannot be made.
  init(_ path: String, plan: SweepPlanFile, isExtended: Bool) throws {
    self.path = path
    self.plan = plan
    try OutputFile.makeDirectory(path)
    let files = try filesOfThisSweep()
    if let first = files.first, !isExtended {
      throw CommandError(
        .usage,
        "mailsim: \(path)/\(first) holds results of this sweep; --resume goes on from them, "
          + "with more replications, variants or measures where they are wanted")
    }
    try OutputFile.write(plan.octets, to: "\(path)/plan.json")
  }

  /// A folder that shards have filled, or will.
  ///
  /// - Throws: `CommandError` with status 66 when there is no plan in it.
  init(_ path: String) throws {
    self.path = path
    plan = try Self.plan("\(path)/plan.json")
  }

  /// A folder for a shard of a plan, beside other shards of the same.
  ///
  /// - Throws: `CommandError` with status 64 when it is another plan's.
  init(_ path: String, shardOf plan: SweepPlanFile) throws {
    self.path = path
    self.plan = plan
    try OutputFile.makeDirectory(path)
    let file = "\(path)/plan.json"
    guard FileManager.default.fileExists(atPath: file) else {
      try OutputFile.write(plan.octets, to: file)
      return
    }
    let other = try Self.plan(file)
    guard other == plan else {
      let differences = plan.sweep.differences(from: other.sweep)
      throw CommandError(
        .usage,
        "mailsim: \(file) is another plan: "
          + (differences.isEmpty ? ["it plays or watches something else"] : differences)
          .joined(separator: ", ") + "; take another --out")
    }
  }

  static func plan(_ file: String) throws -> SweepPlanFile {
    let octets = try InputFile.octets(ofFile: file)
    do {
      return try SweepPlanFile(octets: octets)
    } catch {
      throw CommandError(.noInput, "mailsim: \(file): \(error)")
    }
  }

  // MARK: Shards

  private func file(of shard: SweepShard) -> String {
    "shard-\(shard.index)-of-\(shard.count).jsonl"
  }

  /// Where a shard writes, and nobody else meanwhile.
  func journal(of shard: SweepShard) throws -> SweepJournal {
    try SweepJournal("\(path)/\(file(of: shard))", plan.sweep)
  }

  func isComplete(_ shard: SweepShard) -> Bool {
    SweepJournal.isComplete("\(path)/\(file(of: shard))")
  }

  /// The shards that were begun and not finished, or never begun, of as many as the newest number
  /// of shards says; all in one where there is none.
  func unfinishedShards() throws -> [SweepShard] {
    let counts = try Self.shards(in: path).compactMap { file in
      file.split(separator: ".").first?.split(separator: "-").last.flatMap { Int($0) }
    }
    let count = counts.filter { SweepShard(0, of: $0) != nil }.max() ?? 1
    return (0..<count).compactMap { SweepShard($0, of: count) }.filter { !isComplete($0) }
  }

  /// What is known before a shard is played. One of many needs only its own blocks; to read those
  /// of all others would cost more the more there are.
  func known(to shard: SweepShard, of sweep: Sweep) throws -> SweepTallies {
    guard shard != .whole else { return try tallies(of: sweep) }
    return try tallies(of: sweep, in: [file(of: shard) + ".part"])
  }

  /// Everything that any shard has played.
  ///
  /// - Throws: `CommandError` with status 66 for a damaged file, 64 for another sweep's, 70 for
  ///   blocks that differ.
  func tallies(of sweep: Sweep) throws -> SweepTallies {
    _ = try filesOfThisSweep()
    return try tallies(of: sweep, in: try Self.shards(in: path))
  }

  private func tallies(of sweep: Sweep, in files: [String]) throws -> SweepTallies {
    var tallies = sweep.noTallies
    let decoder = JSONDecoder()
    for file in files {
      let name = "\(path)/\(file)"
      try SweepJournal.forEachLine(of: name) { number, line in
        guard number > 1 else {
          try expectThisSweep(line, of: file)
          return true
        }
        guard let block = try? decoder.decode(SweepBlock.self, from: line) else {
          throw CommandError(.noInput, "mailsim: \(name):\(number): it is no block of a sweep")
        }
        do {
          try tallies.add(block)
        } catch {
          throw CommandError(.internalMistake, "mailsim: \(name):\(number): \(error)")
        }
        return true
      }
    }
    return tallies
  }

  private static func shards(in path: String) throws -> [String] {
    let files: [String]
    do {
      files = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw CommandError(.noInput, "mailsim: \(path): the directory cannot be read")
    }
    return files.filter {
      $0.hasPrefix("shard-") && ($0.hasSuffix(".jsonl") || $0.hasSuffix(".jsonl.part"))
    }.sorted()
  }

  /// The files with results, all of them this sweep's.
  ///
  /// - Throws: `CommandError` with status 64 for another sweep's.
  private func filesOfThisSweep() throws -> [String] {
    let files = try Self.shards(in: path) + ["results.jsonl"]
    return try files.filter { file in
      let name = "\(path)/\(file)"
      guard FileManager.default.fileExists(atPath: name) else { return false }
      // A program that was killed at once left no line.
      var isEmpty = true
      try SweepJournal.forEachLine(of: name) { _, line in
        isEmpty = false
        try expectThisSweep(line, of: file)
        return false
      }
      return !isEmpty
    }
  }

  private func expectThisSweep(_ line: Data, of file: String) throws {
    guard let first = try? JSONDecoder().decode(FirstLine.self, from: line) else {
      throw CommandError(
        .usage,
        "mailsim: \(path)/\(file) does not say whose results it holds; take another --out, or move "
          + "it away")
    }
    let differences = plan.sweep.differences(from: first.sweep)
    guard differences.isEmpty else {
      throw CommandError(
        .usage,
        "mailsim: \(path)/\(file) holds results of another sweep: "
          + differences.joined(separator: ", ") + "; take another --out, or move them away")
    }
  }

  // MARK: Tables

  /// The results in a directory, whoever asks.
  static func results(in path: String) throws -> [SweepResult] {
    for table in staleTables(in: path) {
      try Terminal.writeError("note: \(path)/\(table) is older than results.jsonl, which is drawn")
    }
    let file = "\(path)/results.jsonl"
    let decoder = JSONDecoder()
    var results: [SweepResult] = []
    try SweepJournal.forEachLine(of: file) { number, line in
      if number == 1, (try? decoder.decode(FirstLine.self, from: line)) != nil { return true }
      guard let result = try? decoder.decode(SweepResult.self, from: line) else {
        throw CommandError(.noInput, "mailsim: \(file): not the results of a sweep of this version")
      }
      results.append(result)
      return true
    }
    return results
  }

  /// The tables that were made before the newest results.
  private static func staleTables(in path: String) -> [String] {
    func age(_ name: String) -> Date? {
      let facts = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
      return facts?[.modificationDate] as? Date
    }
    guard let newest = age("results.jsonl") else { return [] }
    return ["results.csv", "results.md", "results.sqlite"].filter { name in
      age(name).map { $0 < newest } ?? false
    }
  }

  /// Writes the tables anew.
  func write(_ results: [SweepResult], _ tallies: SweepTallies) throws {
    let encoder = SweepJournal.encoder()
    var text = try encoder.encode(FirstLine(sweep: plan.sweep)) + [UInt8(ascii: "\n")]
    for result in results { text += try encoder.encode(result) + [UInt8(ascii: "\n")] }
    try OutputFile.write(text, to: "\(path)/results.jsonl")
    try OutputFile.write(results.csv.utf8, to: "\(path)/results.csv")
    let table =
      "# \(MarkdownText.escaped(plan.sweep.scenario))\n\n"
      + SweepTable(results, measures: plan.measures).markdown
    try OutputFile.write(table.utf8, to: "\(path)/results.md")
    let temporary = "\(path)/.results.\(getpid()).sqlite"
    try? FileManager.default.removeItem(atPath: temporary)
    do {
      try SweepDatabase.write(
        results, about: about, runs: plan.keepsReplications ? tallies : nil, to: temporary)
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw CommandError(.outputFailed, "mailsim: \(path)/results.sqlite: \(error)")
    }
    guard rename(temporary, "\(path)/results.sqlite") == 0 else {
      throw CommandError(.cannotCreate, "mailsim: \(path)/results.sqlite: cannot be created")
    }
  }

  private var about: [(String, String)] {
    [
      ("scenario", plan.sweep.scenario), ("fingerprint", plan.sweep.fingerprint),
      ("version", plan.sweep.version), ("seed", "\(plan.sweep.seed)"),
      ("replications", "\(plan.replications)"),
    ] + plan.vary.enumerated().map { ("vary \($0 + 1)", $1) }
  }
}
