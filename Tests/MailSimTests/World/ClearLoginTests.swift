import Testing

@testable import MailSim

/// A password in the clear is read by who listens, counted, and drawn, message or not.
@Suite struct ClearLoginTests {
  private static func trace(certificate: Bool, service: String) throws -> (Scenario, Trace) {
    let text = """
      mailsim: 1
      title: a password on a line
      run: 1h
      sites:
        campus: {ours: yes, networks: 192.0.2.0/24}
        hotel: {networks: 203.0.113.0/24}
      servers:
        m: {host: mail.campus.example, site: campus, domains: campus.example}
      people:
        me: {site: hotel, mailbox: me@campus.example, certificate: \(certificate ? "yes" : "no")}
      events:
        - {at: 1m, login: {person: me, service: \(service)}}
        - {at: 2m, login: {person: me, service: \(service), password: wrong}}
      attacks: {tap: {kind: passive-tap, can: {tap: hotel}}}

      """
    let scenario = try ScenarioReader.read(text, file: "x.yaml")
    return (scenario, Simulation(scenario).run())
  }

  @Test(arguments: ["pop3", "imap"])
  func aTappedLoginIsReadCountedAndDrawn(service: String) throws {
    let (scenario, trace) = try Self.trace(certificate: false, service: service)
    #expect(trace.clearLogins.count == 1)
    #expect(trace.attackRecords[0].passwords == 1 && trace.attackRecords[0].succeeded)
    let summary = RunSummary(trace)
    #expect(summary.clearPasswords == 1)
    #expect(Simulation(scenario).measure().summary == summary)
    let graph = try EncryptionDiagram(trace, DiagramOptions()).graph()
    #expect(PathCheck(graph, trace, DiagramOptions()).violations == [])
    let pill = try #require(graph.allNodes.first { $0.id == "hop-0" })
    let words = pill.label.texts.map(\.text)
    #expect(words.contains("password in the clear"))
    #expect(words.contains { $0.hasPrefix("☠ password seen by") })
  }

  @Test(arguments: ["pop3", "imap", "imaps"])
  func anEncryptedLoginShowsNothing(service: String) throws {
    let (_, trace) = try Self.trace(certificate: true, service: service)
    #expect(trace.clearLogins.isEmpty)
    #expect(trace.attackRecords[0].passwords == 0)
    #expect(throws: DiagramError.self) { try EncryptionDiagram(trace, DiagramOptions()) }
  }
}
