@testable import MailSim

/// CSIM, a relay partner and a stranger, with round numbers: every trip takes 10 ms one way.
struct SmallWorld {
  var scenario = Scenario(title: "A small world")

  static let csim = ServerRow(0)
  static let far = ServerRow(1)
  static let office = SiteID(0)
  static let elsewhere = SiteID(1)
  static let alice = PersonID(0)
  static let bob = PersonID(1)

  /// One trip between any two sites.
  static let trip = Delay.milliseconds(10)

  init() {
    scenario.sites = [
      Self.site("csim", "192.0.2.0/24", isOurs: true), Self.site("net", "198.51.100.0/24"),
    ]
    scenario.servers = [
      Self.server("csim-mail", "mail.cs.ait.ac.th", "cs.ait.ac.th", Self.office, "192.0.2.25"),
      Self.server("far-mail", "mx.example.org", "example.org", Self.elsewhere, "198.51.100.25"),
    ]
    for (row, server) in scenario.servers.enumerated() {
      scenario.names.answers.append((server.domains[0], .mx([(10, ServerRow(row))])))
    }
    add("alice", at: Self.elsewhere, "198.51.100.7", mailbox: "alice@cs.ait.ac.th", home: Self.csim)
    add("bob", at: Self.elsewhere, "198.51.100.8", mailbox: "bob@example.org", home: Self.far)
  }

  static func site(_ name: String, _ network: String, isOurs: Bool = false) -> Scenario.Site {
    var site = Scenario.Site(name: name, networks: [IPNetwork(network)!])
    site.isOurs = isOurs
    site.latency = .fixed(trip)
    site.uplink.latency = .fixed(.milliseconds(5))
    return site
  }

  static func server(
    _ name: String, _ host: String, _ domain: String, _ site: SiteID, _ address: String
  ) -> Scenario.Server {
    let networks = [IPNetwork(site == office ? "192.0.2.0/24" : "198.51.100.0/24")!]
    let policy = RelayPreset.csim.policy(
      RelaySettings(insideNetworks: networks, localDomains: [Domain(domain)!]))
    var server = Scenario.Server(
      name: name, host: Domain(host)!, site: site, addresses: [IPAddress(address)!],
      policy: policy)
    server.domains = [Domain(domain)!]
    return server
  }

  mutating func add(
    _ name: String, at site: SiteID, _ address: String, mailbox: String, home: ServerRow
  ) {
    scenario.machines.append(
      Scenario.Machine(name: "\(name)'s laptop", site: site, address: IPAddress(address)))
    var person = Scenario.Person(
      name: name, machine: MachineRow(scenario.machines.count - 1))
    person.mailbox = Mailbox(mailbox)
    person.home = home
    scenario.people.append(person)
  }

  mutating func step(at instant: Instant, _ action: Scenario.Step.Action) {
    scenario.steps.append(
      Scenario.Step(
        at: instant, title: "step \(scenario.steps.count)", action: action,
        position: SourcePosition(file: "", line: 1, column: 1)))
  }

  mutating func mail(
    at instant: Instant, from person: PersonID = alice, to recipients: String...,
    change: (inout Scenario.Mail) -> Void = { _ in }
  ) {
    var mail = Scenario.Mail(person: person, recipients: recipients.map { Mailbox($0)! })
    change(&mail)
    step(at: instant, .mail(mail))
  }

  mutating func login(at instant: Instant, by person: PersonID = alice, right: Bool = true) {
    var login = Scenario.Login(person: person)
    login.passwordIsRight = right
    step(at: instant, .login(login))
  }

  mutating func type(
    at instant: Instant = .start, from person: PersonID = alice, to server: ServerRow = csim,
    _ lines: String...
  ) {
    step(
      at: instant,
      .dialogue(
        Scenario.Dialogue(
          machine: scenario.people[person].machine, server: server, service: .smtp,
          lines: lines.map {
            Scenario.Dialogue.TypedLine(
              text: $0, position: SourcePosition(file: "", line: 1, column: 1))
          })))
  }

  func run() -> Trace { Simulation(scenario).run() }
}

extension Instant {
  static func after(_ delay: Delay) -> Instant { .start + delay }
}

extension Trace {
  /// When something of a kind happened for the first time.
  func first(_ matches: (TraceEvent) -> Bool) -> Instant? {
    records.first { matches($0.event) }?.at
  }

  func all(_ matches: (TraceEvent) -> Bool) -> [Record] { records.filter { matches($0.event) } }

  /// The replies a server gave, in order, as `code enhanced`.
  var smtpReplies: [String] {
    records.compactMap {
      if case .smtpReply(_, let reply, _) = $0.event { reply.codes } else { nil }
    }
  }
}
