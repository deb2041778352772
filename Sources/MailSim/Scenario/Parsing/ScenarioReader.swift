import Yams

/// Reads scenario files: YAML in, a checked `Scenario` or every problem with its position out.
///
/// The language is described in `Documentation/Scenarios.md`.
public enum ScenarioReader {
  /// Reads a file.
  ///
  /// - Throws: `ScenarioErrors`, also when the file cannot be read at all (`S001`).
  public static func read(contentsOf path: String) throws(ScenarioErrors) -> Scenario {
    try read(try text(of: path), file: path)
  }

  /// The text of a file, for whoever also shows it.
  ///
  /// - Throws: `ScenarioErrors` with the one that it cannot be read (`S001`).
  public static func text(of path: String) throws(ScenarioErrors) -> String {
    try ScenarioText.load(path)
  }

  /// Reads a text.
  ///
  /// - Parameter file: what errors and reports call it.
  public static func read(_ text: String, file: String) throws(ScenarioErrors) -> Scenario {
    let tree: Node
    do {
      tree = try ScenarioText.tree(body(of: text), file: file)
    } catch {
      throw ScenarioErrors(errors: [error], text: body(of: text))
    }
    return try read(tree, text: body(of: text), fingerprintOf: text, file: file)
  }

  /// Reads a tree.
  ///
  /// - Parameters:
  ///   - text: what its positions refer to.
  ///   - identity: what the fingerprint is made of.
  static func read(
    _ tree: Node, text: String, fingerprintOf identity: String, file: String
  ) throws(ScenarioErrors) -> Scenario {
    var parser = ScenarioParser(file: file)
    parser.read(tree)
    guard parser.errors.isEmpty else {
      let inOrder = parser.errors.enumerated().sorted { a, b in
        (a.element.position.line, a.element.position.column, a.offset)
          < (b.element.position.line, b.element.position.column, b.offset)
      }
      throw ScenarioErrors(errors: inOrder.map(\.element), text: text)
    }
    parser.scenario.fingerprint = StableHash.fingerprint(of: identity)
    return parser.scenario
  }

  /// A byte order mark belongs to the file, not to its first line.
  static func body(of text: String) -> String {
    text.hasPrefix("\u{feff}") ? String(text.dropFirst()) : text
  }
}
