import ArgumentParser
import Foundation
import MailSim

/// The command. It parses arguments and prints; everything else is in the library.
@main
struct MailsimCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mailsim",
    abstract: "Simulates the path of e-mail: what is encrypted, what is relayed, and why.",
    discussion: """
      EXAMPLES
        mailsim run                                  the tour: every scenario, with pictures
        mailsim run Scenarios/figure-2-relay.yaml    what happened in one, event by event
        mailsim open Scenarios/figure-2-relay.yaml   the same as a page to step through
        mailsim draw relay Scenarios/figure-2-relay.yaml -o relay.svg
        mailsim why Scenarios/figure-2-relay.yaml --client 203.0.113.9 \\
            --from rita@cs.ait.ac.th --to bob@example.org --login-age 15m
        mailsim trace message.eml                    the path of a mail you received
        mailsim explain REF-WINDOW-EXPIRED

      EXIT STATUS
      \(Status.table)
      """,
    version: MailSimVersion.version,
    subcommands: [
      RunCommand.self, OpenCommand.self, CheckCommand.self, WhyCommand.self, DrawCommand.self,
      TraceCommand.self,
      ProveCommand.self, DiffCommand.self, SchemaCommand.self, ExplainCommand.self,
      NewCommand.self, ListCommand.self, ExportCommand.self, SweepCommand.self, PlotCommand.self,
      AttackCommand.self,
    ])

  /// Everything a command says goes through the terminal, its help too: what cannot be written
  /// ends it with a status of its own.
  static func main() {
    Terminal.occupyClosedDescriptors()
    do {
      do {
        var command = try parseAsRoot()
        try command.run()
      } catch let error as CommandError {
        try Terminal.writeError(error.words)
        Foundation.exit(error.status.rawValue)
      } catch {
        let status = exitCode(for: error)
        let words = fullMessage(for: error)
        if status.isSuccess {
          try Terminal.print(words + "\n")
        } else if !words.isEmpty {
          try Terminal.writeError(words)
        }
        Foundation.exit(status.rawValue)
      }
    } catch {
      // Nobody can be told on standard error that standard error cannot be written.
      try? Terminal.writeError((error as? CommandError)?.words ?? "mailsim: \(error)")
      Foundation.exit(Status.outputFailed.rawValue)
    }
  }
}
