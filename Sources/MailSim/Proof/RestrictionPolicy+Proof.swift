extension RestrictionPolicy {
  /// The policy with its domains settled: a table of our domains that is not readable holds one
  /// made-up domain and no other.
  var withKnownDomains: RestrictionPolicy {
    var policy = self
    policy.destinations.local = destinations.local.forProof
    policy.destinations.virtual = destinations.virtual.forProof
    policy.destinations.relay = destinations.relay.forProof
    return policy
  }

  /// The policy as a proof sees it.
  ///
  /// Patterns cannot be cut into classes, so a pattern table may give any of its values or none.
  var forProof: RestrictionPolicy {
    var policy = withKnownDomains
    policy.lists = lists.mapValues { $0.map(\.forProof) }
    policy.words = words.mapValues { $0.map(\.forProof) }
    policy.inside = inside.mapTables(\.forProof)
    return policy
  }
}

extension Restriction {
  fileprivate var forProof: Restriction {
    var rule = self
    rule.table = table?.forProof
    rule.inner = inner.map(\.forProof)
    return rule
  }
}

extension LookupTable {
  fileprivate var forProof: LookupTable {
    var table = self
    switch content {
    case .patterns(let rules):
      var seen: Set<String> = []
      let entries = rules.map(\.entry).filter { seen.insert($0.value).inserted }
      table.content = .anyOf(entries + [Entry("DUNNO")])
    case .union(let tables): table.content = .union(tables.map(\.forProof))
    case .pipe(let tables):
      let hasPatterns = tables.contains { if case .patterns = $0.content { true } else { false } }
      if hasPatterns { table.content = .unknown("it leads through patterns") }
    default: break
    }
    return table
  }
}

extension MatchList {
  fileprivate var forProof: MatchList {
    var list = indexed
    list.elements = list.elements.map { element in
      guard case .table(var table) = element.item else { return element }
      switch table.content {
      case .unknown, .anyOf: table.content = .keyed(["hosted.example": .init("")])
      default: break
      }
      return Element(.table(table), isNegated: element.isNegated, position: element.position)
    }
    return list
  }

  /// Many plain names are asked as a table.
  private var indexed: MatchList {
    let isPlain = { (element: Element) in
      guard !element.isNegated, case .name(let name) = element.item else { return false }
      return !name.hasPrefix(".")
    }
    guard elements.count > 16, elements.allSatisfy(isPlain) else { return self }
    var keys: [String: LookupTable.Entry] = [:]
    for element in elements {
      if case .name(let name) = element.item { keys[name.lowercased()] = .init("") }
    }
    var list = self
    list.elements = [Element(.table(LookupTable(name: "names", content: .keyed(keys))))]
    return list
  }
}
