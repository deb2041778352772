public import ArgumentParser
import Foundation
public import MailSim

struct AttackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attack",
    abstract: "Lists attacks, describes one, or says how well a scenario or a policy resists.",
    discussion: """
      The scorecard says for each attack what it achieves in a run, with 95 % intervals, which rule \
      let it, and what would stop it; and what honest mail pays. With --replications 1 it is what \
      came of that one run. The attacks of a scenario are played together, those on a policy each \
      by itself.

      PACKS
        \(AttackPack.allCases.map { "\($0.rawValue): \($0.meaning)" }.joined(separator: "\n  "))

      EXAMPLES
        mailsim attack --list
        mailsim attack A18
        mailsim attack Scenarios/a03-nat-rider.yaml
        mailsim attack Scenarios/a03-nat-rider.yaml --replications 1000 --fail-above 5%
        mailsim attack --policy modern --pack relay roaming
        mailsim attack --postfix /etc/postfix --unknown dunno --format md -o scorecard.md
        mailsim attack --policy csim -o scorecard.svg
      """)

  @Flag(help: "Describe every kind of attack; without it, and without a subject, a line for each.")
  var list = false

  @Argument(
    help: "A kind of attack by its word or number, or a scenario file.", completion: .file())
  var subject: String?

  @Option(help: "Try this policy of those that come with MailSim.")
  var policy: String?

  @Option(
    help: "Try the configuration of a Postfix in this directory.", completion: .directory)
  var postfix: String?

  @Option(
    name: .customLong("unknown"),
    help: "What tables and lists that cannot be read here would say: permit, reject, defer, dunno.")
  var unknown: UnknownAnswer?

  @Option(
    name: .customLong("pack"), parsing: .upToNextOption,
    help: "Only these attacks; for a policy: relay, roaming and accounts unless said otherwise.")
  var packs: [AttackPack] = []

  @Option(help: "Runs.")
  var replications = 100

  @Option(help: "Where randomness starts, instead of the scenario's own seed.")
  var seed: UInt64?

  @Option(help: "Exit status 1 if an attack succeeds in a larger share of the runs: 5% or 0.05.")
  var failAbove: String?

  @Option(help: "text, json, md, csv, or junit.")
  var format = ScorecardFormat.text

  @Option(
    name: .shortAndLong,
    help: "Write it to this file; bars if it ends in .svg, .png or .pdf.", completion: .file())
  var output: String?

  @Option(help: "Threads, 1 to 1024; as many as there are cores unless said otherwise.")
  var threads: ThreadCount?

  @OptionGroup var limits: RunLimitOptions

  mutating func run() throws {
    if list {
      try Terminal.print(
        AttackText.catalogue(style: Terminal.style, width: Terminal.width), .styled)
      return
    }
    guard let scenario = try scenario() else { return }
    try play(scenario)
  }

  /// What is to be played; nil when a page of the catalogue was asked for.
  private func scenario() throws -> Scenario? {
    let named = [policy, postfix, subject].compactMap(\.self)
    guard named.count <= 1 else {
      throw CommandError(.usage, "mailsim: one of a scenario, --policy and --postfix at a time")
    }
    let chosen = packs.isEmpty ? [.relay, .roaming, .accounts] : packs
    if let policy { return try AttackScene(preset: policy).scenario(chosen) }
    if let postfix { return try AttackScene(postfix: postfix, unknown: unknown).scenario(chosen) }
    guard let subject else {
      try Terminal.print(AttackText.list)
      return nil
    }
    if let kind = AttackKind(named: subject) {
      try Terminal.print(
        AttackText.page(kind, style: Terminal.style, width: Terminal.width), .styled)
      return nil
    }
    // A word that is no file was meant for a kind of attack.
    if !subject.contains(where: { "./".contains($0) }),
      !FileManager.default.fileExists(atPath: subject)
    {
      throw CommandError(.usage, "mailsim: \(AttackText.unknown(subject))")
    }
    var (scenario, _) = try ScenarioFiles.read(subject, seed: seed)
    guard !scenario.attacks.isEmpty else {
      throw CommandError(.usage, "mailsim: \(subject): there are no attacks in this scenario")
    }
    if !packs.isEmpty {
      let kinds = packs.flatMap(\.kinds)
      scenario.attacks.removeAll { !kinds.contains($0.kind) }
      scenario.attackExpectations = []
      guard !scenario.attacks.isEmpty else {
        throw CommandError(.usage, "mailsim: \(subject): none of its attacks is in these packs")
      }
    }
    return scenario
  }

  private func play(_ given: Scenario) throws {
    guard replications > 0 else {
      throw CommandError(.usage, "mailsim: --replications \(replications): expected 1 or more")
    }
    try OutputFile.check(
      [output], reading: PolicySource.files(of: [subject, postfix].compactMap(\.self)))
    let limit = try failAbove.map { try ShareText.read($0, of: "--fail-above") }
    var scenario = given
    if let seed { scenario.seed = seed }
    let bar = ProgressBar("playing \(replications) runs")
    let cancellation = Interruption.watchAtOnce()
    let card: Scorecard
    do {
      defer { bar.clear() }
      card = try Scorecard(
        scenario, replications: replications, isolated: policy != nil || postfix != nil,
        threads: threads?.count, within: limits.limits, cancellation: cancellation
      ) { bar.show(Double($0) / Double(replications)) }
    } catch {
      throw CommandError(error, file: scenario.file)
    }
    var text = format.text(of: card, failingAbove: limit)
    if format == .text {
      if replications == 1 {
        text =
          AttackText.results(
            try ScenarioFiles.play(scenario, within: limits.limits), style: Terminal.style) + "\n"
          + ScorecardFormat.honest(card)
      }
      text += try nmapLine()
    }
    if let output, let picture = Plot.Format(rawValue: String(output.suffix(3))) {
      try OutputFile.write(try Gnuplot.draw(Plot(card), picture), to: output)
    } else {
      try PolicySource.write(text, to: output, .styled)
    }
    if card.replications < replications {
      throw CommandError(
        .interrupted, "mailsim: stopped after \(card.replications) of \(replications) runs")
    }
    if let limit, !card.failures(above: limit).isEmpty {
      throw ExitCode(Status.failedExpectation.rawValue)
    }
  }

  /// How many of the forms of nmap's relay test the policy takes from a stranger.
  private func nmapLine() throws -> String {
    guard let name = policy ?? postfix,
      let found = try PolicySource.read(name, reach: .directory).first,
      let stranger = IPAddress("203.0.113.9"), let usual = IPAddress("192.0.2.25"),
      let host = found.policy.destinations.origin ?? Domain("mail.under-test.example"),
      let victim = Mailbox("relaytest@nmap.scanme.org")
    else { return "" }
    let own = found.policy.destinations.ownAddresses.min() ?? usual
    let battery = RelayBattery(
      against: .init(host: host, domain: host, address: own), victim: victim)
    let taken = battery.scan.filter {
      found.policy.answer(to: $0, from: .init(address: stranger))?.isAccepted == true
    }
    return "\nnmap's open-relay test: \(taken.count) of \(battery.scan.count) forms taken\n"
      + taken.map { "  \($0.mail) -> \($0.rcpt)\n" }.joined()
  }
}

extension UnknownAnswer: ExpressibleByArgument {}
extension AttackPack: ExpressibleByArgument {}
extension ScorecardFormat: ExpressibleByArgument {}
