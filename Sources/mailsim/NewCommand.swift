import ArgumentParser
import Foundation
import MailSim

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Writes a small scenario to start from.",
    discussion: """
      EXAMPLES
        mailsim new mine.yaml
        mailsim run mine.yaml
      """)

  @Argument(help: "The file to write; it must not exist yet.", completion: .file())
  var file: String

  mutating func run() throws {
    if FileManager.default.fileExists(atPath: file) {
      throw CommandError(.cannotCreate, "mailsim: \(file): it exists already")
    }
    try OutputFile.write(ScenarioTemplate.text.utf8, to: file)
    try Terminal.print("\(file) is ready: mailsim run \(file)\n")
  }
}
