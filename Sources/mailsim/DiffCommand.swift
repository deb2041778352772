import ArgumentParser
import MailSim

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compares two relay policies: every class that is decided differently.",
    discussion: """
      EXAMPLES
        mailsim diff /etc/postfix new-postfix
        mailsim diff csim csim-by-sender-address
        mailsim diff /etc/postfix new-postfix --format sarif -o differences.sarif
      """)

  @Argument(help: "The old policy: a Postfix directory, a preset, or a scenario.")
  var old: String

  @Argument(help: "The new policy.")
  var new: String

  @Option(help: "The service of master.cf that is compared (smtp), or the server of a scenario.")
  var service: String?

  @Option(help: "text, json, md, sarif, junit or github.", completion: .list(ProofReport.formats))
  var format = "text"

  @Option(
    name: [.short, .customLong("output")],
    help: "Write to this file instead of standard output.", completion: .file())
  var output: String?

  @OptionGroup var confinement: Confinement

  mutating func run() throws {
    try PolicySource.check(format)
    try OutputFile.check([output], reading: PolicySource.files(of: old, new))
    let report = DiffReport(old: old, new: new, try difference())
    try PolicySource.write(
      report.text(format: format), to: output, PolicySource.content(of: format))
    if !report.diff.isEmpty { throw ExitCode(Status.failedExpectation.rawValue) }
  }

  private func difference() throws -> PolicyDiff {
    PolicyDiff(
      try PolicySource.one(old, service: service, reach: confinement.reach).policy,
      try PolicySource.one(new, service: service, reach: confinement.reach).policy)
  }
}
