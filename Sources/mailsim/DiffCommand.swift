import ArgumentParser
import MailSim

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compares two relay policies: every class that is decided differently.",
    discussion: """
      EXAMPLES
        mailsim diff /etc/postfix /tmp/new-postfix
        mailsim diff csim csim-by-sender-address
      """)

  @Argument(help: "The old policy: a Postfix directory or a preset.")
  var old: String

  @Argument(help: "The new policy.")
  var new: String

  @Option(help: "The service of master.cf that is compared.")
  var service = "smtp"

  mutating func run() throws {
    try reporting {
      let diff = PolicyDiff(try one(old), try one(new))
      Terminal.print(diff.text)
      if !diff.isEmpty { throw ExitCode(Status.failedExpectation.rawValue) }
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
