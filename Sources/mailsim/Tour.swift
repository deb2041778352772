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
    var course = CoursePage()
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
      course.add(
        CoursePage.Lesson(
          name: Self.name(of: file), title: scenario.title, term: scenario.lesson.term,
          goal: scenario.lesson.goal,
          files: try pages(of: report, file), expectationsHold: report.expectationsHold))
    }
    try OutputFile.write(course.html.utf8, to: "output/index.html")
    try Terminal.print(
      "\nPages and pictures are in output/; open output/index.html to step through the lessons.\n"
        + "Next: mailsim run Scenarios/figure-2-relay.yaml\n")
    if failed > 0 { throw ExitCode(Status.failedExpectation.rawValue) }
  }

  private static func name(of file: String) -> String {
    URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
  }

  /// Writes the page to step through, and draws what there is to draw; a run without relay decisions
  /// has no relay picture.
  private func pages(
    of report: RunReport, _ file: String
  ) throws -> [(title: String, file: String)] {
    let name = Self.name(of: file)
    let options = DiagramOptions()
    try OutputFile.write(RunPage(report).html.utf8, to: "output/\(name).html")
    var written = [(title: "Step through it", file: "\(name).html")]
    for (diagram, title) in [
      (Diagram.encryption, "encryption"), (.relay, "relay rules"), (.topology, "the scene"),
    ] {
      guard let graph = try graph(diagram, of: report.trace, options) else { continue }
      let picture = "\(name)-\(diagram.rawValue).svg"
      try OutputFile.write(try Picture(graph, options).svg().utf8, to: "output/\(picture)")
      written.append((title, picture))
    }
    return written
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
