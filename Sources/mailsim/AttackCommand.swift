import ArgumentParser
import MailSim

struct AttackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attack",
    abstract: "Lists attacks, describes one, or says what those of a scenario come to.",
    discussion: """
      EXAMPLES
        mailsim attack --list
        mailsim attack A18
        mailsim attack Scenarios/a03-nat-rider.yaml
        mailsim attack --policy modern
        mailsim attack --postfix /etc/postfix
      """)

  @Flag(help: "List the kinds of attack.")
  var list = false

  @Argument(
    help: "A kind of attack by its word or number, or a scenario file.", completion: .file())
  var subject: String?

  @Option(help: "Try this policy against strangers: the relay battery and pretended senders.")
  var policy: String?

  @Option(
    help: "The same for the configuration of a Postfix in this directory.",
    completion: .directory)
  var postfix: String?

  @Option(help: "Where randomness starts, instead of the scenario's own seed.")
  var seed: UInt64?

  mutating func run() throws {
    try reporting {
      if let policy {
        try play(try AttackScene.scenario(preset: policy))
        return
      }
      if let postfix {
        try play(try AttackScene.scenario(postfix: postfix))
        return
      }
      guard let subject, !list else {
        Terminal.print(AttackText.list)
        return
      }
      if let kind = AttackKind(named: subject) {
        Terminal.print(AttackText.page(kind, style: Terminal.style, width: Terminal.width))
        return
      }
      let (scenario, _) = try ScenarioFiles.read(subject, seed: seed)
      guard !scenario.attacks.isEmpty else {
        throw Complaint(.usage, "mailsim: \(subject): there are no attacks in this scenario")
      }
      try play(scenario)
    }
  }

  private func play(_ scenario: Scenario) throws {
    var scenario = scenario
    if let seed { scenario.seed = seed }
    let trace = try ScenarioFiles.play(scenario)
    Terminal.print(AttackText.results(trace, style: Terminal.style))
  }
}
