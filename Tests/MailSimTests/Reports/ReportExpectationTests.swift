import Testing

@testable import MailSim

@Suite struct ReportExpectationTests {
  static let hotel = """
    mailsim: 1
    title: A student at a hotel
    question: Who may use the window besides Alice?
    answer: Everybody behind the hotel's address.
    start: 2026-03-02 09:00
    sites:
      csim: {ours: yes, networks: 192.0.2.0/24}
      hotel: {networks: 203.0.113.0/24}
      net: {networks: 198.51.100.0/24}
    servers:
      csim-mail: {host: mail.cs.ait.ac.th, site: csim, address: 192.0.2.25, domains: cs.ait.ac.th}
      far-mail: {host: mx.example.org, site: net, address: 198.51.100.25, domains: example.org}
    people:
      alice:
        {site: hotel, address: 203.0.113.9, home: csim-mail, mailbox: alice@cs.ait.ac.th}
      bob: {site: net, address: 198.51.100.8, mailbox: bob@example.org, read: unknown}
    events:
      - at: 09:00
        login: {person: alice}
        expect: {login: yes, connects: yes}
      - at: 09:14
        mail: {from: alice, to: bob@example.org}
        expect:
          relay: accept
          because: REL-WINDOW
          reply: 250 2.1.5
          hops: [plaintext, encrypted, unknown]
          stored: plaintext
          delivered: yes
          delivered-within: 1m
          bounced: no
          connects: yes
          reaches: far-mail
      - at: 09:15:01
        mail: {from: alice, to: bob@example.org}
        expect: {relay: accept, delivered: yes, hops: [encrypted, encrypted]}
    expect: {messages: 2, delivered: 2}
    """

  private func checks(_ yaml: String) throws -> [CheckedExpectation] {
    let scenario = try ScenarioReader.read(yaml, file: "hotel.yaml")
    return ExpectationCheck.check(scenario, Simulation(scenario).run())
  }

  @Test func everyKindOfExpectationCanHold() throws {
    let checks = try checks(Self.hotel)
    #expect(checks.prefix(12).filter { !$0.holds }.map(\.found) == [])
    #expect(checks.count == 17)
  }

  /// A replay cut at the decisive moment shows the failure again; the rest is not reached.
  @Test func aRunCutAtAFailureShowsItAndNoOther() throws {
    let scenario = try ScenarioReader.read(Self.hotel, file: "hotel.yaml")
    let whole = ExpectationCheck.check(scenario, Simulation(scenario).run())
    let cut = scenario.instant("09:15:01.180")!
    let report = RunReport(scenario, Simulation(scenario).run(until: cut), until: cut)
    #expect(report.checks.filter(\.fails).map(\.key) == ["relay"])
    #expect(whole.first(where: \.fails)?.rerun?.hasSuffix("--seed 1 --until 09:15:01.180") == true)
    let text = JUnitReport.text(of: [report], invalid: [])
    #expect(text.contains("failures=\"1\" errors=\"0\" skipped=\"1\""))
    #expect(ExpectationReport(report.checks).text().contains("1 fail, 4 not reached."))
  }

  @Test func aFailureSaysAllThereIsToKnow() throws {
    let text = ExpectationReport(try checks(Self.hotel), source: Self.hotel).text()
    try expectGolden(text, "expectations.txt")
  }

  @Test func withoutTheFileTheSentenceIsEnough() throws {
    let text = ExpectationReport(try checks(Self.hotel)).text()
    #expect(text.contains("expected relay: accept, but the server refused: 550 5.7.1"))
    #expect(!text.contains("-->"))
  }

  @Test func whatHoldsIsNotTalkedOf() {
    #expect(ExpectationReport([]).text() == "")
  }

  /// Each key with a wrong value must fail, and say what happened.
  @Test(arguments: [
    ("relay: refuse", "the server accepted: 250 2.1.5 (REL-WINDOW)"),
    ("because: REL-AUTH", "the server accepted: 250 2.1.5 (REL-WINDOW)"),
    ("reply: 550 5.7.1", "the server accepted: 250 2.1.5 (REL-WINDOW)"),
    ("reply: 250 2.1.0", "the server accepted: 250 2.1.5 (REL-WINDOW)"),
    (
      "hops: [plaintext, encrypted]",
      "plaintext to csim-mail, encrypted to far-mail, unknown to bob"
    ),
    ("stored: encrypted", "it lay plaintext at csim-mail"),
    ("delivered: no", "it was delivered"),
    ("delivered-within: 1ms", "it took "),
    ("bounced: yes", "it was delivered"),
    ("connects: no", "the connection stood"),
    ("reaches: csim-mail", "the last server it reached was far-mail"),
  ])
  func aWrongExpectationFails(_ expectation: String, _ found: String) throws {
    let yaml = Self.hotel.replacing("bounced: no", with: "bounced: no")
    let start = try #require(yaml.range(of: "      relay: accept\n"))
    let end = try #require(yaml.range(of: "reaches: far-mail\n"))
    let changed = yaml.replacingCharacters(
      start.lowerBound..<end.upperBound, "      \(expectation)\n")
    let checks = try checks(changed)
    let check = try #require(checks.first { $0.step == StepID(1) })
    #expect(!check.holds)
    #expect(check.found.contains(found))
  }

  @Test func theLoginOfAWrongPasswordFails() throws {
    let yaml = Self.hotel.replacing(
      "login: {person: alice}", with: "login: {person: alice, password: wrong}")
    let check = try #require(try checks(yaml).first)
    #expect(!check.holds)
    #expect(check.found == "the login failed: the password is wrong")
  }

  @Test func linesOfADialogueAreHeldAgainstTheirReplies() throws {
    var world = SmallWorld()
    world.type(
      "EHLO x.example", "MAIL FROM:<a@example.org>", "RCPT TO:<b@example.net>",
      "RCPT TO:<carol@cs.ait.ac.th>", "DATA", "Hello", ".", "QUIT")
    guard case .dialogue(var dialogue) = world.scenario.steps[0].action else { return }
    let replies = ["250", nil, "550 5.7.1", "550", "354", nil, "250 2.0.0", "221"]
    for (row, reply) in replies.enumerated() {
      dialogue.lines[row].reply = reply.map { text in
        let parts = text.split(separator: " ")
        return ExpectedReply(
          code: UInt16(parts[0])!,
          enhanced: parts.count > 1 ? EnhancedStatus(String(parts[1])) : nil)
      }
    }
    world.scenario.steps[0].action = .dialogue(dialogue)
    let checks = ExpectationCheck.check(world.scenario, world.run())
    #expect(checks.map(\.holds) == [true, true, false, true, true, true])
    #expect(checks[2].found == "the server answered 250 2.1.5 (REL-INSIDE-RCPT)")
  }

  @Test func anEgressRuleShowsAsNoConnection() throws {
    var world = SmallWorld()
    world.scenario.sites[1].egress = [Scenario.EgressRule(ports: [25], action: .reject)]
    world.mail(at: .start, to: "bob@example.org")
    let place = SourcePosition(file: "", line: 1, column: 1)
    world.scenario.steps[0].expectations = [
      Scenario.Expectation(.connects(false), position: place),
      Scenario.Expectation(.relay(.accept), position: place),
    ]
    world.scenario.expectations = [
      Scenario.CountExpectation(.blockedConnections, in: 1...1, position: place),
      Scenario.CountExpectation(.refused, in: 1...1, position: place),
    ]
    let checks = ExpectationCheck.check(world.scenario, world.run())
    #expect(checks.map(\.holds) == [true, false, true, true])
    #expect(checks[1].found.hasPrefix("no server was reached: an egress rule refused"))
    #expect(checks[1].rerun == nil)
  }
}

extension String {
  fileprivate func range(of text: String) -> Range<Index>? { ranges(of: text).first }

  fileprivate func replacingCharacters(_ range: Range<Index>, _ text: String) -> String {
    String(self[..<range.lowerBound]) + text + self[range.upperBound...]
  }
}
