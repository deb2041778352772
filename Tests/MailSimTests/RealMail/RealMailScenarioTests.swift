import Testing

@testable import MailSim

@Suite struct RealMailScenarioTests {
  @Test func theScenarioRunsAndKeepsItsExpectations() throws {
    let text = try #require(try RealMailPathTests.path().scenario())
    let scenario = try ScenarioReader.read(text, file: "path.yaml")
    let trace = Simulation(scenario).run()
    let report = RunReport(scenario, trace)
    #expect(report.expectationsHold, "\(report.checks)")
    #expect(trace.hops().map(\.protection) == [.encrypted, .plaintext, .encrypted, .unknown])
  }

  @Test func thePictureAndEveryReportCanBeMade() throws {
    let traces = [
      try RealMailPathTests.path().trace(),
      RealMailLogTests.read(RealMailLogTests.log).messages[0].trace(),
    ]
    for trace in traces {
      let graph = try Diagram.encryption.graph(of: trace)
      #expect(graph.dot.contains("no TLS reported"))
      for format in ReportFormat.all {
        #expect(!format.text(of: RunReport(trace)).isEmpty || format.name == "github")
      }
    }
  }
}
