extension Cast {
  /// The parties of a scenario, in its order; mailboxes and domains come with the run.
  init(_ scenario: Scenario) {
    self.init()
    sites = scenario.sites.map { Site($0, in: scenario) }
    hosts =
      scenario.servers.map { Host($0, in: scenario) }
      + scenario.machines.map { Host($0, in: scenario) }
    links = scenario.links.map { Link(a: $0.a, b: $0.b, remark: $0.line.remark) }
    for (row, server) in scenario.servers.enumerated() {
      rules += server.policy.rows.map { rule in
        Rule(
          name: rule.name, server: HostID(row), position: rule.position, meaning: rule.meaning)
      }
    }
    steps = scenario.steps.map { Step(title: $0.title, line: $0.position.line) }
    attacks = scenario.attacks.map { Attack($0, in: scenario) }
  }
}

extension Cast.Site {
  fileprivate init(_ site: Scenario.Site, in scenario: Scenario) {
    self.init(
      name: site.name, title: site.title, isOurs: site.isOurs,
      networks: site.networks.map(\.description), publicAddress: site.natAddress,
      egress: site.egress.map { $0.remark(in: scenario) })
  }
}

extension Cast.Host {
  fileprivate init(_ server: Scenario.Server, in scenario: Scenario) {
    self.init(
      name: server.name, title: server.title, remark: server.remark,
      role: scenario.sites[server.site].isOurs ? .server : .gateway, site: server.site,
      address: server.addresses.first, domain: server.host)
  }

  fileprivate init(_ machine: Scenario.Machine, in scenario: Scenario) {
    self.init(
      name: machine.name, title: machine.title, role: machine.isAttacker ? .attacker : .machine,
      site: machine.site, address: machine.address)
  }
}

extension Cast.Attack {
  fileprivate init(_ attack: Scenario.Attack, in scenario: Scenario) {
    func host(_ machine: MachineRow) -> HostID {
      HostID(scenario.servers.count + Int(machine.index))
    }
    func machine(of person: PersonID) -> HostID { host(scenario.people[person].machine) }
    self.init(
      name: attack.name, title: attack.title, kind: attack.kind,
      machine: attack.machine.map(host),
      holdings: attack.grants.map { holding in
        switch holding {
        case .tap(let a, let b), .modify(let a, let b):
          Holding(grant: holding.grant, sites: [a] + (b.map { [$0] } ?? []))
        case .answerNames(let server), .ownGateway(let server), .writeLog(let server):
          Holding(grant: holding.grant, host: HostID(index: server.index))
        case .ownHost(let machine): Holding(grant: holding.grant, host: host(machine))
        case .sameAddress(let person), .nextLease(let person), .account(let person):
          Holding(grant: holding.grant, host: machine(of: person))
        }
      })
  }
}

extension Scenario.EgressRule {
  /// The rule in words: "port 25 out only from CSIM mail server, the rest is dropped".
  fileprivate func remark(in scenario: Scenario) -> String {
    let numbers = ports.map(String.init).joined(separator: ", ")
    let free = except.map { scenario.servers[$0].title }.joined(separator: ", ")
    let fate = action == .drop ? "dropped" : "rejected"
    let port = ports.count == 1 ? "port" : "ports"
    return free.isEmpty
      ? "\(port) \(numbers) out: \(fate)"
      : "\(port) \(numbers) out only from \(free), the rest is \(fate)"
  }
}

extension Scenario.TransmissionLine {
  fileprivate var remark: String {
    let latency = "\(Double(latency.mean.nanoseconds / 10_000) / 100) ms"
    guard let bandwidth else { return latency }
    return "\(latency), \(Int((bandwidth / 1_000).rounded())) kB/s"
  }
}
