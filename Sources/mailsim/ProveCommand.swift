import ArgumentParser
import MailSim

struct ProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Proves properties of a relay policy over every class of clients and addresses.",
    discussion: """
      EXAMPLES
        mailsim prove /etc/postfix --property no-open-relay
        mailsim prove /etc/postfix --service submission --dead-rules
        postconf -n | mailsim prove -
        mailsim prove csim-by-sender-address
        mailsim prove /etc/postfix --format sarif -o findings.sarif
      """)

  @Argument(help: "A Postfix directory, - for postconf -n on standard input, or a preset.")
  var policy: String

  @Option(help: "A property to prove; all of them otherwise.")
  var property: [String] = []

  @Option(help: "A service of master.cf, such as submission; all of them otherwise.")
  var service: [String] = []

  @Flag(help: "Also name the rules that never decide anything.")
  var deadRules = false

  @Option(help: "text, json, md, sarif, junit or github.", completion: .list(ProofReport.formats))
  var format = "text"

  @Option(
    name: [.short, .customLong("output")],
    help: "Write to this file instead of standard output.", completion: .file())
  var output: String?

  mutating func run() throws {
    try reporting {
      let properties = try chosen()
      let sections = try PolicySource.read(policy, services: service).map { found in
        let prover = Prover(found.policy)
        return ProofReport.Section(
          policy: found.policy, proofs: properties.map(prover.prove),
          deadRules: deadRules ? prover.deadRules() : [], problems: found.problems)
      }
      let report = ProofReport(sections)
      guard let text = report.text(format: format) else {
        throw Complaint(
          .usage,
          "mailsim: no format is called '\(format)'; formats: "
            + ProofReport.formats.joined(separator: ", "))
      }
      if let output { try OutputFile.write(text.utf8, to: output) } else { Terminal.print(text) }
      if !report.holds { throw ExitCode(Status.failedExpectation.rawValue) }
    }
  }

  private func chosen() throws -> [Property] {
    guard !property.isEmpty else { return Property.all }
    return try property.map { name in
      guard let known = Property.named(name) else {
        throw Complaint(
          .usage,
          "mailsim: no property is called '\(name)'; properties: "
            + Property.all.map(\.name).joined(separator: ", "))
      }
      return known
    }
  }
}
