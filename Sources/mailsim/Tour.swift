import ArgumentParser
import Foundation
import MailSim

/// Every scenario in turn, with its pictures and a page that shows them all.
struct Tour {
  let limits: RunLimits

  /// Where the scenarios of the tour are.
  static func directory() throws -> String {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: "Scenarios", isDirectory: &isDirectory),
      isDirectory.boolValue
    {
      return "Scenarios"
    }
    throw CommandError(
      .noInput,
      "mailsim: there is no directory Scenarios here; go to MailSim's directory, or name a file")
  }

  func run() throws {
    var page = TourPage()
    var failed = 0
    for file in try ScenarioFiles.found(at: [try Self.directory()]) {
      let (scenario, source) = try ScenarioFiles.read(file)
      let trace = try ScenarioFiles.play(scenario, within: limits)
      let report = RunReport(scenario, trace, source: source)
      let word = report.expectationsHold ? "ok  " : "FAIL"
      try Terminal.print("\(word)  \(file): \(PlainText.line(scenario.title))\n")
      if !report.expectationsHold {
        failed += 1
        try Terminal.print(ExpectationReport(report.checks, source: source).text())
      }
      page.add(scenario, report, try pictures(of: trace, file))
    }
    try OutputFile.write(page.html.utf8, to: "output/index.html")
    try Terminal.print(
      "\nThe pictures are in output/; open output/index.html to see them with their lessons.\n"
        + "Next: mailsim run Scenarios/figure-2-relay.yaml\n")
    if failed > 0 { throw ExitCode(Status.failedExpectation.rawValue) }
  }

  /// Draws what there is to draw; a run without relay decisions has no relay picture.
  private func pictures(of trace: Trace, _ file: String) throws -> [(Diagram, String)] {
    let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    let options = DiagramOptions()
    var drawn: [(Diagram, String)] = []
    for diagram in [Diagram.encryption, .relay, .topology] {
      guard let graph = try graph(diagram, of: trace, options) else { continue }
      let picture = Picture(graph, options)
      let svg = try picture.svg()
      try OutputFile.write(svg.utf8, to: "output/\(name)-\(diagram.rawValue).svg")
      drawn.append((diagram, svg))
    }
    return drawn
  }

  /// nil where the run did nothing that this picture shows; a picture that says something else
  /// than its trace is our mistake.
  private func graph(
    _ diagram: Diagram, of trace: Trace, _ options: DiagramOptions
  ) throws -> Graph? {
    do {
      return try diagram.graph(of: trace, options)
    } catch DiagramError.nothingTravelled, DiagramError.nothingDecided {
      return nil
    } catch {
      throw CommandError(.internalMistake, "mailsim: \(trace.header.file): \(error)")
    }
  }
}
