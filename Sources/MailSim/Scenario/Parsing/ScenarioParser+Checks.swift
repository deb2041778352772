import Yams

/// What no single value shows: addresses, times and domains that do not fit together.
extension ScenarioParser {
  mutating func checkWhole(_ fields: Fields) {
    checkAddresses()
    checkTimes(fields)
    checkDomains(fields)
  }

  // MARK: Addresses

  private mutating func checkAddresses() {
    var holders: [IPAddress: String] = [:]
    for (row, server) in scenario.servers.enumerated() {
      for address in server.addresses {
        guard let node = value("address", of: server.name, .server) else { continue }
        check(address, in: server.site, at: node)
        claim(address, for: server.name, &holders, at: node)
      }
      if scenario.servers[row].addresses.isEmpty,
        let key = declared[.server]?[server.name]?.key
      {
        report(.noAddressFamily(server.name), at: key)
      }
    }
    for machine in scenario.machines {
      guard let address = machine.address,
        let node = value("address", of: machine.name, .machine)
          ?? value("address", of: machine.name, .person)
      else { continue }
      check(address, in: machine.site, at: node)
      claim(address, for: machine.name, &holders, at: node)
    }
  }

  mutating func check(_ address: IPAddress, in site: SiteID, at node: Node) {
    guard scenario.sites.indices.contains(Int(site.index)) else { return }
    let networks = scenario.sites[site].networks
    if networks.contains(where: { $0.contains(address) }) { return }
    report(
      .addressOutside(
        address.description, site: scenario.sites[site].name,
        networks: networks.map(\.description)), at: node)
  }

  private mutating func claim(
    _ address: IPAddress, for name: String, _ holders: inout [IPAddress: String], at node: Node
  ) {
    if let other = holders[address] {
      report(.taken("the address \(address)", by: other), at: node)
    }
    holders[address] = name
  }

  // MARK: Times

  private mutating func checkTimes(_ fields: Fields) {
    guard let duration = scenario.duration, let events = fields["events"],
      case .sequence(let nodes) = events
    else { return }
    for (row, step) in scenario.steps.enumerated() where step.at > .start + duration {
      guard nodes.indices.contains(row), case .mapping(let mapping) = nodes[row],
        let node = mapping["at"]
      else { continue }
      report(
        .conflict(
          "this event is after the end of the run", help: "the run lasts as long as `run` says"),
        at: node)
    }
  }

  // MARK: Domains

  /// A domain held by two servers would make mail end in either of them by accident.
  private mutating func checkDomains(_ fields: Fields) {
    var holders: [Domain: String] = [:]
    for server in scenario.servers {
      for domain in server.domains {
        if let other = holders[domain],
          let node = value("domains", of: server.name, .server)
        {
          report(.taken("the domain \(domain)", by: other), at: node)
        }
        holders[domain] = server.name
      }
    }
    checkAliases(fields)
  }

  private mutating func checkAliases(_ fields: Fields) {
    var targets: [Domain: Domain] = [:]
    for case (let domain, .alias(let target)) in scenario.names.answers { targets[domain] = target }
    guard let dns = fields["dns"], case .mapping(let mapping) = dns else { return }
    for (key, _) in mapping {
      guard case .scalar(let scalar) = key, let start = Domain(scalar.string) else { continue }
      var seen: Set<Domain> = []
      var name = start
      while let next = targets[name], seen.insert(name).inserted { name = next }
      if targets[name] != nil, seen.contains(name), name == start {
        report(.conflict("the alias \(start) leads back to itself", help: ""), at: key)
      }
    }
  }

  // MARK: Looking back into the tree

  private func value(_ key: String, of name: String, _ table: Schema.Table) -> Node? {
    guard case .mapping(let entry) = declared[table]?[name]?.value else { return nil }
    return entry[key]
  }
}
