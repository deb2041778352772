import MailSim

/// A counterexample on its way into files. It is played first: what is written holds.
struct CounterexampleFiles {
  private let example: CounterexampleScenario

  init(_ example: CounterexampleScenario) {
    self.example = example
  }

  func write(scenario path: String?, picture: String?) throws {
    let text = example.scenario
    let name = path ?? "the replay"
    let scenario: Scenario
    do {
      scenario = try ScenarioReader.read(text, file: name)
    } catch {
      throw CommandError(
        .internalMistake,
        "mailsim: the counterexample makes no scenario; please report this\n\(error)")
    }
    let trace = try ScenarioFiles.play(scenario)
    let report = RunReport(scenario, trace, source: text)
    guard report.expectationsHold else {
      let answer = ReportFormat.named("text")?.text(of: [report]) ?? ""
      throw CommandError(
        .internalMistake,
        "mailsim: the run answers otherwise than the proof; please report this\n\(text)\(answer)")
    }
    if let path { try OutputFile.write(text.utf8, to: path) }
    guard let picture else { return }
    let options = DiagramOptions()
    do {
      try Picture(try Diagram.relay.graph(of: trace, options), options).write(to: picture)
    } catch let error as DiagramError {
      throw CommandError(.outputFailed, "mailsim: \(picture): \(error)")
    }
  }
}
