import ArgumentParser
import Foundation
import MailSim

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Plays scenarios and says what happened.",
    discussion: """
      Without a file: the tour, all of Scenarios/, with pictures under output/.

      EXAMPLES
        mailsim run Scenarios/t08-roaming-window.yaml
        mailsim run Scenarios/t08-roaming-window.yaml --transcript --only alice
        mailsim run Scenarios/figure-1-encryption.yaml --format mail --message 1
        mailsim run Scenarios/t01-path.yaml --format json -o run.json --format text
        mailsim run Scenarios/figure-2-relay.yaml --format html -o run.html
      """)

  @Argument(help: "Scenario files, or directories of them.", completion: .file())
  var files: [String] = []

  @Flag(help: "Show the dialogues line by line instead of the list of events.")
  var transcript = false

  @Option(help: "Stop at this time: of day (09:15:01), or after the start (15m).")
  var until: String?

  @Option(parsing: .upToNextOption, help: "Only these kinds of event, or parties, by name.")
  var only: [String] = []

  @Option(help: "Only this message, by its number.")
  var message: Int?

  @Option(help: "Where randomness starts, instead of the scenario's own seed.")
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "\(ReportFormat.ofRuns.map(\.name).joined(separator: ", ")). May be given several times, "
        + "each with its own -o.", valueName: "format"),
    completion: .list(ReportFormat.ofRuns.map(\.name)))
  var format: [String] = []

  @Option(
    name: [.short, .customLong("output")],
    help: "Write to this file instead of standard output; one for each --format, in order.",
    completion: .file())
  var output: [String] = []

  @Flag(help: "Show the answer to the scenario's question.")
  var answer = false

  @OptionGroup var limits: RunLimitOptions

  mutating func run() throws {
    if files.isEmpty {
      try Tour(limits: limits.limits).run()
    } else {
      try play()
    }
  }

  private func play() throws {
    let found = try ScenarioFiles.found(at: files)
    let formats = try Formats(
      names: transcript ? ["transcript"] + format : format, files: output, reading: found)
    var reports: [RunReport] = []
    for file in found {
      let (scenario, source) = try ScenarioFiles.read(file, seed: seed)
      let until = try stop(of: scenario)
      let trace = try ScenarioFiles.play(scenario, within: limits.limits, until: until)
      var report = RunReport(scenario, trace, until: until, source: source)
      report.options.showsAnswer = answer
      report.options.width = Terminal.width
      do {
        report.options.filter = try EventFilter(only: only, message: message, in: trace)
      } catch {
        throw CommandError(.usage, "mailsim: \(file): \(error)")
      }
      reports.append(report)
    }
    try formats.write(reports)
    if reports.contains(where: { !$0.expectationsHold }) {
      throw ExitCode(Status.failedExpectation.rawValue)
    }
  }

  private func stop(of scenario: Scenario) throws -> Instant? {
    guard let until else { return nil }
    guard let instant = scenario.instant(until) else {
      throw CommandError(
        .usage,
        "mailsim: --until \(until): not a time of day such as 09:15:01 after the start, "
          + "nor a time such as 15m")
    }
    return instant
  }
}
