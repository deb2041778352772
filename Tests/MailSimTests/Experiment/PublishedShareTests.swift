import Testing

@testable import MailSim

@Suite struct PublishedShareTests {
  /// A hop that is encrypted as often as somebody has measured is so in the simulator too.
  @Test(arguments: PublishedShare.all)
  func aPublishedShareIsTheShareASimulationShows(share: PublishedShare) throws {
    let scenario = try ScenarioReader.read(
      """
      mailsim: 1
      title: a published share
      run: 50h
      sites:
        here: {networks: 192.0.2.0/24}
      servers:
        mail: {host: mail.example.org, site: here, domains: example.org, tls: {share: \(share.name)}}
      people:
        ann: {site: here, mailbox: ann@example.org, encrypts: server-certificate}
      traffic:
        letters: {from: ann, to: bob@example.org, every: {poisson: 1m}}
      """, file: "share.yaml")
    let mail = Simulation(scenario).measure().honest
    let n = mail.encryptedHops + mail.plaintextHops
    let found = Double(mail.encryptedHops) / Double(n)
    let bound = 4 * (share.value * (1 - share.value) / Double(n)).squareRoot()
    #expect(n > 2_000)
    #expect(abs(found - share.value) <= bound, "\(found)")
  }

  @Test func everyShareNamesItsSource() {
    #expect(Set(PublishedShare.all.map(\.name)).count == PublishedShare.all.count)
    for share in PublishedShare.all {
      #expect((0...1).contains(share.value))
      #expect(share.source.contains("20"), "\(share.name) says no year")
      #expect(share.meaning.hasSuffix("."))
    }
  }
}
