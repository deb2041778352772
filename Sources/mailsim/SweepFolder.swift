import Foundation
import MailSim
import MailSimDatabase

/// The directory a sweep keeps its results in. Every file is written whole or not at all, by one
/// sweep at a time, and results of one sweep never take the place of another's.
final class SweepFolder {
  /// Whose results these are: the first line of `results.jsonl`.
  struct Identity: Codable, Equatable {
    var scenario: String
    var fingerprint: String
    var version: String
    var seed: UInt64
    var replications: Int
    /// Fingerprint of all of it, of what is varied, and of how.
    var plan: String

    /// What of another sweep is not as here, in words.
    func differences(from other: Identity) -> [String] {
      var words: [String] = []
      if other.fingerprint != fingerprint {
        words.append("its scenario \(other.scenario) had another text")
      }
      if other.version != version { words.append("its version is \(other.version)") }
      if other.seed != seed { words.append("its seed is \(other.seed), not \(seed)") }
      if other.replications != replications {
        words.append("its replications are \(other.replications), not \(replications)")
      }
      return words.isEmpty ? ["it varied or watched something else"] : words
    }
  }

  private struct FirstLine: Codable { var sweep: Identity }

  private let path: String
  private let plan: SweepPlan
  private let document: ScenarioDocument
  private let identity: Identity
  /// Held open, and locked, as long as this may write.
  private let lock: Int32
  /// What a sweep of this very plan left; it stays until it is played again.
  private let found: [SweepResult]
  private var kept: [SweepResult] = []

  /// - Throws: `CommandError` with status 64 when the directory holds another sweep's results, with
  ///   73 when another sweep is writing there or the directory cannot be made.
  init(_ path: String, plan: SweepPlan, document: ScenarioDocument) throws {
    self.path = path
    self.plan = plan
    self.document = document
    identity = Identity(
      scenario: document.file, fingerprint: StableHash.fingerprint(of: document.text),
      version: MailSimVersion.version, seed: plan.seed, replications: plan.replications,
      plan: plan.identity(of: document))
    try OutputFile.makeDirectory(path)
    lock = try Self.locked(path)
    found = try Self.earlier(in: path, of: identity)
  }

  deinit { close(lock) }

  private static func locked(_ path: String) throws -> Int32 {
    let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else {
      throw CommandError(.cannotCreate, "mailsim: \(path): \(String(cString: strerror(errno)))")
    }
    guard flock(directory, LOCK_EX | LOCK_NB) == 0 else {
      close(directory)
      throw CommandError(.cannotCreate, "mailsim: \(path): another sweep is writing there")
    }
    return directory
  }

  /// What an interrupted sweep has left, to go on from.
  func earlier() throws -> [SweepResult] {
    for table in Self.staleTables(in: path) {
      try Terminal.writeError(
        "note: \(path)/\(table) is older than results.jsonl; the end renews it")
    }
    return found
  }

  private static func earlier(in path: String, of identity: Identity) throws -> [SweepResult] {
    guard FileManager.default.fileExists(atPath: "\(path)/results.jsonl") else { return [] }
    let (results, other) = try read(path)
    guard let other else {
      throw CommandError(
        .usage,
        "mailsim: \(path)/results.jsonl does not say whose results it holds; take another "
          + "--out, or move it away")
    }
    guard other == identity else {
      throw CommandError(
        .usage,
        "mailsim: \(path) holds results of another sweep: "
          + identity.differences(from: other).joined(separator: ", ")
          + "; take another --out, or move them away")
    }
    return results
  }

  /// The results in a directory, whoever asks.
  static func results(in path: String) throws -> [SweepResult] {
    for table in staleTables(in: path) {
      try Terminal.writeError("note: \(path)/\(table) is older than results.jsonl, which is drawn")
    }
    return try read(path).results
  }

  private static func read(_ path: String) throws -> (results: [SweepResult], of: Identity?) {
    let file = "\(path)/results.jsonl"
    var lines = try InputFile.octets(ofFile: file).split(separator: UInt8(ascii: "\n"))[...]
    let decoder = JSONDecoder()
    let first = lines.first.flatMap { try? decoder.decode(FirstLine.self, from: Data($0)) }
    if first != nil { lines = lines.dropFirst() }
    do {
      return (
        try lines.map { try decoder.decode(SweepResult.self, from: Data($0)) }, first?.sweep
      )
    } catch {
      throw CommandError(.noInput, "mailsim: \(file): not the results of a sweep of this version")
    }
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

  /// Writes one more result down, so that an interruption costs no more than the next.
  func keep(_ result: SweepResult, after finished: [SweepResult]) throws {
    if kept.isEmpty { kept = finished }
    kept.append(result)
    // Played from the start again, a sweep comes to what is there already.
    try write(kept + found.dropFirst(kept.count))
  }

  func complete(_ results: [SweepResult]) throws {
    let results = results + found.dropFirst(results.count)
    try write(results)
    try OutputFile.write(results.csv.utf8, to: "\(path)/results.csv")
    let table =
      "# \(MarkdownText.escaped(document.file))\n\n"
      + SweepTable(results, measures: plan.watched).markdown
    try OutputFile.write(table.utf8, to: "\(path)/results.md")
    let temporary = "\(path)/.results.\(getpid()).sqlite"
    try? FileManager.default.removeItem(atPath: temporary)
    do {
      try SweepDatabase.write(results, about: about, to: temporary)
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw CommandError(.outputFailed, "mailsim: \(path)/results.sqlite: \(error)")
    }
    guard rename(temporary, "\(path)/results.sqlite") == 0 else {
      throw CommandError(.cannotCreate, "mailsim: \(path)/results.sqlite: cannot be created")
    }
  }

  private func write(_ results: [SweepResult]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var text = try encoder.encode(FirstLine(sweep: identity)) + [UInt8(ascii: "\n")]
    for result in results { text += try encoder.encode(result) + [UInt8(ascii: "\n")] }
    try OutputFile.write(text, to: "\(path)/results.jsonl")
    let words = about.map { "\($0.0): \($0.1)\n" }.joined()
    try OutputFile.write(words.utf8, to: "\(path)/sweep.txt")
  }

  private var about: [(String, String)] {
    [
      ("scenario", document.file), ("version", MailSimVersion.version), ("plan", identity.plan),
      ("seed", "\(plan.seed)"), ("replications", "\(plan.replications)"),
    ] + plan.factors.map { ("vary \($0.key)", $0.levels.map(\.words).joined(separator: ",")) }
  }
}
