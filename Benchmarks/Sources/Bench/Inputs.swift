import Foundation
import MailSim

/// Departments as scenarios, for runs with every command.
enum Department {
  /// Users who write to the outside as often as they can.
  static func writers(_ users: Int, messages: Int) -> Scenario {
    let each = max(1, messages / users)
    return scenario(
      users, run: "\(each * 3 + 60)m",
      traffic: "to: bob@example.org, every: {exponential: 1m}, limit: \(each)")
  }

  /// Users who write to each other and to fifty people elsewhere, and all read every ten minutes.
  static func atWork(_ users: Int, days: Int) -> Scenario {
    let colleagues = (0..<users).map { "p\($0)@cs.ait.ac.th" }
    let others = (0..<50).map { "o\($0)" }
    let recipients = (colleagues + others.map { "\($0)@example.org" }).joined(separator: ", ")
    return scenario(
      users, run: "\(days)d", habit: ", read: {every: 10m}",
      further: others.map {
        "  \($0): {site: org, mailbox: \($0)@example.org, read: {every: 10m}}"
      },
      traffic: "to: [\(recipients)], every: {exponential: 1296s}")
  }

  /// Users whose messages all wait for a server that is down.
  static func cutOff(_ users: Int, messages: Int) -> Scenario {
    let each = max(1, messages / users)
    return scenario(
      users, run: "\(each * 2 + 60)m", outages: ", outages: {from: 0s, to: 400d}",
      traffic: "to: bob@example.org, every: {exponential: 1m}, limit: \(each)")
  }

  private static func scenario(
    _ users: Int, run: String, habit: String = "", further: [String] = [], outages: String = "",
    traffic: String
  ) -> Scenario {
    let people = (0..<users).map { "  p\($0): {site: csim, mailbox: p\($0)@cs.ait.ac.th\(habit)}" }
    let names = (0..<users).map { "p\($0)" }.joined(separator: ", ")
    let text = """
      mailsim: 1
      title: A department
      sites:
        csim: {ours: yes, networks: 10.0.0.0/8}
        org: {networks: 198.51.100.0/24}
      servers:
        mail: {host: mail.cs.ait.ac.th, site: csim, domains: cs.ait.ac.th}
        far: {host: mx.example.org, site: org, domains: example.org\(outages)}
      people:
      \((people + further).joined(separator: "\n"))
      traffic:
        all: {from: [\(names)], \(traffic)}
      run: \(run)
      """
    do {
      return try ScenarioReader.read(text, file: "department.yaml")
    } catch {
      fatalError(error.description)
    }
  }
}

/// Questions of every kind to a relay policy.
enum Questions {
  static let all: [RelayFacts] = {
    let clients = ["192.0.2.7", "203.0.113.9", "2001:db8:ca::7"].compactMap { IPAddress($0) }
    let senders = ["alice@cs.ait.ac.th", "x@example.org"].map { Mailbox($0) } + [nil]
    let recipients = ["alice@cs.ait.ac.th", "bob@example.org", "v%x.example@cs.ait.ac.th"]
      .compactMap { Mailbox($0) }
    return clients.flatMap { client in
      senders.flatMap { sender in
        recipients.map { recipient in
          RelayFacts(client: .init(address: client), reversePath: sender, forwardPath: recipient)
        }
      }
    }
  }()
}

/// A configuration on disk with a table of so many rows: read from the first octet, and proven.
struct PolicyFiles {
  private let directory: String

  init(rows: Int, kind: String, _ row: (Int) -> String) {
    directory = NSTemporaryDirectory() + "mailsim-bench-\(kind)-\(rows)"
    let check = kind == "cidr" ? "check_client_access" : "check_sender_access"
    let main = """
      compatibility_level = 3.6
      myhostname = mail.cs.ait.ac.th
      mydestination = cs.ait.ac.th
      mynetworks = 192.0.2.0/24
      smtpd_client_restrictions = \(check) \(kind):\(directory)/table

      """
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
      try main.write(toFile: "\(directory)/main.cf", atomically: true, encoding: .utf8)
      try (0..<rows).map { row($0) + "\n" }.joined()
        .write(toFile: "\(directory)/table", atomically: true, encoding: .utf8)
    } catch {
      fatalError("\(error)")
    }
  }

  func proven() -> Int {
    guard let found = try? PostfixConfiguration.read(directory: directory).policy() else {
      fatalError("\(directory) is gone")
    }
    return Prover.prove(found.policy, Property.named("no-open-relay")!).classes
  }
}
