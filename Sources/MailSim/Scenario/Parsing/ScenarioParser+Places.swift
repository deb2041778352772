import Yams

/// Sites, links and the name service.
extension ScenarioParser {
  mutating func readSites(_ entries: [Entry]) {
    for entry in entries {
      var site = Scenario.Site(name: entry.name, networks: [])
      if let fields = fields(entry.value, .site) { fill(&site, from: fields) }
      scenario.sites.append(site)
    }
    checkOverlaps(entries)
  }

  private mutating func fill(_ site: inout Scenario.Site, from fields: Fields) {
    site.title = text(fields["title"]) ?? site.name
    site.isOurs = flag(fields["ours"]) ?? false
    site.networks = some(fields["networks"]).compactMap { network($0) }
    let shared = some(fields["nat"]).compactMap { address($0) }
    site.natAddress = shared.first
    site.natPool = Array(shared.dropFirst())
    site.latency = distribution(fields["latency"]) ?? site.latency
    if let node = fields["uplink"], let line = self.fields(node, .line) {
      site.uplink = self.line(line)
    }
    guard let node = fields["dhcp"], let range = self.fields(node, .dhcp),
      let network = network(range["network"])
    else { return }
    var dhcp = Scenario.DHCP(network: network)
    dhcp.hold = delay(range["hold"]) ?? .zero
    site.dhcp = dhcp
    if !site.networks.contains(where: { $0.contains(network.base) && $0.contains(network.last) }),
      let value = range["network"]
    {
      report(
        .addressOutside(
          network.description, site: site.name, networks: site.networks.map(\.description)),
        at: value)
    }
  }

  private mutating func line(_ fields: Fields) -> Scenario.TransmissionLine {
    var line = Scenario.TransmissionLine()
    line.latency = distribution(fields["latency"]) ?? line.latency
    line.bandwidth = bandwidth(fields["bandwidth"])
    return line
  }

  private mutating func bandwidth(_ node: Node?) -> Double? {
    guard let node, let octets = octets(node) else { return nil }
    if octets > 0 { return Double(octets) }
    report(.badValue("0", expected: "number of octets a second above 0"), at: node)
    return nil
  }

  /// Two sites cannot hold the same addresses: nobody could say where one of them is.
  private mutating func checkOverlaps(_ entries: [Entry]) {
    var blocks = scenario.sites.indices.flatMap { row in
      scenario.sites[row].networks.map { (network: $0, row: row) }
    }
    // Blocks lie inside each other or apart. In this order a block comes after those it lies in,
    // and the widest of them so far reaches farthest.
    blocks.sort { a, b in
      (a.network.base, b.network.last, a.row) < (b.network.base, a.network.last, b.row)
    }
    guard var widest = blocks.first else { return }
    for block in blocks.dropFirst() {
      guard block.network.overlaps(widest.network) else {
        widest = block
        continue
      }
      if block.row == widest.row { continue }
      let (earlier, later) = block.row < widest.row ? (block, widest) : (widest, block)
      let other = "\(earlier.network) of the site \(scenario.sites[earlier.row].name)"
      report(
        .overlap(later.network.description, with: other), at: entries[later.row].key)
    }
  }

  /// Egress rules name servers, so they are read when those are known.
  mutating func finishEgress(_ entries: [Entry]) {
    for (row, entry) in entries.enumerated() {
      guard case .mapping(let mapping) = entry.value, let node = mapping["egress"] else { continue }
      scenario.sites[row].egress = some(node).compactMap { egressRule($0) }
    }
  }

  private mutating func egressRule(_ node: Node) -> Scenario.EgressRule? {
    guard let fields = fields(node, .egress) else { return nil }
    let ports = some(fields["ports"]).compactMap { integer($0, 1...65_535) }
    var rule = Scenario.EgressRule(
      ports: ports.map { UInt16($0) },
      except: some(fields["except"]).compactMap { server($0) },
      action: word(fields["action"], Scenario.EgressRule.Action.self) ?? .drop)
    rule.alarm = integer(fields["alarm"], 1...1_000_000)
    return rule
  }

  mutating func readLinks(_ node: Node?) {
    for member in list(node, "links") {
      guard let fields = fields(member, .link) else { continue }
      let ends = list(fields["between"], "two sites").compactMap { site($0) }
      guard ends.count == 2, ends[0] != ends[1] else {
        if let between = fields["between"] {
          report(.conflict("a link joins two different sites", help: ""), at: between)
        }
        continue
      }
      var link = Scenario.Link(a: ends[0], b: ends[1])
      link.line.latency = distribution(fields["latency"]) ?? link.line.latency
      link.line.bandwidth = bandwidth(fields["bandwidth"])
      scenario.links.append(link)
    }
  }

  // MARK: Names

  /// What the file says, and for all else that each server is the exchanger of its domains.
  mutating func readNames(_ node: Node?) {
    var stated: Set<Domain> = []
    for entry in entries(node, of: "domains with their records") {
      guard let domain = domain(entry.key) else { continue }
      stated.insert(domain)
      if let answer = answer(entry.value, for: domain) {
        scenario.names.answers.append((domain, answer))
      }
    }
    for (row, server) in scenario.servers.enumerated() {
      for domain in server.domains where stated.insert(domain).inserted {
        scenario.names.answers.append((domain, .mx([(10, ServerRow(row))])))
      }
      if stated.insert(server.host).inserted {
        scenario.names.answers.append((server.host, .address(ServerRow(row))))
      }
    }
  }

  private mutating func answer(
    _ node: Node, for name: Domain
  ) -> Scenario.NameRecords.Answer? {
    switch node {
    case .mapping:
      guard let fields = fields(node, .records) else { return nil }
      if let alias = fields["alias"] {
        if fields["a"] != nil {
          report(.conflict("`alias` excludes other records", help: ""), at: alias)
        }
        return domain(alias).map { .alias($0) }
      }
      if let address = fields["a"] { return server(address).map { .address($0) } }
      return none(for: name, at: node)
    case .scalar(let scalar):
      switch scalar.string {
      case "null-mx": return .nullMX
      case "nxdomain": return .noSuchDomain
      case "servfail": return .serverFailure
      default: return exchanger(node).map { .mx([$0]) }
      }
    default:
      let exchangers = some(node).compactMap { exchanger($0) }
      if exchangers.isEmpty, some(node).isEmpty { return none(for: name, at: node) }
      return .mx(exchangers)
    }
  }

  private mutating func none(
    for domain: Domain, at node: Node
  ) -> Scenario.NameRecords.Answer? {
    report(
      .conflict(
        "\(domain) has no record here", help: "write `nxdomain` for a domain that does not exist"),
      at: node)
    return nil
  }

  /// `mx1`, or `20 mx1` with a preference.
  private mutating func exchanger(_ node: Node) -> (preference: Int, server: ServerRow)? {
    guard let text = scalar(node, "MX record such as 10 mx1") else { return nil }
    let parts = text.split(separator: " ")
    let preference = parts.count == 2 ? Int(parts[0]) : 10
    guard let name = parts.last, parts.count <= 2, let preference,
      (0...65_535).contains(preference)
    else {
      report(.badValue(text, expected: "MX record such as `10 mx1`"), at: node)
      return nil
    }
    guard let server = servers[String(name)] else {
      report(.unknownName(String(name), of: "server", known: known[.server] ?? []), at: node)
      return nil
    }
    return (preference, server)
  }
}
