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
      let errors = inOrder.map(\.element)
      let own = withoutConsequences(errors, in: tree, file: file)
      throw ScenarioErrors(errors: own, text: text, consequences: errors.count - own.count)
    }
    parser.scenario.fingerprint = StableHash.fingerprint(of: identity)
    return parser.scenario
  }

  /// The errors that would be there without the words that are like known ones, and those words.
  private static func withoutConsequences(
    _ errors: [ScenarioError], in tree: Node, file: String
  ) -> [ScenarioError] {
    let slips = Slips(errors)
    guard !slips.isEmpty, errors.count > 1 else { return errors }
    var parser = ScenarioParser(file: file)
    parser.read(slips.corrected(tree, file: file))
    let left = Set(parser.errors)
    return errors.filter { slips.contains($0) || left.contains($0) }
  }

  /// A byte order mark belongs to the file, not to its first line.
  static func body(of text: String) -> String {
    text.hasPrefix("\u{feff}") ? String(text.dropFirst()) : text
  }
}
