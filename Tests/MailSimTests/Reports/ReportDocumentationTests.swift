import Foundation
import Testing

@testable import MailSim

@Suite struct ReportDocumentationTests {
  private let page: String

  init() throws {
    let file = Repository.documentation.appending(path: "Reports.md")
    page = try String(contentsOf: file, encoding: .utf8)
  }

  @Test func everyFormatAndKindIsDescribed() {
    for format in ReportFormat.all { #expect(page.contains("| `\(format.name)` |")) }
    for kind in EventKind.allCases { #expect(page.contains("| `\(kind.rawValue)` |")) }
  }

  /// The excerpts are what the program prints.
  @Test func excerptsAreReal() throws {
    let path = Repository.scenarios.appending(path: "figure-2-relay.yaml").path
    var scenario = try ScenarioReader.read(contentsOf: path)
    scenario.file = "figure-2-relay.yaml"
    for row in scenario.servers.indices {
      let policy = scenario.servers[row].policy
      guard let line = policy.lists.restrictions.first?.position?.line else { continue }
      scenario.servers[row].policy = policy.standing(
        at: ConfigurationPosition(file: "figure-2-relay.yaml", line: line))
    }
    let trace = Simulation(scenario).run()
    let shown = EventList(trace).text() + Transcript(trace).text()
    let lines = Set(shown.split(separator: "\n"))
    let excerpts = page.split(separator: "\n").filter { $0.hasPrefix("09:30:00") }
    #expect(excerpts.count == 8)
    for line in excerpts { #expect(lines.contains(line)) }
  }
}
