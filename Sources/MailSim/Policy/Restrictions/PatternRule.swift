/// One rule of a `regexp:` or `pcre:` table (regexp_table(5), pcre_table(5)).
public struct PatternRule: Hashable, Sendable {
  public var pattern: Pattern
  public var isNegated: Bool
  /// Enclosing `if` blocks: all must hold.
  public var conditions: [Condition]
  public var entry: LookupTable.Entry

  public struct Condition: Hashable, Sendable {
    public var pattern: Pattern
    public var isNegated: Bool
  }

  /// What the first rule says that matches.
  ///
  /// A pattern that gives up matches nothing, negated or not, and the next rules are asked, as a
  /// server does that logs it. What cannot be matched here at all is not known.
  static func first(of rules: [PatternRule], matching key: String) -> LookupTable.Answer {
    for rule in rules {
      guard let isEntered = rule.isEntered(by: key) else { return .unknown }
      guard isEntered else { continue }
      let match = rule.pattern.match(key)
      switch match {
      case .unknown: return .unknown
      case .gaveUp: continue
      case .matched, .notMatched: if match.isMatch == rule.isNegated { continue }
      }
      var entry = rule.entry
      entry.value = Replacement(entry.value)?.filled(with: match.groups) ?? entry.value
      return .found(entry)
    }
    return .notFound
  }

  /// Whether the blocks around the rule hold for a key; nil where that is not known.
  private func isEntered(by key: String) -> Bool? {
    for condition in conditions {
      let match = condition.pattern.match(key)
      switch match {
      case .unknown: return nil
      case .gaveUp: return false
      case .matched, .notMatched: if match.isMatch == condition.isNegated { return false }
      }
    }
    return true
  }
}

/// The text of a pattern rule, with `$1`, `${1}` or `$(1)` where the groups of the match go.
struct Replacement {
  private enum Part {
    case text(String)
    case group(Int)
  }

  private var parts: [Part] = []

  /// The highest group that is named; 0 for plain text.
  private(set) var lastGroup = 0

  /// nil for what a server skips the rule for: a name that is no number, or none.
  init?(_ value: String) {
    var rest = value[...]
    while let dollar = rest.firstIndex(of: "$") {
      parts.append(.text(String(rest[..<dollar])))
      rest = rest[rest.index(after: dollar)...]
      if rest.first == "$" {
        parts.append(.text("$"))
        rest = rest.dropFirst()
        continue
      }
      guard let name = Self.name(&rest), name.utf8.allSatisfy({ (48...57).contains($0) }),
        let group = Int(name), group > 0
      else { return nil }
      lastGroup = max(lastGroup, group)
      parts.append(.group(group))
    }
    parts.append(.text(String(rest)))
  }

  private static func name(_ rest: inout Substring) -> Substring? {
    if rest.first == "{" || rest.first == "(" {
      guard let end = rest.firstIndex(of: rest.first == "{" ? "}" : ")") else { return nil }
      defer { rest = rest[rest.index(after: end)...] }
      return rest[rest.index(after: rest.startIndex)..<end]
    }
    let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    rest = rest.dropFirst(name.count)
    return name
  }

  /// A group that took no part in the match is empty.
  func filled(with groups: [String]) -> String {
    parts.reduce(into: "") { text, part in
      switch part {
      case .text(let plain): text += plain
      case .group(let number): if groups.indices.contains(number) { text += groups[number] }
      }
    }
  }
}
