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
        mailsim draw relay Scenarios/figure-2-relay.yaml -o relay.svg
        mailsim why Scenarios/figure-2-relay.yaml --client 203.0.113.9 \\
            --from rita@cs.ait.ac.th --to bob@example.org --login-age 15m
        mailsim trace message.eml                    the path of a mail you received
        mailsim explain REF-WINDOW-EXPIRED

      EXIT STATUS
        0  all expectations hold        65  a scenario is invalid
        1  an expectation failed        66  a file cannot be read
        64 wrong usage                  70  a mistake inside MailSim
        73 a file cannot be created     74  writing or drawing failed
        75 another process is at it: try again later
        130 stopped by Ctrl-C, 143 by SIGTERM; what is finished is kept
      """,
    version: MailSimVersion.version,
    subcommands: [
      RunCommand.self, CheckCommand.self, WhyCommand.self, DrawCommand.self, TraceCommand.self,
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
