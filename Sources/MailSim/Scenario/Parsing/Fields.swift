import Yams

/// The keys of one mapping, checked against its shape.
struct Fields {
  let schema: Schema
  let node: Node
  fileprivate let values: [String: (key: Node, value: Node)]

  /// What stands behind a key; nil when it was left out.
  subscript(_ key: String) -> Node? {
    assert(schema.keyNames.contains(key), "\(schema.title) has no key \(key) in its table")
    return values[key]?.value
  }

  /// The key itself, for errors about it.
  func key(_ name: String) -> Node? { values[name]?.key }
}

extension ScenarioParser {
  /// Takes a mapping apart: unknown keys and missing ones are reported.
  mutating func fields(_ node: Node, _ section: SchemaSection) -> Fields? {
    let schema = section.schema
    guard let mapping = mapping(node, schema.title) else { return nil }
    var values: [String: (key: Node, value: Node)] = [:]
    for (key, value) in mapping {
      guard let name = scalar(key, "key") else { continue }
      if schema.keyNames.contains(name) {
        values[name] = (key, value)
      } else {
        report(.unknownKey(name, in: schema.title, known: schema.keyNames), at: key)
      }
    }
    for key in schema.keys where key.isRequired && values[key.name] == nil {
      report(.missingKey(key.name, in: schema.title), at: node)
    }
    return Fields(schema: schema, node: node, values: values)
  }

  mutating func mapping(_ node: Node, _ expected: String) -> Node.Mapping? {
    if case .mapping(let mapping) = node { return mapping }
    report(
      .wrongStructure(found: Self.words(for: node), expected: "\(expected) (keys with values)"),
      at: node)
    return nil
  }

  /// The text of a plain value.
  mutating func scalar(_ node: Node, _ expected: String) -> String? {
    if case .scalar(let scalar) = node { return scalar.string }
    report(.wrongStructure(found: Self.words(for: node), expected: expected), at: node)
    return nil
  }

  /// The members of a list.
  mutating func list(_ node: Node?, _ expected: String) -> [Node] {
    guard let node else { return [] }
    if case .sequence(let sequence) = node { return Array(sequence) }
    report(
      .wrongStructure(found: Self.words(for: node), expected: "a list of \(expected)"), at: node)
    return []
  }

  /// The members of a list, or the one value that stands in place of it.
  func some(_ node: Node?) -> [Node] {
    guard let node else { return [] }
    if case .sequence(let sequence) = node { return Array(sequence) }
    return [node]
  }

  static func words(for node: Node) -> String {
    switch node {
    case .scalar(let scalar):
      scalar.string.isEmpty ? "nothing" : "the value `\(scalar.string.prefix(40))`"
    case .mapping: "keys with values"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}
