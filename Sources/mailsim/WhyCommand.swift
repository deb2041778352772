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
      """)

  @Argument(help: "A scenario file.", completion: .file())
  var file: String

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

  @Option(help: "The server asked; otherwise the first of our own.")
  var server: String?

  @Option(
    help:
      "Answer a table of cases (CSV): client_ip, helo, sasl_login, login_age, mail_from, rcpt_to.",
    completion: .file(extensions: ["csv"]))
  var cases: String?

  mutating func run() throws {
    try reporting {
      let (scenario, _) = try ScenarioFiles.read(file)
      let row = try serverRow(in: scenario)
      if let cases {
        try answer(cases, scenario, row)
      } else {
        try answer(scenario, row)
      }
    }
  }

  private func serverRow(in scenario: Scenario) throws -> ServerRow {
    let names = scenario.servers.map(\.name)
    if let server {
      guard let row = names.firstIndex(of: server) else {
        throw Complaint(
          .usage,
          "mailsim: no server is called '\(server)'; servers: \(names.joined(separator: ", "))")
      }
      return ServerRow(index: UInt32(row))
    }
    guard !names.isEmpty else { throw Complaint(.usage, "mailsim: \(file) has no server to ask") }
    let ours = scenario.servers.firstIndex { scenario.sites[Int($0.site.index)].isOurs }
    return ServerRow(index: UInt32(ours ?? 0))
  }

  // MARK: One question

  private func answer(_ scenario: Scenario, _ row: ServerRow) throws {
    let question = try question(scenario, row)
    let facts = question.facts(in: scenario)
    let server = scenario.servers[Int(row.index)]
    let decision = server.policy.decide(facts)
    let rule = server.policy.rules[decision.rule]
    var lines = [
      "\(decision.verdict.rawValue)  \(decision.reply)  \(decision.reason.rawValue)",
      "  asked:   \(server.name) (policy \(server.policy.name))",
      "  decided: rule \(decision.rule + 1), \(rule.test.rawValue) (\(rule.meaning))"
        + (rule.position.map { ", \($0)" } ?? ""),
      "  login:   \(words(for: facts.client.window))",
    ]
    let changes = NearestChange.find(server.policy, facts)
    if changes.isEmpty {
      lines.append("  nothing about the client or the envelope would change that")
    }
    for change in changes.prefix(3) { lines.append("  \(change.text)") }
    lines.append("  read more: mailsim explain \(decision.reason.rawValue)")
    Terminal.print(lines.joined(separator: "\n") + "\n")
  }

  private func words(for window: RelayFacts.WindowState) -> String {
    switch window {
    case .none: "nobody has read mail from this address"
    case .open(let age):
      "mail was read from this address \(Clock.span(age)) ago; the window is open"
    case .expired(let age):
      "mail was read from this address \(Clock.span(age)) ago; the window is closed"
    }
  }

  private func question(_ scenario: Scenario, _ row: ServerRow) throws -> RelayQuestion {
    guard let client, let from, let to else {
      throw Complaint(.usage, "mailsim: --client, --from and --to are needed (or --cases)")
    }
    guard let address = IPAddress(client) else {
      throw Complaint(.usage, "mailsim: --client \(client): no IP address")
    }
    guard let recipient = try path(to, "--to") else {
      throw Complaint(.usage, "mailsim: --to needs an address")
    }
    var question = RelayQuestion(
      server: row, client: address, reversePath: try path(from, "--from"), forwardPath: recipient)
    question.helloName = helo
    question.login = auth
    if let loginAge {
      guard let age = Delay(loginAge) else {
        throw Complaint(.usage, "mailsim: --login-age \(loginAge): no time such as 14m59s")
      }
      question.loginAge = age
    }
    if let at {
      guard let instant = scenario.instant(at) else {
        throw Complaint(
          .usage,
          "mailsim: --at \(at): no time of day such as 09:15:01 after the start, nor a time such "
            + "as 15m")
      }
      question.at = instant
    }
    return question
  }

  /// A path with or without angle brackets; nil for the null one.
  private func path(_ text: String, _ option: String) throws -> Mailbox? {
    var inner = text[...]
    if inner.hasPrefix("<"), inner.hasSuffix(">") { inner = inner.dropFirst().dropLast() }
    if inner.isEmpty { return nil }
    guard let path = AddressSyntax.path(inner) else {
      throw Complaint(.usage, "mailsim: \(option) \(text): no mail address")
    }
    return path.mailbox
  }

  // MARK: A table

  private func answer(_ table: String, _ scenario: Scenario, _ row: ServerRow) throws {
    guard let data = FileManager.default.contents(atPath: table) else {
      throw Complaint(.noInput, "mailsim: \(table): cannot be read")
    }
    do {
      try CaseTable.answer(
        data.makeIterator(), under: scenario.servers[Int(row.index)].policy,
        isUnknown: { scenario.refusesUnknown($0, at: row) }, to: { Terminal.print($0) })
    } catch {
      throw Complaint(.invalidScenario, "mailsim: \(table): \(error)")
    }
  }
}
