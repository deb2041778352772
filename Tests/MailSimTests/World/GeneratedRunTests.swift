import Foundation
import Testing

@testable import MailSim

/// What must be true of any run, held against runs nobody has thought of.
@Suite struct GeneratedRunTests {
  /// More of them with `MAILSIM_RUNS=20000`.
  private static let count =
    ProcessInfo.processInfo.environment["MAILSIM_RUNS"].flatMap { UInt64($0) } ?? 2_000

  @Test func noRunContradictsItself() {
    for number in 0..<Self.count {
      let audit = Audit(Simulation(GeneratedScenario.make(number)).run())
      #expect(audit.isSound, "scenario \(number): \(audit.text)")
      if !audit.isSound { break }
    }
  }

  @Test func everyRunCanBeRepeatedToTheOctet() {
    for number in stride(from: 0, to: Self.count, by: 20) {
      let scenario = GeneratedScenario.make(number)
      let trace = Simulation(scenario).run()
      #expect(trace.records == Simulation(scenario).run().records, "scenario \(number)")
      #expect(TraceCodec.text(of: trace) == TraceCodec.text(of: Simulation(scenario).run()))
    }
  }

  @Test func everyRunCanBeReportedAndDrawn() throws {
    for number in stride(from: 0, to: Self.count, by: 40) {
      let scenario = GeneratedScenario.make(number)
      let trace = Simulation(scenario).run()
      let report = RunReport(scenario, trace)
      for format in ReportFormat.all { _ = format.text(of: report) }
      for diagram in Diagram.allCases {
        do {
          let graph = try diagram.graph(of: trace)
          #expect(graph.dot == (try diagram.graph(of: Simulation(scenario).run())).dot)
        } catch DiagramError.nothingTravelled, DiagramError.nothingDecided,
          DiagramError.noDialogue
        {
          continue
        }
      }
    }
  }
}
