import Foundation
import MailSim

/// Scenario files as they are named on the command line.
enum ScenarioFiles {
  /// The files meant: a directory stands for the `.yaml` files in it, in the order of their names.
  static func found(at paths: [String]) throws -> [String] {
    var files: [String] = []
    for path in paths {
      var isDirectory: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      if exists, isDirectory.boolValue {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let scenarios = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
        if scenarios.isEmpty {
          throw CommandError(.noInput, "mailsim: \(path): no scenario (.yaml) is in this directory")
        }
        let base = path.hasSuffix("/") ? String(path.dropLast()) : path
        files += scenarios.sorted { inOrder($0, $1) }.map { "\(base)/\($0)" }
      } else {
        files.append(path)
      }
    }
    return files
  }

  /// Numbers in names count as numbers: t2 before t10. Attacks (a1, a2 …) come after the lessons, and
  /// what goes on from a name after it: an attack before what stops it.
  private static func inOrder(_ a: String, _ b: String) -> Bool {
    if isAttack(a) != isAttack(b) { return isAttack(b) }
    func stem(_ name: String) -> Substring {
      name.prefix(upTo: name.lastIndex(of: ".") ?? name.endIndex)
    }
    return stem(a).compare(stem(b), options: [.numeric, .caseInsensitive]) == .orderedAscending
  }

  private static func isAttack(_ name: String) -> Bool {
    name.first == "a" && name.dropFirst().first?.isNumber == true
  }

  /// Reads one; its problems go to standard error.
  static func read(_ path: String, seed: UInt64? = nil) throws -> (Scenario, source: String) {
    do {
      return try parse(path, seed: seed)
    } catch let error as ScenarioErrors {
      throw CommandError(error)
    }
  }

  /// Reads one.
  ///
  /// - Throws: `ScenarioErrors`.
  static func parse(_ path: String, seed: UInt64? = nil) throws -> (Scenario, source: String) {
    let source = try ScenarioReader.text(of: path)
    var scenario = try ScenarioReader.read(source, file: path)
    if let seed { scenario.seed = seed }
    for note in scenario.notes { try Terminal.writeError("note: \(note)") }
    return (scenario, source)
  }

  /// Plays one, with a bar if that takes long; a run that contradicts itself is our mistake.
  static func play(
    _ scenario: Scenario, within limits: RunLimits = .ordinary, until: Instant? = nil
  ) throws -> Trace {
    let bar = ProgressBar(scenario.file)
    defer { bar.clear() }
    let trace: Trace
    do {
      trace = try Simulation(scenario).run(within: limits, until: until) { bar.show($0) }
    } catch {
      throw CommandError(error, file: scenario.file)
    }
    for server in scenario.servers { try PolicySource.noteHardPatterns(server.policy) }
    let audit = Audit(trace)
    if !audit.isSound {
      throw CommandError(
        .internalMistake,
        "mailsim: \(scenario.file): the run contradicts itself; please report this\n\(audit.text)")
    }
    return trace
  }
}

extension CommandError {
  /// A scenario file that is not there, or is invalid.
  init(_ errors: ScenarioErrors) {
    let isMissing = errors.errors.contains { $0.code == "S001" }
    self.init(isMissing ? .noInput : .invalidScenario, errors.description)
  }
}
