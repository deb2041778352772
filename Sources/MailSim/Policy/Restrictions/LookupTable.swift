/// A lookup table as a server has it (DATABASE_README of Postfix): a key in, a value or none out.
public struct LookupTable: Hashable, Sendable {
  /// As configured: `cidr:/etc/postfix/clients`.
  public var name: String
  public var content: Content

  public indirect enum Content: Hashable, Sendable {
    /// Exact keys, in lower case; partial keys are tried one after the other.
    case keyed([String: Entry])
    case networks(NetworkTable)
    case patterns([PatternRule])
    /// `static:`: the same value for every key.
    case constant(Entry)
    /// `unionmap:`: the values of all, joined by commas.
    case union([LookupTable])
    /// `pipemap:`: the value of each is the key of the next.
    case pipe([LookupTable])
    /// `randmap:`: any of the values.
    case anyOf([Entry])
    /// Not readable here, for this reason.
    case unknown(String)
  }

  public struct Entry: Hashable, Sendable {
    public var value: String
    public var position: ConfigurationPosition?

    public init(_ value: String, position: ConfigurationPosition? = nil) {
      self.value = value
      self.position = position
    }
  }

  public enum Answer: Hashable, Sendable {
    case found(Entry)
    case oneOf([Entry])
    case notFound
    case unknown
  }

  public init(name: String, content: Content) {
    self.name = name
    self.content = content
  }

  /// Whether parts of a key (parent domains, networks) are asked for too.
  var takesPartialKeys: Bool {
    switch content {
    case .keyed, .unknown: true
    case .union(let tables), .pipe(let tables): tables.contains(where: \.takesPartialKeys)
    case .networks, .patterns, .constant, .anyOf: false
    }
  }

  public func look(up key: String) -> Answer {
    switch content {
    case .keyed(let entries): entries[key.lowercased()].map(Answer.found) ?? .notFound
    case .networks(let table):
      IPAddress(key).flatMap { table.first(containing: $0) }.map(Answer.found) ?? .notFound
    case .patterns(let rules): PatternRule.first(of: rules, matching: key)
    case .constant(let entry): .found(entry)
    case .anyOf(let entries): .oneOf(entries)
    case .unknown: .unknown
    case .union(let tables): Self.union(tables.map { $0.look(up: key) })
    case .pipe(let tables): Self.pipe(tables, key)
    }
  }

  /// As by the address's text, which a table of networks does not need.
  func look(up address: IPAddress) -> Answer {
    guard case .networks(let table) = content else { return look(up: address.description) }
    return table.first(containing: address).map(Answer.found) ?? .notFound
  }

  private static func union(_ answers: [Answer]) -> Answer {
    let isOpen = answers.contains { if case .oneOf = $0 { true } else { $0 == .unknown } }
    if isOpen { return .unknown }
    let found: [Entry] = answers.compactMap {
      if case .found(let entry) = $0 { entry } else { nil }
    }
    guard let first = found.first else { return .notFound }
    let value = found.map(\.value).joined(separator: ",")
    return .found(Entry(value, position: first.position))
  }

  private static let longestKey = 100_000

  private static func pipe(_ tables: [LookupTable], _ key: String) -> Answer {
    var answer = Answer.found(Entry(key))
    for table in tables {
      guard case .found(let entry) = answer else { return answer }
      // A pattern may double its key, and the next one that.
      guard entry.value.utf8.count <= longestKey else { return .unknown }
      answer = table.look(up: entry.value)
    }
    return answer
  }
}
