@testable import MailSim

/// Scenarios made by chance: every setting there is, in combinations nobody would write down.
struct GeneratedScenario {
  private var chance: RandomStream
  private var scenario: Scenario
  /// Between checks, so that a long run has no more of them than a short one.
  private var interval = Delay.minutes(10)

  static func make(_ number: UInt64) -> Scenario {
    var generator = GeneratedScenario(number)
    generator.fill()
    return generator.scenario
  }

  private init(_ number: UInt64) {
    chance = RandomStream(seed: number)
    scenario = Scenario(title: "generated \(number)")
    scenario.seed = number
  }

  private mutating func fill() {
    let duration = pick([Delay.minutes(30), .hours(2), .hours(2), .hours(6), .days(1), .days(6)])
    scenario.duration = duration
    interval = Delay(nanoseconds: duration.nanoseconds / 12)
    let count = 2 + chance.below(4)
    for row in 0..<count { addSite(row) }
    for row in 0..<count { addServer(row, of: count) }
    for row in 0..<(2 + chance.below(6)) { addPerson(row) }
    for row in 0..<chance.below(12) { addStep(row) }
    if chance.chance(0.5) { addTraffic() }
  }

  private mutating func addSite(_ row: Int) {
    var site = Scenario.Site(
      name: "site\(row)", networks: [IPNetwork("198.51.\(row).0/24")!])
    site.isOurs = row == 0
    site.latency = latency()
    site.uplink.latency = latency()
    if chance.chance(0.3) { site.uplink.bandwidth = 2_000 }
    if chance.chance(0.2) { site.natAddress = IPAddress("203.0.113.\(row + 1)") }
    if chance.chance(0.2) {
      site.dhcp = Scenario.DHCP(network: site.networks[0])
      site.dhcp?.hold = pick([.zero, .minutes(10)])
    }
    if chance.chance(0.3) {
      site.egress = [
        Scenario.EgressRule(
          ports: [25], except: chance.chance(0.5) ? [ServerRow(row)] : [],
          action: pick([.drop, .reject]))
      ]
    }
    scenario.sites.append(site)
  }

  private mutating func latency() -> Distribution {
    pick([
      .fixed(.zero), .fixed(.milliseconds(10)), .exponential(mean: .milliseconds(50)),
      .logNormal(median: .seconds(5), sigma: 2), .uniform(.zero, .seconds(2)),
    ])
  }

  private mutating func addServer(_ row: Int, of count: Int) {
    let domain = Domain("d\(row).example")!
    let preset = pick(RelayPreset.allCases)
    var server = Scenario.Server(
      name: "server\(row)", host: Domain("mx\(row).example")!, site: SiteID(row),
      addresses: [IPAddress("198.51.\(row).25")!],
      policy: preset.policy(
        RelaySettings(
          insideNetworks: scenario.sites[row].networks, localDomains: [domain],
          refusal: pick([.relayingDenied, .relayingDeferred]))))
    server.domains = [domain]
    server.tls.offer = pick(Scenario.ServerTLS.Offer.allCases)
    server.tls.version = pick(TLSVersion.allCases)
    server.tls.certificate = pick(CertificateStanding.allCases)
    server.tls.sts = pick(Scenario.ServerTLS.STSMode.allCases)
    server.tls.dane = pick(Scenario.ServerTLS.DANE.allCases)
    server.outbound.level = pick(Scenario.OutboundTLS.SecurityLevel.allCases)
    server.outbound.usesPipelining = chance.chance(0.5)
    server.roaming.expiry = pick([.exact, .lazy, .sweep(period: .minutes(5))])
    server.mailboxes = chance.chance(0.3) ? ["p0", "p1", "p2"] : nil
    server.bouncesUnknownUsers = chance.chance(0.5)
    server.accessRequiresTLS = chance.chance(0.2)
    server.submissionRequiresTLS = chance.chance(0.2)
    server.loginDelay = pick([.zero, .minutes(5)])
    fillQueue(&server.queue)
    fillLimits(&server.limits)
    if chance.chance(0.3) {
      let from = Instant.start + .minutes(Int64(chance.below(600)))
      server.outages = [(from, from + .minutes(Int64(1 + chance.below(3_000))))]
    }
    if chance.chance(0.3) {
      server.forwards = [("p1", [Mailbox("p1@d\((row + 1) % count).example")!])]
    }
    if chance.chance(0.2) { server.routes = [(nil, ServerRow((row + 1) % count))] }
    scenario.servers.append(server)
    scenario.names.answers.append((domain, answer(row)))
  }

  private mutating func answer(_ row: Int) -> Scenario.NameRecords.Answer {
    switch chance.below(8) {
    case 0: .address(ServerRow(row))
    case 1: .serverFailure
    case 2: .nullMX
    default: .mx([(10, ServerRow(row)), (10, ServerRow(0))].suffix(row == 0 ? 1 : 2))
    }
  }

  private mutating func fillQueue(_ queue: inout Scenario.QueueSettings) {
    queue.schedule = pick(
      RetrySchedule.named.map(\.schedule) + [.table([.zero, .minutes(1), .hours(1)])])
    queue.lifetime = pick([nil, .minutes(20), .hours(4)])
    queue.warnAfter = pick([nil, .minutes(10)])
    queue.maxConnections = pick([1, 2, 100])
    queue.maxConnectionsPerHop = pick([1, 20])
    queue.messagesPerConnection = pick([1, 3, 100])
    queue.processing = pick([.fixed(.zero), .exponential(mean: .seconds(1))])
    queue.workers = pick([1, 3])
  }

  private mutating func fillLimits(_ limits: inout Scenario.Limits) {
    limits.messageOctets = pick([3_000, 10_240_000])
    limits.recipients = pick([1, 2, 1_000])
    limits.hops = pick([3, 50])
    limits.mailboxOctets = pick([nil, 5_000])
    limits.connections = pick([1, 100])
    limits.idleTimeout = pick([.seconds(10), .minutes(5)])
  }

  private mutating func addPerson(_ row: Int) {
    let home = chance.below(scenario.servers.count)
    let site = SiteID(chance.below(scenario.sites.count))
    scenario.machines.append(Scenario.Machine(name: "machine\(row)", site: site))
    var person = Scenario.Person(name: "p\(row)", machine: MachineRow(row))
    person.mailbox = Mailbox("p\(row)@d\(home).example")
    person.home = ServerRow(home)
    person.endToEnd = pick(EndToEndProtection.allCases)
    person.submission.service = pick([.smtp, .smtp, .submission, .submissions])
    person.submission.authenticates = chance.chance(0.5)
    person.submission.mechanism = pick(AuthMechanism.allCases)
    person.submission.encryption = pick(UserEncryption.allCases)
    person.submission.hasCertificate = chance.chance(0.5)
    person.submission.usesPipelining = chance.chance(0.5)
    person.submission.retryEvery = pick([nil, .hours(1)])
    person.retrieval.service = pick([.pop3, .pop3s, .imap, .imaps])
    person.retrieval.keeps = chance.chance(0.5)
    person.retrieval.idles = chance.chance(0.5)
    person.retrieval.order = pick(Scenario.Retrieval.Order.allCases)
    switch chance.below(3) {
    case 0: person.retrieval.habit = .unknown
    case 1:
      var polling = Scenario.Polling(interval: .exponential(mean: interval))
      polling.failing = 0.2
      person.retrieval.habit = .every(polling)
    default: break
    }
    scenario.people.append(person)
  }

  private mutating func addStep(_ row: Int) {
    let at = Instant.start + .seconds(Int64(chance.below(20_000)))
    let person = PersonID(chance.below(scenario.people.count))
    let action: Scenario.Step.Action
    switch chance.below(6) {
    case 0:
      var login = Scenario.Login(person: person)
      login.passwordIsRight = chance.chance(0.7)
      action = .login(login)
    case 1:
      action = .move(
        machine: MachineRow(chance.below(scenario.machines.count)),
        to: SiteID(chance.below(scenario.sites.count)), address: nil)
    case 2:
      action = .dialogue(
        Scenario.Dialogue(
          machine: MachineRow(chance.below(scenario.machines.count)),
          server: ServerRow(chance.below(scenario.servers.count)), service: .smtp,
          lines: lines()))
    default: action = .mail(mail(by: person))
    }
    scenario.steps.append(
      Scenario.Step(
        at: at, title: "step \(row)", action: action,
        position: SourcePosition(file: "", line: 1, column: 1)))
  }

  private mutating func mail(by person: PersonID) -> Scenario.Mail {
    let recipients = (0...chance.below(4)).map { _ in recipient() }
    var mail = Scenario.Mail(
      person: person, recipients: Array(Set(recipients)).sorted { "\($0)" < "\($1)" })
    mail.octets = pick([100, 2_000, 4_000])
    mail.reversePath = pick([.own, .own, .null, .stated(Mailbox("liar@d0.example")!)])
    mail.route = pick([
      .asConfigured, .asConfigured, .direct,
      .server(ServerRow(chance.below(scenario.servers.count)), .smtp),
    ])
    return mail
  }

  private mutating func recipient() -> Mailbox {
    let names = ["p0", "p1", "p2", "p9", "p1%d0.example", "p0+news"]
    let domain =
      chance.chance(0.9) ? "d\(chance.below(scenario.servers.count)).example" : "no.example"
    return Mailbox("\(pick(names))@\(domain)")!
  }

  private mutating func lines() -> [Scenario.Dialogue.TypedLine] {
    let words = [
      "EHLO x.example", "HELO x.example", "MAIL FROM:<>", "MAIL FROM:<a@d0.example> SIZE=99999",
      "RCPT TO:<p0@d0.example>", "RCPT TO:<postmaster>", "RCPT TO:<@a.example:p1@d1.example>",
      "DATA", ".", "RSET", "NOOP", "STARTTLS", "AUTH PLAIN AHAwAHNlY3JldA==", "FOO", "QUIT", "",
    ]
    return (0..<chance.below(14)).map { _ in
      Scenario.Dialogue.TypedLine(
        text: pick(words), position: SourcePosition(file: "", line: 1, column: 1))
    }
  }

  private mutating func addTraffic() {
    var traffic = Scenario.Traffic(
      name: "traffic", people: scenario.people.indices.map { PersonID($0) },
      recipients: (0..<4).map { _ in recipient() },
      interval: .exponential(mean: interval))
    traffic.limit = 4
    traffic.octets = .uniform(100, 5_000)
    scenario.traffic.append(traffic)
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[chance.below(values.count)]
  }
}
