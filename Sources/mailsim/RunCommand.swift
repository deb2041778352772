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

  @Flag(help: "Play again whenever a file is saved; an open page shows the new run.")
  var watch = false

  @OptionGroup var limits: RunLimitOptions

  mutating func run() throws {
    if watch {
      if files.isEmpty { throw CommandError(.usage, "mailsim: --watch needs a file to watch") }
      let found = try ScenarioFiles.found(at: files)
      _ = try Formats(names: format, files: output, reading: found)
      try Watch.files(found) { try play() }
    }
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
    let options = PlayedScenario.Options(
      seed: seed, until: until, only: only, message: message, limits: limits.limits)
    for file in found {
      var report = try PlayedScenario.report(on: file, options)
      report.options.showsAnswer = answer
      report.options.isWatched = watch
      report.options.width = Terminal.width
      reports.append(report)
    }
    try formats.write(reports)
    if reports.contains(where: { !$0.expectationsHold }) {
      throw ExitCode(Status.failedExpectation.rawValue)
    }
  }
}
