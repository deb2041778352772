import Yams

/// Servers and their settings.
extension ScenarioParser {
  mutating func readServers(_ entries: [Entry]) {
    for entry in entries {
      let fields = fields(entry.value, .server)
      let placeholder = Domain("unknown.invalid") ?? Domain("invalid")
      guard let host = fields.flatMap({ domain($0["host"]) }) ?? placeholder else { continue }
      let found = fields.flatMap { self.site($0["site"]) }
      let site = found ?? SiteID(0)
      let stated = some(fields?["address"]).compactMap { address($0) }
      var server = Scenario.Server(
        name: entry.name, host: host, site: site, addresses: stated,
        policy: RelayPreset.csim.policy(
          RelaySettings(insideNetworks: [], localDomains: [])))
      if let fields {
        if fields["address"] == nil, found != nil { assignAddress(&server, at: entry.key) }
        fill(&server, from: fields)
      }
      scenario.servers.append(server)
    }
    for (row, entry) in entries.enumerated() { readRoutes(of: row, entry.value) }
  }

  /// The first free address of the site's first network.
  private mutating func assignAddress(_ server: inout Scenario.Server, at key: Node) {
    let networks = scenario.sites[server.site].networks
    // A site whose networks could not be read is a problem already.
    if networks.isEmpty { return }
    for network in networks {
      var offset = assigned[network] ?? 1
      while let address = network.address(at: offset), offset < 65_536 {
        offset += 1
        if address != network.last, stated.insert(address).inserted {
          assigned[network] = offset
          server.addresses = [address]
          return
        }
      }
    }
    report(
      .conflict(
        "the site \(scenario.sites[server.site].name) has no free address for this server",
        help: "give it an `address`"), at: key)
  }

  private mutating func fill(_ server: inout Scenario.Server, from fields: Fields) {
    server.title = text(fields["title"]) ?? server.name
    server.remark = text(fields["remark"]) ?? ""
    server.domains = some(fields["domains"]).compactMap { domain($0) }
    server.relayDomains = some(fields["relay-domains"]).compactMap { domain($0) }
    if let users = fields["users"] {
      server.mailboxes = some(users).compactMap { scalar($0, "local part") }
    }
    server.bouncesUnknownUsers = word(fields["unknown-users"], ["reject", "bounce"]) == "bounce"
    for entry in entries(fields["forwards"], of: "local parts with addresses") {
      server.forwards.append((entry.name, some(entry.value).compactMap { mailbox($0) }))
    }
    if let services = fields["services"] {
      let words = Service.allCases.map(\.word)
      server.services = Set(
        some(services).compactMap { word($0, words) }.compactMap { Service(word: $0) })
    }
    server.submissionRequiresAuth = flag(fields["submission-requires-auth"]) ?? true
    server.submissionRequiresTLS = flag(fields["submission-requires-tls"]) ?? false
    server.accessRequiresTLS = flag(fields["access-requires-tls"]) ?? false
    server.loginDelay = delay(fields["login-delay"]) ?? .zero
    server.outages = some(fields["outages"]).compactMap { outage($0) }
    readTLS(&server.tls, fields["tls"])
    readOutbound(&server.outbound, fields["outbound"])
    readRoaming(&server.roaming, fields["roaming"])
    readQueue(&server.queue, fields["queue"])
    readLimits(&server.limits, fields["limits"])
    readDefences(&server, from: fields)
    readPolicy(&server, fields["policy"])
  }

  private mutating func outage(_ node: Node) -> (from: Instant, to: Instant)? {
    guard let fields = fields(node, .outage), let from = instant(fields["from"]),
      let to = instant(fields["to"])
    else { return nil }
    if from < to { return (from, to) }
    report(.conflict("the outage ends before it begins", help: ""), at: fields["to"] ?? node)
    return nil
  }

  private mutating func readRoutes(of row: Int, _ node: Node) {
    guard case .mapping(let mapping) = node, let routes = mapping["routes"] else { return }
    for entry in entries(routes, of: "domains with servers") {
      guard let target = server(entry.value) else { continue }
      if entry.name == "*" {
        scenario.servers[row].routes.append((nil, target))
      } else if let domain = domain(entry.key) {
        scenario.servers[row].routes.append((domain, target))
      }
    }
  }

  // MARK: TLS

  private mutating func readTLS(_ tls: inout Scenario.ServerTLS, _ node: Node?) {
    guard let node else { return }
    guard case .mapping = node else {
      tls.offer = word(node, Scenario.ServerTLS.Offer.self) ?? .yes
      return
    }
    guard let fields = fields(node, .tls) else { return }
    tls.offer = word(fields["offer"], Scenario.ServerTLS.Offer.self) ?? .yes
    tls.share = share(fields["share"]) ?? 1
    if word(fields["version"], ["1.2", "1.3"]) == "1.2" { tls.version = .tls12 }
    let standings = ["valid", "wrong-name", "expired", "self-signed"]
    switch word(fields["certificate"], standings) {
    case "wrong-name": tls.certificate = .wrongName
    case "expired": tls.certificate = .expired
    case "self-signed": tls.certificate = .selfSigned
    default: tls.certificate = .valid
    }
    tls.sts = word(fields["sts"], Scenario.ServerTLS.STSMode.self) ?? .none
    tls.stsMaxAge = delay(fields["sts-max-age"]) ?? tls.stsMaxAge
    tls.dane = word(fields["dane"], Scenario.ServerTLS.DANE.self) ?? .none
    tls.keepsBuffer = flag(fields["keeps-buffer"]) ?? false
  }

  private mutating func readOutbound(_ outbound: inout Scenario.OutboundTLS, _ node: Node?) {
    guard let node else { return }
    guard case .mapping = node else {
      outbound.level = word(node, Scenario.OutboundTLS.SecurityLevel.self) ?? .may
      return
    }
    guard let fields = fields(node, .outbound) else { return }
    outbound.level = word(fields["tls"], Scenario.OutboundTLS.SecurityLevel.self) ?? .may
    outbound.usesPipelining = flag(fields["pipelining"]) ?? false
    outbound.policyRefresh = positive(fields["sts-refresh"])
    for entry in entries(fields["except"], of: "domains with wishes") {
      guard let domain = domain(entry.key),
        let level = word(entry.value, Scenario.OutboundTLS.SecurityLevel.self)
      else { continue }
      outbound.exceptions.append((domain, level))
    }
  }

  // MARK: Roaming

  private mutating func readRoaming(_ roaming: inout Scenario.RoamingRule, _ node: Node?) {
    guard let node, let fields = fields(node, .roaming) else { return }
    roaming.window = delay(fields["window"]) ?? roaming.window
    guard let expiry = fields["expiry"], let text = scalar(expiry, "exact, lazy or sweep 5m") else {
      return
    }
    let parts = text.split(separator: " ")
    switch (parts.first, parts.count) {
    case ("exact", 1): roaming.expiry = .exact
    case ("lazy", 1): roaming.expiry = .lazy
    case ("sweep", 2):
      if let period = ScalarSyntax.delay(parts[1]), period > .zero {
        roaming.expiry = .sweep(period: period)
      } else {
        report(.badValue(text, expected: "sweep with its period, such as `sweep 5m`"), at: expiry)
      }
    default: report(.unknownWord(text, known: ["exact", "lazy", "sweep 5m"]), at: expiry)
    }
  }

  // MARK: Queue and limits

  private mutating func readQueue(_ queue: inout Scenario.QueueSettings, _ node: Node?) {
    guard let node, let fields = fields(node, .queue) else { return }
    if let schedule = fields["schedule"] {
      if case .sequence(let ages) = schedule {
        queue.schedule = .table(self.ages(Array(ages), at: schedule))
      } else if let name = word(schedule, RetrySchedule.named.map(\.name)) {
        queue.schedule = RetrySchedule.named.first { $0.name == name }?.schedule ?? .postfix
      }
    }
    queue.lifetime = delay(fields["lifetime"])
    queue.warnAfter = delay(fields["warn-after"])
    queue.maxConnections = integer(fields["connections"], 1...100_000) ?? 100
    queue.maxConnectionsPerHop = integer(fields["connections-per-hop"], 1...100_000) ?? 20
    queue.messagesPerConnection =
      integer(fields["messages-per-connection"], 1...1_000_000) ?? 100
    queue.processing = distribution(fields["processing"]) ?? .fixed(.zero)
    queue.workers = integer(fields["workers"], 1...100_000) ?? 1
  }

  /// Ages of the tries; the first, at zero, is understood.
  private mutating func ages(_ nodes: [Node], at node: Node) -> [Delay] {
    let ages = nodes.compactMap { delay($0) }
    if zip(ages, ages.dropFirst()).contains(where: { $0 >= $1 }) {
      report(.conflict("the ages of a schedule must grow", help: ""), at: node)
    }
    return ages.first == .zero ? ages : [.zero] + ages
  }

  private mutating func readLimits(_ limits: inout Scenario.Limits, _ node: Node?) {
    guard let node, let fields = fields(node, .limits) else { return }
    limits.messageOctets = messageOctets(fields["message"]) ?? limits.messageOctets
    limits.recipients = integer(fields["recipients"], 1...1_000_000) ?? limits.recipients
    limits.hops = integer(fields["hops"], 1...1_000) ?? limits.hops
    limits.mailboxOctets = octets(fields["mailbox"])
    limits.connections = integer(fields["connections"], 1...1_000_000) ?? limits.connections
    limits.connectionsPerClient =
      integer(fields["connections-per-client"], 1...1_000_000) ?? limits.connectionsPerClient
    limits.idleTimeout = delay(fields["idle"]) ?? limits.idleTimeout
  }
}

extension Service {
  init?(word: String) {
    guard let service = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = service
  }
}
