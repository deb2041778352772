extension RelayPreset {
  /// The preset as restriction lists, for the domain and networks of the teaching world.
  public func restrictions() -> RestrictionPolicy {
    var policy = RestrictionPolicy(name: rawValue)
    let domain = "cs.ait.ac.th"
    policy.destinations.local = MatchList(names: [domain])
    policy.networks = ["192.0.2.0/24", "2001:db8:ca::/48"].compactMap { IPNetwork($0) }
    policy.lists[.relay] = tests(domain)
    return policy
  }

  private func tests(_ domain: String) -> [Restriction] {
    let destination = Restriction(.permitDestination, name: "permit_auth_destination")
    let login = Restriction(.permitLogin, name: "permit_sasl_authenticated")
    let window = Restriction(.permitWindow, name: "permit_roaming_window")
    let networks = Restriction(.permitNetworks, name: "permit_mynetworks")
    let reject = Restriction(.rejectUnauthDestination, name: "reject_unauth_destination")
    switch self {
    case .csim: return [destination, networks, window, login, reject]
    case .bySenderAddress: return [destination, Self.sender(domain), window, login, reject]
    case .bySuffix:
      return [Self.suffix(.recipient, domain), Self.suffix(.sender, domain), window, login, reject]
    case .openRelay: return [Restriction(.permit, name: "permit")]
    case .authOnly: return [destination, login, reject]
    case .popBeforeSMTP: return [destination, window, reject]
    case .modern:
      let owner = LookupTable(
        name: "static:owner", content: .keyed(["alice@\(domain)": .init("alice")]))
      let mismatch = Restriction(
        .rejectLoginMismatch(.authenticated, owner),
        name: "reject_authenticated_sender_login_mismatch")
      return [mismatch, destination, login, reject]
    }
  }

  private static func sender(_ domain: String) -> Restriction {
    let table = LookupTable(name: "inline:{\(domain)=OK}", content: .keyed([domain: .init("OK")]))
    return Restriction(.access(.sender, table), name: "check_sender_access \(table.name)")
  }

  /// The careless comparison of text: whatever ends like ours, a dot before it or not.
  private static func suffix(_ subject: AccessSubject, _ domain: String) -> Restriction {
    let pattern = domain.replacing(".", with: "\\.") + "$"
    let table = LookupTable(
      name: "pcre:{/\(pattern)/ OK}",
      content: .patterns([
        PatternRule(
          pattern: Pattern(pattern), isNegated: false, conditions: [], entry: .init("OK"))
      ]))
    return Restriction(
      .access(subject, table), name: "check_\(subject.rawValue)_access \(table.name)")
  }
}
