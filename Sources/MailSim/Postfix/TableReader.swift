/// Reads lookup tables of the kinds that are files or stand in main.cf itself.
struct TableReader {
  let directory: String
  var cache: [String: LookupTable] = [:]
  var errors: [ConfigurationError] = []
  /// Tables that stand in no file, by their kind and name.
  var declared: [String: [LogicalLine]] = [:]

  /// What positions call the directory; empty: its path.
  private let shown: String
  /// How deep tables stand in tables, and how deep they may.
  private var depth = 0
  private static let deepest = 100

  private let reach: ConfigurationReach
  /// Files outside the directory that were read, each of them once.
  private var elsewhere: Set<String> = []

  init(directory: String, reach: ConfigurationReach = .machine, shown: String = "") {
    self.directory = directory
    self.reach = reach
    self.shown = shown
  }

  mutating func table(_ name: String, at position: ConfigurationPosition?) -> LookupTable {
    if let known = cache[name] { return known }
    let table = LookupTable(name: name, content: content(name, at: position))
    cache[name] = table
    if case .unknown(let why) = table.content {
      errors.append(
        ConfigurationError(
          "the table \(name) is unknown: \(why)", at: position, isOpenQuestion: true))
    }
    return table
  }

  private mutating func content(_ name: String, at position: ConfigurationPosition?)
    -> LookupTable.Content
  {
    guard let colon = name.firstIndex(of: ":") else {
      return .unknown("it names no table type")
    }
    guard depth < Self.deepest else { return .unknown("it stands too deep in other tables") }
    depth += 1
    defer { depth -= 1 }
    let kind = name[..<colon]
    let source = String(name[name.index(after: colon)...])
    let here = position ?? ConfigurationPosition(file: name, line: 0)
    switch kind {
    case "proxy": return content(source, at: position)
    case "static": return .constant(.init(source.withoutBraces, position: here))
    case "fail": return .unknown("it fails on every request")
    case "inline": return .keyed(inline(source, here))
    case "unionmap", "pipemap":
      let tables = source.bracedList.map { table($0, at: position) }
      return kind == "unionmap" ? .union(tables) : .pipe(tables)
    case "randmap":
      // Braces around a value belong to it, unlike those of the other kinds.
      let values = source.listItems.map { LookupTable.Entry($0, position: here) }
      return values.count == 1 ? .constant(values[0]) : .anyOf(values)
    case "hash", "btree", "lmdb", "texthash", "dbm", "cdb", "sdbm":
      return file(source, name) { lines, _ in .keyed(Self.keyed(lines)) }
    case "cidr": return file(source, name) { .networks(NetworkTable($1.networks($0))) }
    case "pcre": return file(source, name) { .patterns($1.patterns($0, .pcre)) }
    case "regexp": return file(source, name) { .patterns($1.patterns($0, .posix)) }
    default: return .unknown("tables of type \(kind) are not readable from here")
    }
  }

  private mutating func file(
    _ path: String, _ name: String,
    _ read: ([LogicalLine], inout TableReader) -> LookupTable.Content
  ) -> LookupTable.Content {
    if let lines = declared[name] { return read(lines, &self) }
    if path.hasPrefix("{") {
      let lines = path.bracedRules.map {
        LogicalLine(parts: [($0, ConfigurationPosition(file: "main.cf", line: 0))])
      }
      return read(lines, &self)
    }
    if let (text, file) = found(path) {
      return read(LogicalLine.split(text, file: shownName(of: file)), &self)
    }
    // Whether there is such a file on this machine is nobody's business either.
    return .unknown(
      "the file \(path) is not here"
        + (reach == .directory ? ", in the configuration's own directory" : ""))
  }

  /// The text of a file by the path its server knows, and where it was found.
  mutating func found(_ path: String) -> (text: String, file: String)? {
    for candidate in candidates(path) where reach.permits(candidate, from: directory) {
      guard let text = PostfixConfiguration.text(of: candidate) else { continue }
      if !ConfigurationReach.isBelow(candidate, directory),
        elsewhere.insert(candidate).inserted
      {
        var note = ConfigurationError(
          "\(candidate) is a file of this machine and no part of the configuration; it was read",
          at: nil)
        note.isElsewhere = true
        errors.append(note)
      }
      return (text, candidate)
    }
    return nil
  }

  private func shownName(of path: String) -> String {
    guard !shown.isEmpty, path.hasPrefix(directory + "/") else { return path }
    return shown + path.dropFirst(directory.count)
  }

  /// A copied configuration has its tables beside main.cf, whatever path the server knew.
  func candidates(_ path: String) -> [String] {
    guard !directory.isEmpty else { return path.hasPrefix("/") ? [path] : [] }
    let last = path.split(separator: "/").last.map(String.init) ?? path
    guard path.hasPrefix("/") else { return ["\(directory)/\(path)", "\(directory)/\(last)"] }
    let below = path.hasPrefix("/etc/postfix/") ? [String(path.dropFirst(13))] : []
    return ((below + [last]).map { "\(directory)/\($0)" }) + [path]
  }

  // MARK: Kinds

  private static func keyed(_ lines: [LogicalLine]) -> [String: LookupTable.Entry] {
    var entries: [String: LookupTable.Entry] = [:]
    for line in lines {
      guard let (key, value) = line.keyAndValue else { continue }
      // postmap keeps the first of two equal keys and warns.
      if entries[key.lowercased()] == nil {
        entries[key.lowercased()] = .init(value, position: line.position)
      }
    }
    return entries
  }

  private func inline(
    _ source: String, _ position: ConfigurationPosition
  ) -> [String: LookupTable.Entry] {
    var entries: [String: LookupTable.Entry] = [:]
    for pair in source.bracedRules {
      guard let equals = pair.firstIndex(of: "=") else { continue }
      let key = pair[..<equals].trimmingWhitespace.lowercased()
      entries[key] = .init(
        pair[pair.index(after: equals)...].trimmingWhitespace, position: position)
    }
    return entries
  }

  private mutating func networks(_ lines: [LogicalLine]) -> [NetworkTable.Row] {
    var rows: [NetworkTable.Row] = []
    var conditions: [NetworkTable.Condition] = []
    for line in lines {
      let text = line.text.trimmingWhitespace
      if text.lowercased() == "endif" {
        _ = conditions.popLast()
        continue
      }
      let opens = text.lowercased().hasPrefix("if ")
      let rule = opens ? String(text.dropFirst(3)).trimmingWhitespace : text
      let isNegated = rule.hasPrefix("!")
      let words = rule.dropFirst(isNegated ? 1 : 0).trimmingWhitespace
        .split(maxSplits: 1, whereSeparator: \.isWhitespace)
      guard let network = words.first.flatMap({ IPNetwork($0.withoutBrackets) }) else {
        errors.append(
          ConfigurationError("'\(words.first ?? "")' is no network", at: line.position))
        continue
      }
      if opens {
        conditions.append(.init(network: network, isNegated: isNegated))
      } else if words.count == 2 {
        rows.append(
          .init(
            network, isNegated: isNegated, conditions: conditions,
            entry: .init(words[1].trimmingWhitespace, position: line.position)))
      }
    }
    return rows
  }
}

extension LogicalLine {
  /// The first word and the rest; a key in double quotes may hold spaces.
  fileprivate var keyAndValue: (String, String)? {
    let text = text.trimmingWhitespace
    if text.hasPrefix("\""), let end = text.dropFirst().firstIndex(of: "\"") {
      let key = text[text.index(after: text.startIndex)..<end]
      return (String(key), text[text.index(after: end)...].trimmingWhitespace)
    }
    let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    return words.count == 2 ? (String(words[0]), words[1].trimmingWhitespace) : nil
  }
}

extension StringProtocol {
  var withoutBraces: String {
    hasPrefix("{") && hasSuffix("}") ? dropFirst().dropLast().trimmingWhitespace : String(self)
  }

  var withoutBrackets: String {
    String(filter { $0 != "[" && $0 != "]" })
  }

  /// `{a, b}` or `{ {a b} {c d} }` as its parts, without their braces.
  fileprivate var bracedList: [String] { listItems.map(\.withoutBraces) }

  fileprivate var listItems: [String] {
    ConfigurationWords.split(
      [(withoutBraces, ConfigurationPosition(file: "", line: 0))], commas: true
    ).map(\.text)
  }

  /// As `bracedList`, for rules that hold spaces and stand in braces of their own.
  fileprivate var bracedRules: [String] {
    let inner = withoutBraces
    guard inner.contains("{") else {
      // `key=value` pairs without braces; `=` may stand apart.
      return String(inner).replacing(" =", with: "=").replacing("= ", with: "=").bracedParts
    }
    return inner.bracedParts
  }

  private var bracedParts: [String] {
    ConfigurationWords.split(
      [(String(self), ConfigurationPosition(file: "", line: 0))], commas: true
    ).map(\.text.withoutBraces)
  }
}
