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
        mailsim prove Scenarios/figure-2-relay.yaml
        mailsim prove csim --property 'login or window => accept'
        mailsim prove csim-by-sender-address --scenario hole.yaml --picture hole.svg
        mailsim prove /etc/postfix --format sarif -o findings.sarif

      PROPERTIES OF YOUR OWN
      \(PropertyWords.help)
      """)

  @Argument(
    help: "A Postfix directory, - for postconf -n on standard input, a preset, or a scenario.")
  var policy: String

  @Option(
    help: "A property by its name, or in words as below; all that have a name otherwise.",
    completion: .list(Property.all.map(\.name)))
  var property: [String] = []

  @Option(
    help: "A service of master.cf, such as submission, or a server of a scenario; all otherwise.")
  var service: [String] = []

  @Option(
    help: "A network that is really your own; with any, nothing of mynetworks is believed.")
  var inside: [String] = []

  @Option(
    help: "A domain that is really your own, with those below it; with any, no list is believed.")
  var ours: [String] = []

  @Flag(help: "Exit status 1 also where an answer is open, or there is nothing to prove.")
  var strict = false

  @Flag(help: "Also name the rules that never decide anything.")
  var deadRules = false

  @Option(help: "text, json, md, sarif, junit or github.", completion: .list(ProofReport.formats))
  var format = "text"

  @Option(
    name: [.short, .customLong("output")],
    help: "Write to this file instead of standard output.", completion: .file())
  var output: String?

  @Option(
    help: "Write the first counterexample as a scenario that replays it.", completion: .file())
  var scenario: String?

  @Option(
    help: "Draw that replay: who asked, which rule decided (.svg, .png, .pdf or .dot).",
    completion: .file())
  var picture: String?

  @OptionGroup var confinement: Confinement

  mutating func run() throws {
    let properties = try chosen()
    try PolicySource.check(format)
    let (inside, ours) = try stated()
    try OutputFile.check([output, scenario, picture], reading: PolicySource.files(of: policy))
    let sections = try PolicySource.read(
      policy, services: service, reach: confinement.reach
    ).map { found in
      let premises = Premises(found.policy, inside: inside, ours: ours)
      let prover = Prover(premises)
      let proofs = properties.map(prover.prove)
      let dead = deadRules ? prover.deadRules() : []
      return ProofReport.Section(
        policy: found.policy, proofs: proofs, remarks: premises.remarks, deadRules: dead,
        errors: found.errors + PolicySource.hardPatterns(found.policy))
    }
    let report = ProofReport(sections)
    try PolicySource.write(
      report.text(format: format), to: output, PolicySource.content(of: format))
    try writeCounterexample(report)
    guard report.holds, !strict || report.isComplete else {
      throw ExitCode(Status.failedExpectation.rawValue)
    }
  }

  /// What is the designer's own, by their word; nil where they have not said.
  private func stated() throws -> (inside: [IPNetwork]?, ours: [Domain]?) {
    let networks = try inside.map { text in
      guard let network = IPNetwork(text) else {
        let nearest = IPNetwork(roundingDown: text).map { "; did you mean \($0)?" } ?? ""
        throw CommandError(.usage, "mailsim: --inside \(text): no network\(nearest)")
      }
      return network
    }
    let domains = try ours.map { text in
      guard let domain = Domain(text) else {
        throw CommandError(.usage, "mailsim: --ours \(text): no domain")
      }
      return domain
    }
    return (networks.isEmpty ? nil : networks, domains.isEmpty ? nil : domains)
  }

  private func chosen() throws -> [Property] {
    guard !property.isEmpty else { return Property.all }
    return try property.map { text in
      if let known = Property.named(text) { return known }
      let isOneWord = !text.contains(" ") && !text.contains("=>")
      if isOneWord, !PropertyWords.isDemand(text) {
        let nearest = PropertyError.nearestName(to: text).map { "; did you mean '\($0)'?" } ?? ""
        throw CommandError(
          .usage,
          "mailsim: no property is called '\(text)'\(nearest)\nproperties: "
            + Property.all.map(\.name).joined(separator: ", ")
            + "\nor in words: CONDITION => accept, CONDITION => refuse (mailsim prove --help)")
      }
      do {
        return try Property.read(text)
      } catch let failure as PropertyError {
        throw CommandError(.usage, "mailsim: --property: \(failure.words(in: text))")
      }
    }
  }

  // MARK: Replay

  private func writeCounterexample(_ report: ProofReport) throws {
    guard scenario != nil || picture != nil else { return }
    guard let (section, proof, example) = firstRefutation(in: report) else {
      try Terminal.writeError("note: no property is refuted, so there is nothing to replay")
      return
    }
    if section.errors.contains(where: \.isElsewhere) {
      throw CommandError(
        .usage,
        "mailsim: the configuration leads to files outside its directory, where no scenario may "
          + "read; copy them beside its main.cf")
    }
    let source = try PolicySource.counterexampleSource(policy, service: section.policy.name)
    do {
      let played = try CounterexampleScenario(
        example, of: proof.property, under: section.policy, source)
      try CounterexampleFiles(played).write(scenario: scenario, picture: picture)
    } catch let error as CounterexampleScenarioError {
      throw CommandError(
        .usage, "mailsim: \(proof.property.name): the counterexample cannot be played: \(error)")
    }
  }

  private func firstRefutation(
    in report: ProofReport
  ) -> (ProofReport.Section, Proof, Counterexample)? {
    for section in report.sections {
      for proof in section.proofs {
        if case .refuted(let example) = proof.outcome { return (section, proof, example) }
      }
    }
    return nil
  }
}
