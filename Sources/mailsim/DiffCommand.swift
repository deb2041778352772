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

  @Argument(help: "The old policy: a Postfix directory or a preset.")
  var old: String

  @Argument(help: "The new policy.")
  var new: String

  @Option(help: "The service of master.cf that is compared.")
  var service = "smtp"

  @Option(help: "text, json, md, sarif, junit or github.", completion: .list(ProofReport.formats))
  var format = "text"

  @Option(
    name: [.short, .customLong("output")],
    help: "Write to this file instead of standard output.", completion: .file())
  var output: String?

  mutating func run() throws {
    try reporting {
      try PolicySource.check(format)
      let report = DiffReport(old: old, new: new, PolicyDiff(try one(old), try one(new)))
      try PolicySource.write(report.text(format: format), to: output)
      if !report.diff.isEmpty { throw ExitCode(Status.failedExpectation.rawValue) }
    }
  }

  private func one(_ name: String) throws -> RestrictionPolicy {
    let isPreset = RelayPreset(rawValue: name) != nil
    guard let found = try PolicySource.read(name, services: isPreset ? [] : [service]).first else {
      throw Complaint(.noInput, "mailsim: \(name): no policy")
    }
    return found.policy
  }
}
