import ArgumentParser
import Foundation
import MailSim

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Asks a server about one recipient: verdict, rule, and what would turn it round.",
    discussion: """
      EXAMPLES
        mailsim why Scenarios/figure-2-relay.yaml --client 203.0.113.9 \\
            --from rita@cs.ait.ac.th --to bob@example.org --at 09:14
        mailsim why Scenarios/figure-2-relay.yaml --client 203.0.113.9 \\
            --from rita@cs.ait.ac.th --to bob@example.org --login-age 15m
        mailsim why Scenarios/figure-2-relay.yaml --cases cases.csv
        mailsim why --postfix /etc/postfix --client 203.0.113.9 \\
            --from rita@cs.ait.ac.th --to bob@example.org --auth rita
        mailsim why --policy modern --cases cases.csv
      """)

  @Argument(help: "A scenario file; not needed with --policy or --postfix.", completion: .file())
  var file: String?

  @Option(help: "Ask a policy: a preset, or the policy of a scenario file.")
  var policy: String?

  @Option(help: "Ask the configuration in this directory of a Postfix.", completion: .directory)
  var postfix: String?

  @Option(help: "Which smtpd service of its master.cf; otherwise the first.")
  var service: String?

  @Option(help: "The client's IP address, as the server sees it.")
  var client: String?

  @Option(help: "The reverse-path: an address, or <>.")
  var from: String?

  @Option(help: "The forward-path: the recipient's address.")
  var to: String?

  @Option(help: "When: a time of day, or after the start (15m). Otherwise: when the run is over.")
  var at: String?

  @Option(help: "How long ago the client's address read mail, such as 14m59s.")
  var loginAge: String?

  @Option(help: "The login by AUTH.")
  var auth: String?

  @Option(help: "What the client says in EHLO.")
  var helo: String?

  @Option(help: "Whether the connection is encrypted: none, 1.2 or 1.3.")
  var tls: String?

  @Option(help: "The fingerprint of the client's certificate, as a table holds it; or none.")
  var certificate: String?

  @Option(help: "The client's name in the DNS, which leads back to its address.")
  var clientName: String?

  @Option(help: "The server asked; otherwise the first of our own.")
  var server: String?

  @Option(
    help:
      "Answer a table of cases (CSV): client_ip, helo, sasl_login, login_age, mail_from, rcpt_to.",
    completion: .file(extensions: ["csv"]))
  var cases: String?

  @OptionGroup var confinement: Confinement

  @OptionGroup var limits: RunLimitOptions

  mutating func run() throws {
    if let policy = try bare() {
      if let cases {
        try answer(cases, policy) { _ in false }
      } else {
        try answer(policy)
      }
      return
    }
    let scenario = try scenario()
    let row = try serverRow(in: scenario)
    if let cases {
      try answer(cases, scenario.servers[Int(row.index)].policy) {
        scenario.refusesUnknown($0, at: row)
      }
    } else {
      try answer(scenario, row)
    }
  }

  private func scenario() throws -> Scenario {
    let named = [file, policy].compactMap(\.self)
    guard named.count == 1, let path = named.first else {
      throw CommandError(
        .usage, "mailsim: name one of: a scenario file, --policy or --postfix")
    }
    return try ScenarioFiles.read(path).0
  }

  /// A policy that needs no scenario; nil when a scenario is to be asked.
  private func bare() throws -> RelayPolicy? {
    if let preset = policy.flatMap(RelayPreset.init(rawValue:)) {
      return preset.policy(.teachingWorld)
    }
    guard let postfix else {
      if let policy, !policy.hasSuffix(".yaml"), !policy.hasSuffix(".yml") {
        throw CommandError(
          .usage,
          "mailsim: --policy \(policy): neither a scenario file nor one of "
            + RelayPreset.allCases.map(\.rawValue).joined(separator: ", "))
      }
      return nil
    }
    guard file == nil, policy == nil else {
      throw CommandError(.usage, "mailsim: --postfix goes without a scenario file and --policy")
    }
    let found = try PolicySource.read(
      postfix, services: service.map { [$0] } ?? [], reach: confinement.reach)[0]
    for error in found.errors { try Terminal.writeError("note: \(error)") }
    var policy = RelayPolicy(found.policy)
    policy.name = "\(postfix), service \(found.policy.name)"
    return policy
  }

  private func serverRow(in scenario: Scenario) throws -> ServerRow {
    let names = scenario.servers.map(\.name)
    if let server {
      guard let row = names.firstIndex(of: server) else {
        throw CommandError(
          .usage,
          "mailsim: no server is called '\(server)'; servers: \(names.joined(separator: ", "))")
      }
      return ServerRow(index: UInt32(row))
    }
    guard !names.isEmpty else {
      throw CommandError(.usage, "mailsim: the scenario has no server to ask")
    }
    let ours = scenario.servers.firstIndex { scenario.sites[Int($0.site.index)].isOurs }
    return ServerRow(index: UInt32(ours ?? 0))
  }

  // MARK: One question

  private func answer(_ scenario: Scenario, _ row: ServerRow) throws {
    let server = scenario.servers[Int(row.index)]
    let facts: RelayFacts
    let question = try question(scenario, row)
    do {
      facts = try question.facts(in: scenario, within: limits.limits)
    } catch {
      throw CommandError(error, file: scenario.file)
    }
    try Terminal.print(
      RelayAnswer(
        policy: server.policy, facts: facts, asked: "\(server.name) (policy \(server.policy.name))"
      ).text)
    try PolicySource.noteHardPatterns(server.policy)
  }

  /// A policy without a scenario knows what the options say, and nothing else.
  private func answer(_ policy: RelayPolicy) throws {
    let facts = try envelope()
    try Terminal.print(
      RelayAnswer(policy: policy, facts: facts.facts(under: policy), asked: policy.name).text)
    try PolicySource.noteHardPatterns(policy)
  }

  private func question(_ scenario: Scenario, _ row: ServerRow) throws -> RelayQuestion {
    var question = try envelope()
    question.server = row
    if let at {
      guard let instant = scenario.instant(at) else {
        throw CommandError(
          .usage,
          "mailsim: --at \(at): no time of day such as 09:15:01 after the start, nor a time such "
            + "as 15m")
      }
      question.at = instant
    }
    return question
  }

  private func envelope() throws -> RelayQuestion {
    guard let client, let from, let to else {
      throw CommandError(.usage, "mailsim: --client, --from and --to are needed (or --cases)")
    }
    guard let address = IPAddress(client) else {
      throw CommandError(.usage, "mailsim: --client \(client): no IP address")
    }
    guard let recipient = try path(to, "--to") else {
      throw CommandError(.usage, "mailsim: --to needs an address")
    }
    var question = RelayQuestion(
      server: ServerRow(index: 0), client: address, reversePath: try path(from, "--from"),
      forwardPath: recipient)
    question.helloName = helo
    question.login = auth
    question.clientName = clientName
    if let tls {
      guard ["none", "1.2", "1.3"].contains(tls) else {
        throw CommandError(.usage, "mailsim: --tls \(tls): expected none, 1.2 or 1.3")
      }
      question.isEncrypted = tls != "none"
    }
    if let certificate, certificate != "none" {
      guard question.isEncrypted != false else {
        throw CommandError(.usage, "mailsim: --certificate needs TLS")
      }
      question.certificate = certificate
    }
    if let loginAge {
      guard let age = Delay(loginAge) else {
        throw CommandError(.usage, "mailsim: --login-age \(loginAge): no time such as 14m59s")
      }
      question.loginAge = age
    }
    return question
  }

  /// A path with or without angle brackets; nil for the null one.
  private func path(_ text: String, _ option: String) throws -> Mailbox? {
    var inner = text[...]
    if inner.hasPrefix("<"), inner.hasSuffix(">") { inner = inner.dropFirst().dropLast() }
    if inner.isEmpty { return nil }
    guard let path = AddressSyntax.path(inner) else {
      throw CommandError(.usage, "mailsim: \(option) \(text): no mail address")
    }
    return path.mailbox
  }

  // MARK: A table

  private func answer(
    _ table: String, _ policy: RelayPolicy, isUnknown: @escaping @Sendable (Mailbox) -> Bool
  ) throws {
    let octets = try InputFile.octets(ofFile: table)
    do {
      try CaseTable.answer(
        octets.makeIterator(), under: policy, isUnknown: isUnknown, to: { try Terminal.print($0) })
      try PolicySource.noteHardPatterns(policy)
    } catch let error as CaseTableError {
      throw CommandError(.invalidScenario, "mailsim: \(table): \(error)")
    }
  }
}
