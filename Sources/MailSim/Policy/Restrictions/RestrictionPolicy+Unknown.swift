/// What a table, a service or a restriction that cannot be asked from here is taken to say.
public enum UnknownAnswer: String, Hashable, Sendable, CaseIterable {
  case permit, reject, `defer`, dunno
}

extension RestrictionPolicy {
  /// The tables and restrictions whose answers are not known here, by name, each once.
  public var openQuestions: [String] {
    var names: [String] = []
    _ = settled { name in
      if !names.contains(name) { names.append(name) }
      return nil
    }
    return names
  }

  /// The policy with answers in place of what is unknown; what gets nil stays as it is.
  public func settled(_ answer: (String) -> UnknownAnswer?) -> RestrictionPolicy {
    var policy = self
    func settle(_ rule: Restriction) -> Restriction { rule.settled(answer) }
    policy.lists = Dictionary(
      uniqueKeysWithValues: RestrictionStage.allCases.compactMap { stage in
        lists[stage].map { (stage, $0.map(settle)) }
      })
    for word in words.keys.sorted() { policy.words[word] = words[word]?.map(settle) }
    policy.inside = inside.mapTables { $0.settled(answer) }
    policy.destinations.local = destinations.local.mapTables { $0.settled(answer) }
    policy.destinations.virtual = destinations.virtual.mapTables { $0.settled(answer) }
    policy.destinations.relay = destinations.relay.mapTables { $0.settled(answer) }
    return policy
  }

  /// The tables clients are looked up in, by name.
  public var clientTables: [String] {
    restrictions.compactMap { rule in
      rule.kind.subject == .access(.client) ? rule.table?.name : nil
    }
  }

  /// The policy with the roaming window in place of the table that a daemon fills; nil when no
  /// client is looked up there.
  public func openingWindow(through table: String) -> RestrictionPolicy? {
    guard clientTables.contains(table) else { return nil }
    var policy = self
    policy.lists = lists.mapValues { list in
      list.map { rule in
        guard rule.kind.subject == .access(.client), rule.table?.name == table else { return rule }
        return Restriction(.permitWindow, name: rule.name, position: rule.position)
      }
    }
    return policy
  }
}

extension Restriction {
  fileprivate func settled(_ answer: (String) -> UnknownAnswer?) -> Restriction {
    var rule = self
    if kind.outside != nil, let said = answer(name) {
      rule.kind =
        switch said {
        case .permit: .permit
        case .reject: .reject
        case .defer: .deferAll
        case .dunno: .noEffect
        }
    }
    rule.table = table?.settled(answer)
    rule.inner = inner.map { $0.settled(answer) }
    return rule
  }
}

extension LookupTable {
  fileprivate func settled(_ answer: (String) -> UnknownAnswer?) -> LookupTable {
    var table = self
    switch content {
    case .unknown, .anyOf:
      switch answer(name) {
      case .permit: table.content = .constant(Entry("OK"))
      case .reject: table.content = .constant(Entry("REJECT"))
      case .defer: table.content = .constant(Entry("DEFER"))
      case .dunno: table.content = .keyed([:])
      case nil: break
      }
    case .union(let tables): table.content = .union(tables.map { $0.settled(answer) })
    case .pipe(let tables): table.content = .pipe(tables.map { $0.settled(answer) })
    default: break
    }
    return table
  }
}

extension MatchList {
  /// The plain names of the list as domains, in its order.
  var domains: [Domain] {
    elements.compactMap { element in
      guard !element.isNegated, case .name(let name) = element.item else { return nil }
      return Domain(name)
    }
  }

  func mapTables(_ change: (LookupTable) -> LookupTable) -> MatchList {
    var list = self
    list.elements = elements.map { element in
      guard case .table(let table) = element.item else { return element }
      return Element(
        .table(change(table)), isNegated: element.isNegated, position: element.position)
    }
    return list
  }
}
