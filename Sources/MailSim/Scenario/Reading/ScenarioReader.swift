/// Reads scenario files: YAML in, a checked `Scenario` or every problem with its position out.
///
/// The language is described in `Documentation/Scenarios.md`.
public enum ScenarioReader {
  /// Reads a file.
  ///
  /// - Throws: `ScenarioProblems`, also when the file cannot be read at all (`S001`).
  public static func read(contentsOf path: String) throws(ScenarioProblems) -> Scenario {
    try read(try ScenarioText.load(path), file: path)
  }

  /// Reads a text.
  ///
  /// - Parameter file: what errors and reports call it.
  public static func read(_ text: String, file: String) throws(ScenarioProblems) -> Scenario {
    var reading = Reading(file: file)
    let fingerprint = StableHash.fingerprint(of: text)
    // A byte order mark belongs to the file, not to its first line.
    let text = text.hasPrefix("\u{feff}") ? String(text.dropFirst()) : text
    do {
      reading.read(try ScenarioText.tree(text, file: file))
    } catch {
      reading.problems.append(error)
    }
    guard reading.problems.isEmpty else {
      let inOrder = reading.problems.enumerated().sorted { a, b in
        (a.element.position.line, a.element.position.column, a.offset)
          < (b.element.position.line, b.element.position.column, b.offset)
      }
      throw ScenarioProblems(problems: inOrder.map(\.element), text: text)
    }
    reading.scenario.fingerprint = fingerprint
    return reading.scenario
  }
}
