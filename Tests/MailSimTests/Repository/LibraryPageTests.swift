import Foundation
import MailSim
import Testing

// The functions of `Documentation/Library.md`, word for word: what the page shows compiles.

/// Mail from inside to outside, built without a file.
func lesson() -> Scenario {
  var scenario = Scenario(title: "From inside to outside")
  let inside = IPNetwork("192.0.2.0/24")!
  var campus = Scenario.Site(name: "csim", title: "CSIM", networks: [inside])
  campus.isOurs = true
  scenario.sites = [
    campus, Scenario.Site(name: "org", networks: [IPNetwork("198.51.100.0/24")!]),
  ]
  let domains = [Domain("cs.ait.ac.th")!, Domain("example.org")!]
  let addresses = ["192.0.2.25", "198.51.100.25"]
  for (row, domain) in domains.enumerated() {
    let policy = RelayPreset.csim.policy(
      RelaySettings(insideNetworks: scenario.sites[row].networks, localDomains: [domain]))
    var server = Scenario.Server(
      name: "mail.\(domain)", host: Domain("mail.\(domain)")!, site: SiteID(index: UInt32(row)),
      addresses: [IPAddress(addresses[row])!], policy: policy)
    server.domains = [domain]
    scenario.servers.append(server)
    scenario.names.answers.append((domain, .mx([(10, ServerRow(index: UInt32(row)))])))
  }
  scenario.machines = [Scenario.Machine(name: "laptop", site: SiteID(index: 0))]
  var alice = Scenario.Person(name: "alice", machine: MachineRow(index: 0))
  alice.mailbox = Mailbox("alice@cs.ait.ac.th")
  alice.home = ServerRow(index: 0)
  scenario.people = [alice]
  let mail = Scenario.Mail(person: PersonID(index: 0), recipients: [Mailbox("bob@example.org")!])
  scenario.steps = [
    Scenario.Step(
      at: .start, title: "Alice writes to Bob", action: .mail(mail),
      position: SourcePosition(file: "", line: 0, column: 0))
  ]
  return scenario
}

/// Runs it, and says what became of each message and how private each hop was.
func outcome(of scenario: Scenario) -> [String] {
  let trace = Simulation(scenario).run()
  precondition(Audit(trace).isSound, "a run never contradicts itself")
  return trace.hops().map { "\($0.kind): \($0.protection)" }
    + trace.fates.map { "\($0.outcome)" }
}

/// The picture of it, as DOT text; `Graphviz.render` makes an SVG, PNG or PDF of the graph.
func picture(of scenario: Scenario) throws -> String {
  let trace = Simulation(scenario).run()
  return try Diagram.encryption.graph(of: trace).dot
}

@Suite struct LibraryPageTests {
  @Test func thePageShowsWhatIsCompiledHere() throws {
    let page = try String(
      contentsOf: Repository.documentation.appending(path: "Library.md"), encoding: .utf8)
    let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let shown = try #require(page.components(separatedBy: "```swift\n").dropFirst().first)
      .components(separatedBy: "```")[0].replacing("import MailSim\n\n", with: "")
    #expect(source.contains(shown))
  }

  @Test func theLessonEndsAsThePageSays() throws {
    #expect(
      outcome(of: lesson()) == [
        "submission: plaintext", "relay: encrypted", "delivered",
      ])
    #expect(try picture(of: lesson()).contains("digraph"))
  }
}
