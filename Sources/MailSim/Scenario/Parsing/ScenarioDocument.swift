import Yams

/// A scenario file as it is written, before it is checked: values in it can be exchanged by their
/// place, and each version is then read and checked like any other file.
public struct ScenarioDocument {
  public let file: String
  public let text: String
  private let root: Node

  /// - Throws: `ScenarioErrors`, also when the file cannot be read at all (`S001`).
  public init(contentsOf path: String) throws(ScenarioErrors) {
    try self.init(try ScenarioText.load(path), file: path)
  }

  public init(_ text: String, file: String) throws(ScenarioErrors) {
    self.text = text
    self.file = file
    do {
      root = try ScenarioText.tree(ScenarioReader.body(of: text), file: file)
    } catch {
      throw ScenarioErrors(errors: [error], text: text)
    }
  }

  /// The scenario with some values exchanged.
  ///
  /// - Throws: `ScenarioKeyError` for a key the file cannot have, `ScenarioErrors` for what is
  ///   wrong with the result; a value that came from outside is told at the place it was put.
  public func scenario(with edits: [ScenarioEdit] = []) throws -> Scenario {
    var edited = root
    for edit in edits {
      for path in try paths(of: edit.key) {
        edited = try ScenarioPath(path).setting(edit.value, in: edited)
      }
    }
    let words = edits.map { "\n\($0.key)=\($0.value)" }.joined()
    return try ScenarioReader.read(edited, text: text, fingerprintOf: text + words, file: file)
  }

  /// The places a key means: the key itself, or those its short name stands for.
  func paths(of key: String) throws(ScenarioKeyError) -> [[String]] {
    guard let short = ScenarioShortName.named(key) else {
      let parts = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      // One word alone is meant as a short name unless it is a key of the whole file.
      guard parts.count > 1 || SchemaSection.scenario.schema.keyNames.contains(key) else {
        throw ScenarioKeyError(
          "`\(key)` is neither a short name nor a key of a scenario",
          found: key, known: ScenarioShortName.all.map(\.name))
      }
      return [parts]
    }
    let paths = short.places(self)
    if paths.isEmpty {
      throw ScenarioKeyError("`\(key)` has nothing to change here: \(short.meaning)")
    }
    return paths
  }

  // MARK: What short names ask

  /// Names in a table, such as the servers.
  func names(in table: String) -> [String] {
    (root.mapping?[table]?.mapping?.keys).map { $0.compactMap(\.string) } ?? []
  }

  func value(_ table: String, _ name: String, _ keys: String...) -> Node? {
    keys.reduce(root.mapping?[table]?.mapping?[name]) { $0?.mapping?[$1] }
  }

  /// Servers of sites that are ours; all of them where no site is.
  var studiedServers: [String] {
    let servers = names(in: "servers")
    let ours = servers.filter { server in
      guard let site = value("servers", server, "site")?.string else { return false }
      return value("sites", site, "ours")?.string.flatMap { ScalarSyntax.flag($0) } ?? false
    }
    return ours.isEmpty ? servers : ours
  }
}

/// A value put in the place of another.
public struct ScenarioEdit: Hashable, Sendable {
  /// A short name, or a path such as `servers.mail.roaming.window`.
  public var key: String
  public var value: ScenarioValue

  public init(_ key: String, _ value: ScenarioValue) {
    self.key = key
    self.value = value
  }
}

/// A value of a scenario file that comes from elsewhere.
public indirect enum ScenarioValue: Hashable, Sendable, CustomStringConvertible {
  case text(String)
  case list([ScenarioValue])
  case members([Member])

  public struct Member: Hashable, Sendable {
    public var key: String
    public var value: ScenarioValue

    public init(_ key: String, _ value: ScenarioValue) {
      self.key = key
      self.value = value
    }
  }

  /// As it would stand in the file.
  public var description: String {
    switch self {
    case .text(let text): text
    case .list(let values): "[\(values.map(\.description).joined(separator: ", "))]"
    case .members(let members):
      "{\(members.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
    }
  }

  /// As a node that says it stands at `mark`.
  func node(at mark: Mark?) -> Node {
    switch self {
    case .text(let text): .scalar(Node.Scalar(text, Tag(.implicit), .any, mark))
    case .list(let values):
      .sequence(Node.Sequence(values.map { $0.node(at: mark) }, Tag(.implicit), .any, mark))
    case .members(let members):
      .mapping(
        Node.Mapping(
          members.map { (ScenarioValue.text($0.key).node(at: mark), $0.value.node(at: mark)) },
          Tag(.implicit), .any, mark))
    }
  }
}

/// A key that cannot be varied.
public struct ScenarioKeyError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ sentence: String, found: String = "", known: [String] = []) {
    var words = sentence
    if !known.isEmpty { words += "\n  known: \(known.joined(separator: ", "))" }
    if let similar = Similarity.nearest(to: found, in: known) {
      words += "\n  help: there is a similar one: `\(similar)`"
    }
    description = words
  }
}
