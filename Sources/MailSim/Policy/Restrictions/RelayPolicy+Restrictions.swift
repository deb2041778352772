extension RelayPolicy {
  /// The policy as restriction lists that decide alike: what a prover asks, and what is written out
  /// for a real server.
  public func restrictions() -> RestrictionPolicy {
    if let lists { return lists }
    var policy = RestrictionPolicy(name: name)
    policy.destinations.local = MatchList(names: settings.localDomains.sorted().map(\.text))
    policy.destinations.relay = MatchList(names: settings.relayDomains.sorted().map(\.text))
    policy.destinations.ownAddresses = settings.ownAddresses
    // A detour in an address is nowhere undone: for a stranger it leads elsewhere.
    policy.destinations.undoesQuotedAddress = false
    policy.destinations.undoesPercentHack = false
    policy.destinations.undoesBangPath = false
    policy.networks = settings.insideNetworks
    policy.window = settings.window
    policy.relayRefusal = settings.refusal
    policy.reportsUnlistedRecipients = false
    policy.lists[.relay] = rules.flatMap(restrictions)
    return policy
  }

  private func restrictions(for rule: RelayRule) -> [Restriction] {
    func one(_ test: Restriction.Test) -> [Restriction] {
      [Restriction(test, name: rule.test.rawValue)]
    }
    switch rule.test {
    case .permitDestination: return one(.permitDestination)
    case .permitNetworks: return one(.permitNetworks)
    case .permitWindow: return one(.permitWindow)
    case .permitLogin: return one(.permitLogin)
    case .permitSenderDomain: return one(.permitSenderDomain)
    case .permitDomainSuffix: return [suffix(.recipient), suffix(.sender)]
    case .permitAnyone: return one(.permit)
    case .rejectForeignSender: return one(.rejectForeignSender)
    case .rejectUnknownRecipient: return one(.rejectUnlistedRecipient)
    case .reject: return one(.rejectUnauthDestination)
    }
  }

  /// The careless comparison of text: whatever ends like ours, a dot before it or not.
  private func suffix(_ subject: AccessSubject) -> Restriction {
    let patterns = settings.localDomains.sorted().map {
      $0.text.replacing(".", with: "\\.") + "$"
    }
    let table = LookupTable(
      name: "pcre:{\(patterns.map { "{/\($0)/ OK}" }.joined(separator: " "))}",
      content: .patterns(
        patterns.map {
          PatternRule(pattern: Pattern($0), isNegated: false, conditions: [], entry: .init("OK"))
        }))
    return Restriction(
      .access(subject, table), name: "check_\(subject.rawValue)_access \(table.name)")
  }
}

extension RelayPreset {
  /// The preset as restriction lists, for the domain and networks of the teaching world.
  public func restrictions() -> RestrictionPolicy {
    policy(.teachingWorld).restrictions()
  }
}

extension RelaySettings {
  /// The department of the examples: cs.ait.ac.th on 192.0.2.0/24 and 2001:db8:ca::/48.
  public static let teachingWorld = RelaySettings(
    insideNetworks: ["192.0.2.0/24", "2001:db8:ca::/48"].compactMap { IPNetwork($0) },
    localDomains: Set(["cs.ait.ac.th"].compactMap { Domain($0) }))
}
