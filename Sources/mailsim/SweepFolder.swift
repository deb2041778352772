import Foundation
import MailSim
import MailSimDatabase

/// The directory a sweep keeps its results in. Every file is written whole or not at all.
final class SweepFolder {
  private let path: String
  private let plan: SweepPlan
  private let document: ScenarioDocument
  private let identity: String
  private var kept: [SweepResult] = []

  init(_ path: String, plan: SweepPlan, document: ScenarioDocument) throws {
    self.path = path
    self.plan = plan
    self.document = document
    identity = plan.identity(of: document)
    try OutputFile.makeDirectory(path)
  }

  /// What an interrupted sweep has left.
  func earlier() throws -> [SweepResult] {
    guard let about = try? String(contentsOfFile: "\(path)/sweep.txt", encoding: .utf8) else {
      return []
    }
    guard about.contains("plan: \(identity)\n") else {
      throw CommandError(
        .usage,
        "mailsim: \(path) holds results of another sweep, or of another version of the scenario; "
          + "take another --out, or leave --resume away to begin anew")
    }
    return try Self.results(in: path)
  }

  static func results(in path: String) throws -> [SweepResult] {
    let file = "\(path)/results.jsonl"
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw CommandError(.noInput, "mailsim: \(file): there are no results of a sweep")
    }
    do {
      return try text.split(separator: "\n").map {
        try JSONDecoder().decode(SweepResult.self, from: Data($0.utf8))
      }
    } catch {
      throw CommandError(.noInput, "mailsim: \(file): not the results of a sweep of this version")
    }
  }

  /// Writes one more result down, so that an interruption costs no more than the next.
  func keep(_ result: SweepResult, after finished: [SweepResult]) throws {
    if kept.isEmpty { kept = finished }
    kept.append(result)
    try write(kept)
  }

  func complete(_ results: [SweepResult]) throws {
    try write(results)
    try OutputFile.write(results.csv.utf8, to: "\(path)/results.csv")
    let table = "# \(document.file)\n\n" + SweepTable(results, measures: plan.watched).markdown
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
    let lines = try results.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
    try OutputFile.write(lines.joined().utf8, to: "\(path)/results.jsonl")
    let words = about.map { "\($0.0): \($0.1)\n" }.joined()
    try OutputFile.write(words.utf8, to: "\(path)/sweep.txt")
  }

  private var about: [(String, String)] {
    [
      ("scenario", document.file), ("version", MailSimVersion.version), ("plan", identity),
      ("seed", "\(plan.seed)"), ("replications", "\(plan.replications)"),
    ] + plan.factors.map { ("vary \($0.key)", $0.levels.map(\.words).joined(separator: ",")) }
  }
}
