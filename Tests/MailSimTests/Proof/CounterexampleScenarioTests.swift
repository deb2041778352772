import Testing

@testable import MailSim

/// Counterexamples as scenarios: what a proof found is what a run shows.
@Suite struct CounterexampleScenarioTests {
  private func refutation(
    _ policy: RestrictionPolicy, _ property: Property
  ) -> Counterexample? {
    guard case .refuted(let example) = Prover.prove(policy, property).outcome else { return nil }
    return example
  }

  private func expectHolds(_ example: CounterexampleScenario) throws {
    let text = example.scenario
    let scenario = try ScenarioReader.read(text, file: "replay.yaml")
    let trace = Simulation(scenario).run()
    #expect(Audit(trace).isSound)
    let checks = ExpectationCheck.check(scenario, trace)
    #expect(!checks.isEmpty)
    let failed = checks.filter { !$0.holds }
    #expect(failed.isEmpty, "\(text)")
  }

  @Test func everyRefutationOfAPresetPlays() throws {
    var played = 0
    let own = [
      "login => accept", "login => refuse", "window => refuse", "window-ended => refuse",
      "certificate => refuse", "tls => refuse", "client in 2001:db8:ca::/48 => refuse",
      "recipient is missing => accept", "sender is null => refuse", "trick => accept",
    ]
    for preset in RelayPreset.allCases {
      for property in try Property.all + own.map({ try Property.read($0) }) {
        let policy = preset.restrictions()
        guard let example = refutation(policy, property) else { continue }
        try expectHolds(
          try CounterexampleScenario(example, of: property, under: policy, .preset(preset)))
        played += 1
      }
    }
    #expect(played > 40)
  }

  @Test(arguments: [
    "smtpd_relay_restrictions = check_recipient_access inline:{example.net=OK}, reject",
    "smtpd_delay_reject = no\nsmtpd_helo_restrictions = reject_non_fqdn_helo_hostname",
    "smtpd_delay_reject = no\nsmtpd_sender_restrictions = check_sender_access inline:{example.net=REJECT}",
    "smtpd_data_restrictions = check_sender_access inline:{example.net=REJECT}",
    "smtpd_client_restrictions = check_client_access cidr:{{203.0.113.0/24 450 4.7.1 later}}",
    "smtpd_tls_security_level = encrypt",
  ])
  func aConfigurationPlays(_ lines: String) throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain
        + "smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination\n\(lines)\n"
    ])
    let policy = try folder.policy()
    var played = 0
    let own = ["helo is client => accept", "sender in example.net => accept"]
    for property in try Property.all + own.map({ try Property.read($0) }) {
      guard let example = refutation(policy, property) else { continue }
      try expectHolds(
        try CounterexampleScenario(
          example, of: property, under: policy, .postfix(directory: folder.path, service: "smtp")))
      played += 1
    }
    #expect(played > 0)
  }

  @Test func whatNoScenarioCanShowSaysSo() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + """
        smtpd_relay_restrictions = check_client_access inline:{partner.example=OK},
          reject_unauth_destination
        """
    ])
    let policy = try folder.policy()
    let property = try #require(Property.named("no-open-relay"))
    let example = try #require(refutation(policy, property))
    #expect(throws: CounterexampleScenarioError.clientName("partner.example")) {
      _ = try CounterexampleScenario(
        example, of: property, under: policy, .postfix(directory: folder.path, service: "smtp"))
    }
  }

  @Test func theScenarioReadsWell() throws {
    let policy = RelayPreset.bySenderAddress.restrictions()
    let property = try #require(Property.named("nobody-after-window"))
    let example = try #require(refutation(policy, property))
    let played = try CounterexampleScenario(
      example, of: property, under: policy, .preset(.bySenderAddress))
    try expectGolden(played.scenario, "replay-nobody-after-window.yaml")
  }
}
