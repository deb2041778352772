import ArgumentParser
import MailSim

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Plays scenarios and says which expectations fail; silent when all hold.",
    discussion: """
      EXAMPLES
        mailsim check Scenarios
        mailsim check mine.yaml --format junit -o report.xml
        mailsim check Scenarios --format github
      """)

  @Argument(help: "Scenario files, or directories of them.", completion: .file())
  var files: [String]

  @Option(
    help: "text, junit, github, sarif or json; several with one -o each.",
    completion: .list(["text", "junit", "github", "sarif", "json"]))
  var format: [String] = []

  @Option(
    name: [.short, .customLong("output")],
    help: "Write to this file instead of standard output.", completion: .file())
  var output: [String] = []

  @Option(help: "Where randomness starts, instead of the scenario's own seed.")
  var seed: UInt64?

  mutating func run() throws {
    let found = try ScenarioFiles.found(at: files)
    let formats = try Formats(names: format, files: output, reading: found)
    var reports: [RunReport] = []
    var invalid: [ScenarioErrors] = []
    for file in found {
      do {
        let (scenario, source) = try ScenarioFiles.parse(file, seed: seed)
        var report = RunReport(
          scenario, try ScenarioFiles.play(scenario), source: source)
        report.options.isQuiet = true
        reports.append(report)
      } catch let errors as ScenarioErrors {
        // The other files are still worth checking.
        guard CommandError(errors).status == .invalidScenario else { throw CommandError(errors) }
        invalid.append(errors)
      }
    }
    try formats.write(reports, invalid: invalid)
    if !invalid.isEmpty {
      throw CommandError(.invalidScenario, invalid.map(\.description).joined())
    }
    if reports.contains(where: { !$0.expectationsHold }) {
      throw ExitCode(Status.failedExpectation.rawValue)
    }
  }
}
