import Testing

@testable import MailSim

/// An attack without a stated limit goes on until the run, or its `until`, is over.
@Suite struct UnlimitedAttackTests {
  @Test(arguments: [
    ("slowloris", ""), ("backscatter", "victims: bob@example.org,"),
    ("snowshoe", "victims: alice@csim.example,"),
    ("greylist-bypass", "victims: alice@csim.example,"),
    ("block-list-evasion", "victims: alice@csim.example,"),
  ])
  func itTriesInItsRhythmToTheEnd(kind: String, victims: String) throws {
    let text = """
      mailsim: 1
      title: no limit
      run: 2h
      sites:
        csim: {ours: yes, networks: 192.0.2.0/24}
        out: {networks: 203.0.113.0/24}
      servers:
        mail: {host: mail.csim.example, site: csim, domains: csim.example, users: [alice]}
      people:
        mallory: {site: out, attacker: yes}
      attacks:
        a: {kind: \(kind), by: mallory, target: mail, \(victims) every: 5s, \
      addresses: 203.0.113.128/25}

      """
    let scenario: Scenario
    do {
      scenario = try ScenarioReader.read(text, file: "x.yaml")
    } catch {
      // Kinds that have no pool of addresses.
      scenario = try ScenarioReader.read(
        text.replacing(", addresses: 203.0.113.128/25", with: ""), file: "x.yaml")
    }
    let tries = Simulation(scenario).run().attackRecords[0].attempted
    #expect(tries == 1_440 || tries == 1_441)
  }
}
