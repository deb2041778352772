import Foundation
import MailSim

/// A scene for one policy: a server with it, a stranger, and somebody elsewhere to write to.
enum AttackScene {
  /// A scenario in which strangers try the server: the open-relay battery and a pretended sender.
  ///
  /// - Parameters:
  ///   - policy: the value of the server's `policy:` key.
  ///   - domains: the line that states its domains; empty where the policy brings them.
  ///   - inside: an address of a user inside.
  static func text(policy: String, domains: String, inside: String) -> String {
    """
    mailsim: 1
    title: A policy against strangers
    run: 30m
    sites:
      ours: {ours: yes, networks: 192.0.2.0/24}
      elsewhere: {networks: 203.0.113.0/24}
      org: {networks: 198.51.100.0/24}
    servers:
      server:
        host: mail.under-test.example
        site: ours
    \(domains)    policy: \(policy)
      victim-mail: {host: mx.victim.example, site: org, domains: victim.example}
    people:
      stranger: {site: elsewhere, attacker: yes}
    attacks:
      open-relay: {kind: open-relay-scan, by: stranger, target: server, victims: test@victim.example}
      spoof-outside: {kind: spoofed-sender, by: stranger, target: server, victims: test@victim.example}
      spoof-inside: {kind: spoofed-sender, by: stranger, target: server, victims: '\(inside)'}

    """
  }

  static func scenario(preset name: String) throws -> Scenario {
    guard RelayPreset(rawValue: name) != nil else {
      let known = RelayPreset.allCases.map(\.rawValue).joined(separator: ", ")
      throw Complaint(.usage, "mailsim: no policy is called '\(name)'; policies: \(known)")
    }
    return try read(
      text(
        policy: name, domains: "    domains: cs.ait.ac.th\n", inside: "postmaster@cs.ait.ac.th"),
      name)
  }

  /// A real configuration; its own domains are those the server keeps.
  static func scenario(postfix directory: String) throws -> Scenario {
    let path = URL(fileURLWithPath: directory).standardizedFileURL.path
    let quoted = path.replacing("'", with: "''")
    var scenario = try read(
      text(
        policy: "{postfix: '\(quoted)'}", domains: "", inside: "postmaster@victim.example"),
      directory)
    guard let domain = scenario.servers[0].domains.first else {
      throw Complaint(
        .usage, "mailsim: \(directory): the configuration keeps no domain, so nobody is inside")
    }
    let last = scenario.attacks.count - 1
    scenario.attacks[last].victims = [Mailbox("postmaster@\(domain)")].compactMap(\.self)
    return scenario
  }

  private static func read(_ text: String, _ name: String) throws -> Scenario {
    do {
      return try ScenarioReader.read(text, file: name)
    } catch {
      throw Complaint(.invalidScenario, error.description)
    }
  }
}
