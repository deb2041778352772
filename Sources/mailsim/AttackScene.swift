import Foundation
import MailSim

/// A scene for one policy: a server with it, users at home and on the road, correspondents
/// elsewhere, and attackers.
struct AttackScene {
  /// The value of the server's `policy:` key.
  private let policy: String
  /// A domain the server keeps.
  private let domain: String
  /// Whether the policy brings its domains itself.
  private let statesDomains: Bool
  /// What messages call it.
  private let name: String

  /// - Parameter preset: a policy that comes with MailSim.
  init(preset name: String) throws {
    guard RelayPreset(rawValue: name) != nil else {
      let known = RelayPreset.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandError(.usage, "mailsim: no policy is called '\(name)'; policies: \(known)")
    }
    (policy, domain, statesDomains, self.name) = (name, "cs.ait.ac.th", true, name)
  }

  /// - Parameters:
  ///   - directory: a real configuration; its own domains are those the server keeps.
  ///   - unknown: what tables say that cannot be read here; nil: that is an error.
  init(postfix directory: String, unknown: UnknownAnswer?) throws {
    let found = try PolicySource.read(directory, reach: .directory)[0].policy
    let path = URL(fileURLWithPath: directory).standardizedFileURL.path
    let questions = found.openQuestions
    if unknown == nil, !questions.isEmpty {
      throw CommandError(
        .usage,
        "mailsim: \(directory): not readable here: \(questions.joined(separator: ", ")); "
          + "say what they would answer with --unknown permit, reject, defer or dunno")
    }
    let answer = unknown.map { ", unknown: \($0.rawValue)" } ?? ""
    policy = "{postfix: \(JSONText.quoted(path))\(answer)}"
    (statesDomains, name) = (false, directory)
    // Read once without people to learn which domains it keeps.
    let bare = try Self.read(
      "mailsim: 1\ntitle: bare\n" + Self.places + Self.servers(policy, nil), directory)
    guard let own = bare.servers[0].domains.first else {
      throw CommandError(
        .usage, "mailsim: \(directory): the configuration keeps no domain, so nobody is inside")
    }
    domain = own.text
  }

  /// The packs this scene has parts for.
  static let packs: [AttackPack] = [.relay, .roaming, .accounts, .path]

  func scenario(_ packs: [AttackPack]) throws -> Scenario {
    let known = Self.packs.map(\.rawValue).joined(separator: ", ")
    for pack in packs where !Self.packs.contains(pack) {
      throw CommandError(
        .usage,
        "mailsim: the pack '\(pack.rawValue)' needs defences that only a scenario states; packs "
          + "for a policy: \(known)")
    }
    let whole = text + "attacks:\n" + packs.map(attacks).joined()
    let scenario = try Self.read(whole + letters(fromInside: true), name)
    // Whoever sits in the teaching world's network is inside only if the policy says so.
    guard !statesDomains, !letsOut(scenario) else { return scenario }
    return try Self.read(whole + letters(fromInside: false), name)
  }

  private func letsOut(_ scenario: Scenario) -> Bool {
    guard let address = IPAddress("192.0.2.1"), let victim = Mailbox("bob@victim.example") else {
      return false
    }
    let facts = RelayFacts(
      client: .init(address: address), reversePath: Mailbox("postmaster@\(domain)"),
      forwardPath: victim)
    return scenario.servers[0].policy.decide(facts).verdict == .accept
  }

  // MARK: The scenario's text

  private var text: String {
    "mailsim: 1\ntitle: The policy \(name.debugDescription) under attack\nrun: 2h\n" + Self.places
      + Self.servers(policy, statesDomains ? domain : nil) + """
        people:
          stranger: {site: elsewhere, attacker: yes}
          eve: {site: cafe, attacker: yes}
          rita: {site: cafe, mailbox: 'rita@\(domain)', read: {every: 10m}}
          alice: {site: ours, mailbox: 'alice@\(domain)'}
          bob: {site: org, mailbox: bob@victim.example}

        """
  }

  private static let places = """
    sites:
      ours: {ours: yes, networks: 192.0.2.0/24, latency: 1ms}
      elsewhere: {networks: 203.0.113.0/25}
      cafe: {networks: 10.1.0.0/24, nat: 203.0.113.129}
      org: {networks: 198.51.100.0/24}

    """

  private static func servers(_ policy: String, _ domain: String?) -> String {
    """
    servers:
      server:
        host: mail.under-test.example
        site: ours
    \(domain.map { "    domains: \($0)\n" } ?? "")    policy: \(policy)
      victim-mail: {host: mx.victim.example, site: org, domains: victim.example}

    """
  }

  private func letters(fromInside: Bool) -> String {
    """
    traffic:
      letters-in: {from: bob, to: 'postmaster@\(domain)', every: {poisson: 10m}}

    """
      + (fromInside
        ? "  letters-out: {from: alice, to: bob@victim.example, every: {poisson: 10m}}\n" : "")
  }

  private func attacks(_ pack: AttackPack) -> String {
    switch pack {
    case .relay:
      """
        open-relay: {kind: open-relay-scan, by: stranger, target: server, victims: test@victim.example}
        spoof-outside: {kind: spoofed-sender, by: stranger, target: server, victims: test@victim.example}
        spoof-inside: {kind: spoofed-sender, by: stranger, target: server, victims: 'postmaster@\(domain)'}

      """
    case .roaming:
      """
        nat-rider: {kind: nat-rider, by: eve, can: {same-nat: rita}, target: server, victims: test@victim.example, every: {exponential: 2m}}
        sniffed-password: {kind: sniffed-password, by: stranger, can: {tap: cafe}, victims: test@victim.example, limit: 3}

      """
    case .accounts:
      """
        harvest: {kind: directory-harvest, by: stranger, target: server}
        stolen-account: {kind: stolen-account, by: stranger, can: {account: rita}, target: server, victims: test@victim.example, limit: 10}
        campus-bot: {kind: campus-bot, can: {own-host: alice}, target: server, victims: test@victim.example, limit: 10}

      """
    default:
      """
        tap: {kind: passive-tap, can: {tap: [ours, org]}}
        stripper: {kind: starttls-stripping, can: {modify: [ours, org]}, start: 1h}
        downgrade: {kind: access-downgrade, can: {modify: cafe}}
        gateway: {kind: compromised-gateway, can: {own-gateway: victim-mail}}

      """
    }
  }

  private static func read(_ text: String, _ name: String) throws -> Scenario {
    do {
      return try ScenarioReader.read(text, file: name)
    } catch {
      throw CommandError(.invalidScenario, error.description)
    }
  }
}
