import ArgumentParser
import Foundation
import MailSim

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a policy as the configuration of a real server.",
    subcommands: [PostfixExportCommand.self])
}

struct PostfixExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "postfix",
    abstract: "Writes main.cf, master.cf and tables that a Postfix loads and that decide alike.",
    discussion: """
      EXAMPLES
        mailsim export postfix csim -o csim-postfix
        mailsim export postfix /etc/postfix --service submission -o copy

      What a server must be told by its administrator is named on standard error and in main.cf.
      """)

  @Argument(
    help: "A preset, a Postfix directory, a scenario, or - for postconf -n on standard input.")
  var policy: String

  @Option(
    help: "Which service of master.cf of a directory (smtp), or which server of a scenario.")
  var service: String?

  @Option(name: .customLong("host"), help: "The server's own name.")
  var host = "mail.cs.ait.ac.th"

  @Option(
    name: [.short, .customLong("output")], help: "The directory to write.", completion: .directory)
  var output: String

  @Flag(help: "Replace a directory that is there.")
  var force = false

  @OptionGroup var confinement: Confinement

  mutating func run() throws {
    guard let name = Domain(host) else {
      throw CommandError(.usage, "mailsim: '\(host)' is no host name")
    }
    try OutputFile.check(
      ["main.cf", "master.cf"].map { "\(output)/\($0)" }, reading: PolicySource.files(of: policy))
    let found = try PolicySource.one(policy, service: service, reach: confinement.reach)
    let export = PostfixExport(found.policy, host: name)
    try OutputDirectory.write(export.files, to: output, replacing: force)
    for error in found.errors { try Terminal.writeError("mailsim: \(error)") }
    for note in export.notes { try Terminal.writeError("note: \(note)") }
  }
}
