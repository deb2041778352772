extension RestrictionPolicy {
  /// Patterns that gave up at a key since the policy was read, each with the first such keys.
  ///
  /// A server logs it, takes the pattern not to match, and asks the next rules.
  public var hardPatterns: [HardPattern] {
    var found: [HardPattern] = []
    for rule in tables.flatMap(\.patternRules) {
      for pattern in rule.conditions.map(\.pattern) + [rule.pattern] {
        let keys = pattern.hardKeys
        guard let first = keys.first, !found.contains(where: { $0.pattern == pattern }) else {
          continue
        }
        found.append(
          HardPattern(
            pattern: pattern, position: rule.entry.position, key: first, keys: keys.count))
      }
    }
    return found
  }

  public struct HardPattern: Hashable, Sendable, CustomStringConvertible {
    public var pattern: Pattern
    /// The line of the rule it stands in or before.
    public var position: ConfigurationPosition?
    /// One of the keys, and how many there were.
    public var key: String
    public var keys: Int

    public var description: String {
      let place = position.map { "\($0): " } ?? ""
      let more = keys > 1 ? " and \(keys - 1) more" : ""
      return "\(place)the pattern \(pattern.text) reaches its limit at '\(key)'\(more), is taken "
        + "not to match, and the next are asked"
    }
  }

  /// Every table that is asked, wherever it stands.
  private var tables: [LookupTable] {
    let lists = [destinations.local, destinations.virtual, destinations.relay]
    return leaves.compactMap(\.table) + inside.tables
      + lists.flatMap(\.elements).compactMap {
        if case .table(let table) = $0.item { table } else { nil }
      }
  }
}

extension LookupTable {
  fileprivate var patternRules: [PatternRule] {
    switch content {
    case .patterns(let rules): rules
    case .union(let tables), .pipe(let tables): tables.flatMap(\.patternRules)
    default: []
    }
  }
}
