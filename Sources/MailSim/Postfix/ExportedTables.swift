/// The lookup tables of an exported policy, each a file of its own.
struct ExportedTables {
  private(set) var files: [(name: String, text: String)] = []
  private(set) var notes: [String] = []
  private var known: [LookupTable: String] = [:]

  /// What main.cf calls the table.
  mutating func reference(_ table: LookupTable) -> String {
    if let reference = known[table] { return reference }
    let reference = write(table)
    known[table] = reference
    return reference
  }

  private mutating func write(_ table: LookupTable) -> String {
    switch table.content {
    case .keyed(let entries):
      let rows = entries.sorted { $0.key < $1.key }.map { key, entry in
        (key.contains(where: \.isWhitespace) ? "\"\(key)\"" : key) + "\t" + entry.value
      }
      return file("texthash", rows)
    case .networks(let networks): return file("cidr", networks.rows.map(Self.lines))
    case .patterns(let rules):
      // Of two kinds of pattern none is made here: a table is of one.
      let dialect = rules.first?.pattern.dialect ?? .posix
      return file(dialect.rawValue, rules.map(Self.lines))
    case .constant(let entry): return "static:{\(entry.value)}"
    case .union(let tables): return composed("unionmap", tables)
    case .pipe(let tables): return composed("pipemap", tables)
    case .anyOf(let entries):
      let values = entries.map(\.value)
      for value in values where value.contains(where: \.isWhitespace) {
        notes.append("\(table.name): '\(value)' has spaces, which randmap cannot hold")
      }
      return "randmap:{\(values.joined(separator: ", "))}"
    case .unknown(let why):
      notes.append("the table \(table.name) is kept as it was named: \(why)")
      return table.name
    }
  }

  private mutating func composed(_ kind: String, _ tables: [LookupTable]) -> String {
    var parts: [String] = []
    for table in tables { parts.append("{\(reference(table))}") }
    return "\(kind):{\(parts.joined(separator: ", "))}"
  }

  private mutating func file(_ kind: String, _ rows: [String]) -> String {
    let name = "table-\(files.count + 1).\(kind)"
    files.append((name, rows.joined(separator: "\n") + "\n"))
    return "\(kind):${config_directory}/\(name)"
  }

  private static func lines(_ row: NetworkTable.Row) -> String {
    let opening = row.conditions.map { "if \($0.isNegated ? "!" : "")\($0.network)\n" }
    let closing = row.conditions.map { _ in "\nendif" }
    let rule = "\(row.isNegated ? "!" : "")\(row.network)\t\(row.entry.value)"
    return opening.joined() + rule + closing.joined()
  }

  private static func lines(_ rule: PatternRule) -> String {
    func written(_ pattern: Pattern) -> String {
      "\(delimited(pattern.text))\(pattern.flags)"
    }
    let opening = rule.conditions.map { "if \($0.isNegated ? "!" : "")\(written($0.pattern))\n" }
    let closing = rule.conditions.map { _ in "\nendif" }
    let line = "\(rule.isNegated ? "!" : "")\(written(rule.pattern))\t\(rule.entry.value)"
    return opening.joined() + line + closing.joined()
  }

  /// Between slashes; one in the pattern that is not escaped yet is.
  private static func delimited(_ pattern: String) -> String {
    var text = "/"
    var rest = pattern[...]
    while let character = rest.popFirst() {
      if character == "/" { text += "\\" }
      text.append(character)
      if character == "\\", let next = rest.popFirst() { text.append(next) }
    }
    return text + "/"
  }

  // MARK: What Postfix has no word for

  /// The roaming window is a table that a daemon fills; it starts out empty.
  mutating func window() -> String {
    let name = "roaming-window"
    if !files.contains(where: { $0.name == name }) {
      files.append(
        (
          name,
          """
          # Addresses from which mail was read lately; nobody, at first.
          # A daemon that follows the log of the POP and IMAP server puts a line here at each login,
          #   203.0.113.9   OK
          # takes it out when the window ends, and runs: postmap hash:roaming-window
          # Run that once now: a missing roaming-window.db is answered with 451 to everybody.

          """
        ))
      notes.append("roaming-window is filled by a POP-before-SMTP daemon; run postmap on it first")
    }
    return "hash:${config_directory}/\(name)"
  }

  /// Senders that claim a domain of ours; a local part that asks for a detour claims nothing.
  mutating func ownSenders(_ policy: RestrictionPolicy) -> String {
    let destinations = policy.destinations
    let literals = destinations.ownAddresses.sorted().map { Self.escaped($0.literal) }
    let domains = Self.names(in: [destinations.local, destinations.virtual, destinations.relay])
    return file("regexp", (domains + literals).map { "/^[^@%!]+@\($0)$/\tOK" })
  }

  /// Addresses that end like a domain of ours, a dot before it or not; one table for both paths.
  mutating func suffixes(_ policy: RestrictionPolicy) -> String {
    let patterns = Self.names(in: [policy.destinations.local]).map {
      PatternRule(
        pattern: Pattern("\($0)$", dialect: .posix), isNegated: false, conditions: [],
        entry: .init("OK"))
    }
    return reference(LookupTable(name: "suffixes", content: .patterns(patterns)))
  }

  /// The address of each login: its name at our domains.
  mutating func ownLogins(_ policy: RestrictionPolicy) -> String {
    notes.append("a login is taken to own the mailbox of its name in every domain kept here")
    let domains = Self.names(in: [policy.destinations.local, policy.destinations.virtual])
    return file("regexp", domains.map { "/^([^@]+)@\($0)$/\t$1" })
  }

  /// The names that lists hold themselves, as patterns.
  private static func names(in lists: [MatchList]) -> [String] {
    lists.flatMap(\.elements).compactMap { element in
      guard case .name(let name) = element.item, !element.isNegated else { return nil }
      return escaped(name)
    }
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { pattern, letter in
      if ".[]".contains(letter) { pattern += "\\" }
      pattern.append(letter)
    }
  }
}
