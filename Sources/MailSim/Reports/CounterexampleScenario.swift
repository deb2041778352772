/// A counterexample as a scenario: one server with the policy, one client that asks the question,
/// and the answer as what is expected.
public struct CounterexampleScenario: Sendable {
  /// Where the scenario finds the policy.
  public enum Source: Hashable, Sendable {
    case preset(RelayPreset)
    /// A directory with a main.cf, and a service of its master.cf.
    case postfix(directory: String, service: String)
  }

  let example: Counterexample
  let property: Property
  let policy: RestrictionPolicy
  let source: Source

  public init(
    _ example: Counterexample, of property: Property, under policy: RestrictionPolicy,
    _ source: Source
  ) throws(CounterexampleScenarioError) {
    if let name = example.facts.client.name { throw .clientName(name) }
    if policy.standsStill { throw .standsStill }
    if example.isRefusedEarly(under: policy), example.ending.stage == .client {
      throw .refusedAtBanner
    }
    self.example = example
    self.property = property
    self.policy = policy
    self.source = source
  }

  private var facts: RelayFacts { example.facts }

  /// The text of the scenario file.
  public var scenario: String {
    (head + places + server + person + ["", "events:"] + login + question)
      .joined(separator: "\n") + "\n"
  }

  private func quoted(_ text: String) -> String { JSON.string(text).line }

  private var head: [String] {
    let wanted = property.mustAccept ? "accepted" : "refused"
    return [
      "mailsim: 1", "title: \(quoted("\(property.name): a counterexample"))",
      "goal: \(quoted("To see that this does not hold of \(policy.name): \(property.summary)."))",
      "question: \(quoted("The recipient should be \(wanted). Which line decides otherwise?"))",
      "answer: \(quoted("It is \(example.blame)."))", "start: 2026-03-02 09:00", "",
    ]
  }

  // MARK: Cast

  /// The server stands where the client does not.
  private var home: (network: String, address: String) {
    let isV4 = facts.client.address.isV4
    let places =
      isV4
      ? [("192.0.2.24/29", "192.0.2.25"), ("198.51.100.24/29", "198.51.100.25")]
      : [("2001:db8:ca::/64", "2001:db8:ca::25"), ("2001:db8:cb::/64", "2001:db8:cb::25")]
    return places.first { IPNetwork($0.0)?.contains(facts.client.address) == false } ?? places[0]
  }

  private var places: [String] {
    let client = IPNetwork(facts.client.address)
    return [
      "sites:",
      "  home: {title: The server's network, ours: yes, networks: \(quoted(home.network))}",
      "  there: {title: The client's network, networks: \(quoted("\(client)"))}", "",
    ]
  }

  /// A domain of the server's, for its name and the person's mailbox.
  private var domain: Domain {
    let isNamed = { (domain: Domain) in domain.text.contains(".") && domain.literalAddress == nil }
    let sample = policy.destinations.local.elements.lazy.compactMap { element -> Domain? in
      switch element.item {
      case .name(let name): Domain(name)
      case .table(let table): table.keys.lazy.compactMap { Domain($0) }.first(where: isNamed)
      }
    }
    return sample.first(where: isNamed) ?? Domain("home.example")!
  }

  private var server: [String] {
    var lines = [
      "servers:", "  server:", "    title: \(quoted("Server (\(policy.name))"))",
      "    host: \(quoted("mail.\(domain)"))", "    site: home",
      "    address: \(quoted(home.address))",
    ]
    if facts.recipientIsUnknown { lines.append("    users: [somebody-else]") }
    switch source {
    case .preset(let preset):
      let inside = policy.networks.map { quoted("\($0)") }.joined(separator: ", ")
      lines += [
        "    domains: \(quoted("\(domain)"))",
        "    policy: {preset: \(preset.rawValue), inside: [\(inside)]}",
      ]
    case .postfix(let directory, let service):
      // What decides here hangs on nothing unknown, so that any answer will do; a run needs one.
      let unknown = policy.openQuestions.isEmpty ? "" : ", unknown: dunno"
      lines.append(
        "    policy: {postfix: \(quoted(directory)), service: \(quoted(service))\(unknown)}")
    }
    lines.append("    roaming: {window: \(Self.written(policy.window))}")
    return lines + [""]
  }

  private var person: [String] {
    let name = facts.client.login?.name ?? "client"
    let mailbox = facts.client.login?.mailbox ?? Mailbox(localPart: "reader", domain: domain)
    var fields = [
      "title: \(quoted(facts.client.login.map { "The login \($0.name)" } ?? "The client"))",
      "site: there", "address: \(quoted("\(facts.client.address)"))",
    ]
    if facts.client.login != nil || facts.client.window != .none {
      fields += ["mailbox: \(quoted("\(mailbox)"))", "home: server"]
    }
    if facts.client.certificate != nil {
      fields.append("certificate: yes")
      if facts.client.login != nil { fields.append("send: {auth: yes}") }
    }
    if !property.mustAccept { fields.append("attacker: yes") }
    return ["people:", "  \(quoted(name)): {\(fields.joined(separator: ", "))}"]
  }

  private var personName: String { quoted(facts.client.login?.name ?? "client") }

  // MARK: Events

  /// The login that opens the roaming window.
  private var login: [String] {
    guard facts.client.window != .none else { return [] }
    return [
      "  - at: 09:00", "    title: mail is read from the client's address",
      "    login: \(personName)", "    expect: {login: yes}",
    ]
  }

  /// As scenario files write a time.
  private static func written(_ delay: Delay) -> String {
    let milliseconds = delay.nanoseconds / 1_000_000
    if milliseconds % 60_000 == 0 { return "\(milliseconds / 60_000)m" }
    return milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
  }

  /// As long after that login as the counterexample says; an open window must not end meanwhile.
  private var moment: String {
    switch facts.client.window {
    case .none: "1m"
    case .open: policy.window > .minutes(2) ? "1m" : "1s"
    case .expired(let age): Self.written(max(age, policy.window) + .seconds(1))
    }
  }

  private var question: [String] {
    let head = ["  - at: \(moment)", "    title: \(quoted(example.sentence))"]
    return head + (facts.client.certificate == nil ? typed : written)
  }

  /// Typed by hand, so that every line is as the counterexample has it.
  private var typed: [String] {
    let hello = "EHLO \(facts.client.helloName ?? "client.example.net")"
    var lines = [TypedLine(hello, example.ending.stage == .helo ? early : nil)]
    // A server of a scenario offers AUTH behind TLS only.
    if facts.client.isEncrypted || facts.client.login != nil {
      lines += [TypedLine("STARTTLS"), TypedLine(hello)]
    }
    if let login = facts.client.login {
      lines.append(TypedLine("AUTH PLAIN \(Base64.text(Array("\0\(login.name)\0secret".utf8)))"))
    }
    let sender = facts.reversePath.map { "\($0)" } ?? ""
    lines.append(TypedLine("MAIL FROM:<\(sender)>", example.ending.stage == .sender ? early : nil))
    let isAtData = example.ending.stage == .data && example.ending.verdict != .accept
    let reply = example.ending.reply.codes
    if early == nil {
      lines.append(TypedLine("RCPT TO:<\(facts.forwardPath)>", isAtData ? "250 2.1.5" : reply))
    }
    if isAtData { lines.append(TypedLine("DATA", reply)) }
    return ["    smtp:", "      from: \(personName)", "      to: server", "      lines:"]
      + (lines + [TypedLine("RSET"), TypedLine("QUIT")]).map(typed)
  }

  /// The refusal, where the server says it before it hears the recipient.
  private var early: String? {
    example.isRefusedEarly(under: policy) ? example.ending.reply.codes : nil
  }

  /// A line and the reply that is expected to it, if any.
  private struct TypedLine {
    var text: String
    var reply: String?

    init(_ text: String, _ reply: String? = nil) {
      self.text = text
      self.reply = reply
    }
  }

  private func typed(_ line: TypedLine) -> String {
    guard let reply = line.reply else { return "        - \(quoted(line.text))" }
    return "        - {send: \(quoted(line.text)), reply: \(quoted(reply))}"
  }

  /// Sent by a program, which can show a certificate.
  private var written: [String] {
    let sender = facts.reversePath.map { "\($0)" } ?? "<>"
    var fields = [
      "from: \(personName)", "to: \(quoted("\(facts.forwardPath)"))",
      "mail-from: \(quoted(sender))", "via: server",
    ]
    if let hello = facts.client.helloName { fields.append("helo: \(quoted(hello))") }
    return [
      "    mail: {\(fields.joined(separator: ", "))}",
      "    expect: {relay: \(example.ending.verdict.rawValue), "
        + "reply: \(quoted(example.ending.reply.codes))}",
    ]
  }
}

extension Counterexample {
  /// Whether the server refuses before RCPT (`smtpd_delay_reject = no`).
  fileprivate func isRefusedEarly(under policy: RestrictionPolicy) -> Bool {
    !policy.delaysRefusals && ending.verdict != .accept && ending.stage < .relay
      && ending.rule != nil
  }
}

/// Why a question cannot be played.
public enum CounterexampleScenarioError: Error, Hashable, Sendable, CustomStringConvertible {
  case clientName(String)
  case standsStill
  case refusedAtBanner

  public var description: String {
    switch self {
    case .clientName(let name):
      "the client must have the name \(name) in the DNS, which no machine of a scenario has"
    case .standsStill: "the server refuses to run, so that there is no dialogue to play"
    case .refusedAtBanner: "the server refuses before the client has said a word"
    }
  }
}
