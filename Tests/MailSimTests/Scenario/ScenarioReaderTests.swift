import Testing

@testable import MailSim

/// A whole file, value by value, and files that leave nearly everything out.
@Suite struct ScenarioReaderTests {
  private func read(_ text: String) throws -> Scenario {
    do {
      return try ScenarioReader.read(text, file: "every.yaml")
    } catch {
      Issue.record("\(error)")
      throw error
    }
  }

  /// The table of keys and the scenario above cannot drift apart: a key that is new in the table
  /// has to be used there.
  @Test func everyKeyOfTheTableStandsInTheSample() {
    for section in SchemaSection.allCases {
      for key in section.schema.keys {
        let isUsed = everyKey.contains("\(key.name):")
        #expect(isUsed, "\(section) \(key.name)")
      }
    }
  }

  /// A slip in any key is an error: nothing that is written is passed over.
  @Test func noKeyCanBeMisspelt() {
    var slips = 0
    let names = Set(SchemaSection.allCases.flatMap { $0.schema.keyNames })
    for index in everyKey.indices where everyKey[index] == ":" {
      let name = String(
        everyKey[..<index].reversed().prefix { $0.isLetter || $0 == "-" }.reversed())
      guard names.contains(name) else { continue }
      var text = everyKey
      text.insert(contentsOf: "-x", at: index)
      slips += 1
      #expect(throws: ScenarioErrors.self, "\(name) in \(text[..<index].suffix(60))") {
        try ScenarioReader.read(text, file: "every.yaml")
      }
    }
    #expect(slips > 150)
  }

  @Test func readsEveryKey() throws {
    let scenario = try read(everyKey)
    #expect(scenario.title == "Every key of the language")
    #expect(scenario.lesson.answer == "None.")
    #expect(scenario.seed == 7)
    #expect(scenario.startSeconds == 1_772_442_000)
    #expect(scenario.duration == .hours(6))
    #expect(scenario.sites.map(\.name) == ["office", "net", "hotel"])
    #expect(scenario.sites[0].latency == .uniform(.microseconds(200), .milliseconds(1)))
    #expect(scenario.sites[0].uplink.bandwidth == 10_000_000)
    #expect(scenario.sites[0].egress.map(\.ports) == [[25], [465]])
    #expect(scenario.sites[0].egress.map(\.action) == [.reject, .drop])
    #expect(scenario.sites[2].dhcp?.hold == .minutes(10))
    #expect(scenario.links.first?.line.latency == .fixed(.milliseconds(3)))
  }

  @Test func readsServers() throws {
    let servers = try read(everyKey).servers
    let mail = servers[0]
    #expect(mail.addresses.count == 2)
    #expect(mail.mailboxes == ["alice", "bob", "list"])
    #expect(mail.bouncesUnknownUsers)
    #expect(mail.routes.map(\.server) == [ServerRow(1), ServerRow(1)])
    #expect(mail.routes[1].domain == nil)
    #expect(mail.forwards.first?.to.count == 2)
    #expect(mail.tls.version == .tls12)
    #expect(mail.tls.certificate == .expired)
    #expect(mail.tls.stsMaxAge == .days(1))
    #expect(mail.outbound.exceptions.first?.level == .verify)
    #expect(mail.policy.settings.insideNetworks.count == 1)
    #expect(mail.policy.settings.refusal.code == 554)
    #expect(mail.policy.settings.window == .minutes(20))
    #expect(mail.roaming.expiry == .sweep(period: .minutes(5)))
    #expect(mail.queue.lifetime == .hours(2))
    #expect(mail.queue.workers == 2)
    #expect(mail.limits.hops == 30)
    #expect(mail.outages.first?.from == .start + .minutes(90))
    #expect(servers[1].addresses == [IPAddress("198.51.100.1")!])
    #expect(servers[1].policy.name == "modern")
    #expect(servers[1].outbound.level == .encrypt)
    #expect(servers[1].tls.offer == .refuses)
  }

  @Test func readsPeopleAndWhatHappens() throws {
    let scenario = try read(everyKey)
    let alice = scenario.people[0]
    #expect(alice.password == "hunter2")
    #expect(alice.submission.retryEvery == .minutes(10))
    #expect(scenario.machines[scenario.people[2].machine].name == "desk")
    #expect(scenario.people[1].home == ServerRow(1))
    if case .every(let polling) = alice.retrieval.habit {
      #expect(polling.interval == .erlang(shape: 2, mean: .minutes(20)))
      #expect(polling.failing == 0.1)
      #expect(polling.until == .start + .hours(3))
    } else {
      Issue.record("Alice's program checks by itself")
    }
    #expect(
      scenario.steps.map(\.at.nanoseconds).map { $0 / 500_000_000 } == [
        120, 2_400, 3_601, 3_720, 4_800, 6_000,
      ])
    #expect(scenario.steps[0].expectations.count == 10)
    #expect(scenario.steps[0].expectations.last?.recipient == Mailbox("bob@example.org"))
    #expect(scenario.traffic.count == 2)
    #expect(scenario.expectations.count == 13)
  }

  @Test func playsWhatItRead() throws {
    let trace = Simulation(try read(everyKey)).run()
    #expect(!trace.records.isEmpty)
  }

  @Test func aSmallFileHasUsefulDefaults() throws {
    let scenario = try read(
      """
      mailsim: 1
      title: Small
      sites: {here: {networks: 192.0.2.0/24}}
      servers: {mail: {host: mail.example.org, site: here, domains: example.org}}
      people: {alice: {site: here, mailbox: alice@example.org}}
      events: [{at: 1m, mail: {from: alice, to: alice@example.org}}]
      """)
    #expect(scenario.servers[0].addresses == [IPAddress("192.0.2.1")!])
    #expect(scenario.servers[0].policy.settings.insideNetworks == [IPNetwork("192.0.2.0/24")!])
    #expect(scenario.people[0].home == ServerRow(0))
    #expect(scenario.names.answers.count == 2)
    #expect(scenario.steps[0].title == "mail alice -> alice@example.org")
    #expect(Simulation(scenario).run().fates.map(\.outcome).count == 1)
  }

  /// A university: four hundred servers, four thousand people. Looking every name up in a list
  /// would make this a matter of minutes.
  @Test func aLargeFileIsReadInGoodTime() throws {
    func lines(_ count: Int, _ line: (Int) -> String) -> String {
      (0..<count).map { "\n  " + line($0) }.joined()
    }
    let servers = 400
    let text =
      "mailsim: 1\ntitle: Large\nsites:"
      + lines(servers) { "s\($0): {networks: 10.\($0 / 256).\($0 % 256).0/24}" } + "\nservers:"
      + lines(servers) { "m\($0): {host: mx\($0).example, site: s\($0), domains: d\($0).example}" }
      + "\npeople:"
      + lines(servers * 10) {
        let (desk, site) = $0.quotientAndRemainder(dividingBy: servers)
        return "p\($0): {site: s\(site), address: 10.\(site / 256).\(site % 256).\(desk + 9), "
          + "mailbox: p\($0)@d\(site).example}"
      } + "\nevents:"
      + lines(servers) { "- {at: \($0)s, mail: {from: p\($0), to: p1@d1.example}}" }
    let began = ContinuousClock.now
    let scenario = try read(text)
    #expect(scenario.people.count == 4_000)
    let time = ContinuousClock.now - began
    #expect(time < .seconds(30))
  }

  /// Windows editors end lines by CR LF and begin files with a byte order mark.
  @Test func lineEndsAndAByteOrderMarkChangeNothing() throws {
    let plain = try read(everyKey)
    let other = try read("\u{feff}" + everyKey.replacing("\n", with: "\r\n"))
    #expect(plain.steps.map(\.at) == other.steps.map(\.at))
    #expect(plain.steps.map(\.position) == other.steps.map(\.position))
  }
}
