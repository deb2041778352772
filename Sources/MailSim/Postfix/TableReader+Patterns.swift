/// Tables of patterns, read as dict_pcre(3) and dict_regexp(3) of Postfix read them.
extension TableReader {
  mutating func patterns(_ lines: [LogicalLine], _ dialect: Pattern.Dialect) -> [PatternRule] {
    var rules: [PatternRule] = []
    var conditions: [PatternRule.Condition] = []
    for line in lines {
      let text = line.text.trimmingWhitespace
      if Self.isRequest("endif", text) {
        if conditions.popLast() == nil { skip(line, "this 'endif' ends no 'if'") }
      } else if Self.isRequest("if", text) {
        var rest = text.dropFirst(2)
        guard let written = written(&rest, line, dialect) else { continue }
        conditions.append(.init(pattern: written.pattern, isNegated: written.isNegated))
      } else if let first = text.first, first.isASCII, first.isLetter || first.isNumber {
        skip(line, "no pattern in this line")
      } else if let rule = rule(text, line, dialect) {
        rules.append(rule)
        rules[rules.count - 1].conditions = conditions + rule.conditions
      }
    }
    return rules
  }

  private static func isRequest(_ word: String, _ text: String) -> Bool {
    guard text.lowercased().hasPrefix(word) else { return false }
    return text.dropFirst(word.count).first.map { !$0.isLetter && !$0.isNumber } ?? true
  }

  /// A pattern and what it says; in a `regexp:` table `/this/!/but not that/` too.
  private mutating func rule(
    _ text: String, _ line: LogicalLine, _ dialect: Pattern.Dialect
  ) -> PatternRule? {
    var rest = text[...]
    guard let (pattern, isNegated) = written(&rest, line, dialect) else { return nil }
    var conditions: [PatternRule.Condition] = []
    if dialect == .posix, rest.first == "!" {
      guard let second = written(&rest, line, dialect) else { return nil }
      conditions.append(.init(pattern: second.pattern, isNegated: second.isNegated))
    }
    let value = rest.trimmingWhitespace
    guard let replacement = Replacement(value) else {
      return skip(line, "'\(value)': what follows a '$' is no number of a group")
    }
    guard replacement.lastGroup == 0 || !isNegated else {
      return skip(line, "where a pattern does not match there is no $\(replacement.lastGroup)")
    }
    guard replacement.lastGroup <= pattern.groupCount else {
      return skip(
        line, "$\(replacement.lastGroup) is none of the \(pattern.groupCount) groups of the pattern"
      )
    }
    return PatternRule(
      pattern: pattern, isNegated: isNegated, conditions: conditions,
      entry: .init(value, position: line.position))
  }

  /// `/pattern/flags`, with any character in place of the slash and `!` before it for not.
  private mutating func written(
    _ rest: inout Substring, _ line: LogicalLine, _ dialect: Pattern.Dialect
  ) -> (pattern: Pattern, isNegated: Bool)? {
    var isNegated = false
    while let sign = rest.first, sign == "!" || sign.isWhitespace {
      if sign == "!" { isNegated.toggle() }
      rest.removeFirst()
    }
    guard let mark = rest.popFirst() else { return skip(line, "no pattern in this line") }
    var body = ""
    var isClosed = false
    while let character = rest.popFirst() {
      isClosed = character == mark
      if isClosed { break }
      body.append(character)
      if character == "\\", let next = rest.popFirst() { body.append(next) }
    }
    guard isClosed else { return skip(line, "no '\(mark)' closes this pattern") }
    let flags = rest.prefix { !$0.isWhitespace && (dialect == .pcre || $0 != "!") }
    rest = rest.dropFirst(flags.count)
    if let unknown = flags.first(where: { !dialect.flags.contains($0) }) {
      return skip(line, "'\(unknown)' is no option of a pattern; options: \(dialect.flags)")
    }
    let pattern = Pattern(body, flags: String(flags), dialect: dialect)
    if let error = pattern.error { return skip(line, "the pattern \(body): \(error)") }
    if let refusal = pattern.refusal {
      errors.append(
        ConfigurationError("the pattern \(body) is not asked here: \(refusal)", at: line.position)
      )
    }
    return (pattern, isNegated)
  }

  /// What a server logs before it goes on with the next line.
  @discardableResult
  private mutating func skip<Nothing>(_ line: LogicalLine, _ why: String) -> Nothing? {
    errors.append(ConfigurationError("\(why): this line is skipped", at: line.position))
    return nil
  }

  private mutating func skip(_ line: LogicalLine, _ why: String) {
    errors.append(ConfigurationError("\(why): this line is skipped", at: line.position))
  }
}
