import Yams

/// The way from the top of a scenario file to a value, checked against the table of shapes on
/// every step: `servers.mail.roaming.window`, `people.*.read.every`, `events.0.at`.
struct ScenarioPath {
  private let parts: [String]

  init(_ parts: [String]) {
    self.parts = parts
  }

  /// The tree with `value` at the end of the way. Settings on it that the file leaves out are made.
  func setting(_ value: ScenarioValue, in root: Node) throws(ScenarioKeyError) -> Node {
    try set(value, in: root, .object(.scenario), at: 0, mark: root.mark)
  }

  private func set(
    _ value: ScenarioValue, in node: Node?, _ schema: Schema.Value, at depth: Int, mark: Mark?
  ) throws(ScenarioKeyError) -> Node {
    let mark = node?.mark ?? mark
    guard depth < parts.count else { return value.node(at: mark) }
    switch schema {
    case .object(let section): return try set(value, in: node, section, at: depth, mark: mark)
    case .map(let inner): return try set(value, inNamed: node, inner, at: depth, mark: mark)
    case .list(let inner): return try set(value, inListed: node, inner, at: depth, mark: mark)
    case .some(let inner):
      if case .sequence = node {
        return try set(value, inListed: node, inner, at: depth, mark: mark)
      }
      return try set(value, in: node, inner, at: depth, mark: mark)
    case .either(let choices):
      guard let deep = choices.first(where: { $0.hasParts }) else { throw tooLong(at: depth) }
      return try set(value, in: node, deep, at: depth, mark: mark)
    default: throw tooLong(at: depth)
    }
  }

  /// One key of a mapping.
  private func set(
    _ value: ScenarioValue, in node: Node?, _ section: SchemaSection, at depth: Int, mark: Mark?
  ) throws(ScenarioKeyError) -> Node {
    let name = parts[depth]
    let schema = section.schema
    guard let key = schema.keys.first(where: { $0.name == name }) else {
      throw ScenarioKeyError(
        "\(words(upTo: depth)): \(schema.title) has no key `\(name)`", found: name,
        known: schema.keyNames)
    }
    var mapping = try mapping(node, section, at: depth, mark: mark)
    mapping[name] = try set(value, in: mapping[name], key.value, at: depth + 1, mark: mark)
    return .mapping(mapping)
  }

  /// The mapping there is, a new one, or what a value alone stands for: `tls: no`.
  private func mapping(
    _ node: Node?, _ section: SchemaSection, at depth: Int, mark: Mark?
  ) throws(ScenarioKeyError) -> Node.Mapping {
    switch node {
    case .mapping(let mapping): return mapping
    case nil: return Node.Mapping([], Tag(.implicit), .any, mark)
    default:
      guard let node, let key = section.shorthand else {
        throw ScenarioKeyError("\(words(upTo: depth)) is a single value in this file")
      }
      return Node.Mapping(
        [(ScenarioValue.text(key).node(at: mark), node)], Tag(.implicit), .any, mark)
    }
  }

  /// One entry of a table, or with `*` all.
  private func set(
    _ value: ScenarioValue, inNamed node: Node?, _ inner: Schema.Value, at depth: Int, mark: Mark?
  ) throws(ScenarioKeyError) -> Node {
    guard case .mapping(var mapping) = node else {
      throw ScenarioKeyError("the file has no \(words(upTo: depth))")
    }
    let known = Array(mapping.keys.compactMap(\.string))
    let wanted = parts[depth] == "*" ? known : known.filter { $0 == parts[depth] }
    if wanted.isEmpty {
      throw ScenarioKeyError(
        "nothing in \(words(upTo: depth)) is called `\(parts[depth])`", found: parts[depth],
        known: known)
    }
    for name in wanted {
      mapping[name] = try set(value, in: mapping[name], inner, at: depth + 1, mark: mark)
    }
    return .mapping(mapping)
  }

  /// One member of a list by its number from 0, or with `*` all.
  private func set(
    _ value: ScenarioValue, inListed node: Node?, _ inner: Schema.Value, at depth: Int, mark: Mark?
  ) throws(ScenarioKeyError) -> Node {
    guard case .sequence(var sequence) = node else {
      throw ScenarioKeyError("the file has no list of \(words(upTo: depth))")
    }
    let all = Array(sequence.indices)
    let wanted = parts[depth] == "*" ? all : all.filter { "\($0)" == parts[depth] }
    if wanted.isEmpty {
      throw ScenarioKeyError(
        "\(words(upTo: depth)) has members 0 to \(all.count - 1), none called `\(parts[depth])`")
    }
    for row in wanted {
      sequence[row] = try set(value, in: sequence[row], inner, at: depth + 1, mark: mark)
    }
    return .sequence(sequence)
  }

  private func tooLong(at depth: Int) -> ScenarioKeyError {
    ScenarioKeyError("\(words(upTo: depth)) is a single value: nothing is below it")
  }

  private func words(upTo depth: Int) -> String {
    depth == 0 ? "the file" : "`\(parts[..<depth].joined(separator: "."))`"
  }
}

extension Schema.Value {
  /// Whether something can be below it.
  fileprivate var hasParts: Bool {
    switch self {
    case .object, .map, .list: true
    case .some(let inner): inner.hasParts
    case .either(let choices): choices.contains { $0.hasParts }
    default: false
    }
  }
}

extension SchemaSection {
  /// The key a value alone stands for, where a file may say `tls: no` for `tls: {offer: no}`.
  fileprivate var shorthand: String? {
    switch self {
    case .tls: "offer"
    case .outbound: "tls"
    case .policy: "preset"
    case .login: "person"
    default: nil
    }
  }
}
