import ArgumentParser
import MailSim

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of scenario files, for editors.",
    discussion: """
      EXAMPLE
        mailsim schema > mailsim.schema.json
        # then, as the first line of a scenario:
        # yaml-language-server: $schema=mailsim.schema.json
      """)

  mutating func run() throws {
    try Terminal.print(ScenarioSchema.text)
  }
}
