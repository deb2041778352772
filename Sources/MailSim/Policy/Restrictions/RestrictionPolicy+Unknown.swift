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
    policy.networkTables = networkTables.map { $0.settled(answer) }
    policy.destinations.local = destinations.local.settled(answer)
    policy.destinations.virtual = destinations.virtual.settled(answer)
    policy.destinations.relay = destinations.relay.settled(answer)
    return policy
  }

  /// The tables clients are looked up in, by name.
  public var clientTables: [String] {
    restrictions.compactMap { rule in
      if case .access(.client, let table) = rule.test { table.name } else { nil }
    }
  }

  /// The policy with the roaming window in place of the table that a daemon fills; nil when no
  /// client is looked up there.
  public func openingWindow(through table: String) -> RestrictionPolicy? {
    guard clientTables.contains(table) else { return nil }
    var policy = self
    policy.lists = lists.mapValues { list in
      list.map { rule in
        guard case .access(.client, let found) = rule.test, found.name == table else { return rule }
        return Restriction(.permitWindow, name: rule.name, position: rule.position)
      }
    }
    return policy
  }
}

extension Restriction {
  fileprivate func settled(_ answer: (String) -> UnknownAnswer?) -> Restriction {
    var rule = self
    switch test {
    case .unknown:
      switch answer(name) {
      case .permit: rule.test = .permit
      case .reject: rule.test = .reject
      case .defer: rule.test = .defer
      case .dunno: rule.test = .noEffect
      case nil: break
      }
    case .rejectUnlistedSender:
      // Which senders exist is in user tables nobody has read.
      if let said = answer(name) { rule.test = said == .reject ? .reject : .noEffect }
    case .access(let subject, let table): rule.test = .access(subject, table.settled(answer))
    case .permitListedCertificate(let table):
      rule.test = .permitListedCertificate(table.settled(answer))
    case .rejectLoginMismatch(let scope, let table):
      rule.test = .rejectLoginMismatch(scope, table?.settled(answer))
    case .list(let inner): rule.test = .list(inner.map { $0.settled(answer) })
    default: break
    }
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

  fileprivate func settled(_ answer: (String) -> UnknownAnswer?) -> MatchList {
    var list = self
    list.elements = elements.map { element in
      guard case .table(let table) = element.item else { return element }
      return Element(.table(table.settled(answer)), isNegated: element.isNegated)
    }
    return list
  }
}
