import Yams

/// What should come of events, and of the run.
extension ScenarioParser {
  mutating func expectations(
    _ node: Node, on action: Scenario.Step.Action, for recipient: Mailbox?
  ) -> [Scenario.Expectation] {
    guard let fields = fields(node, .expectation) else { return [] }
    var found: [Scenario.Expectation] = []
    for key in SchemaSection.expectation.schema.keys where key.name != "for" {
      guard let value = fields[key.name] else { continue }
      guard applies(key.name, to: action) else {
        report(
          .conflict(
            "`\(key.name)` cannot be expected here",
            help: "it goes with \(Self.place(of: key.name))"
          ), at: fields.key(key.name) ?? value)
        continue
      }
      guard let what = expectation(key.name, value) else { continue }
      found.append(
        Scenario.Expectation(what, recipient: recipient, position: position(of: value)))
    }
    if let others = fields["for"] {
      found += perRecipient(others, on: action, isNested: recipient != nil)
    }
    return found
  }

  private mutating func perRecipient(
    _ node: Node, on action: Scenario.Step.Action, isNested: Bool
  ) -> [Scenario.Expectation] {
    guard case .mail(let mail) = action, !isNested else {
      report(.conflict("`for` goes with a message only", help: ""), at: node)
      return []
    }
    var found: [Scenario.Expectation] = []
    for entry in entries(node, of: "recipients with expectations") {
      guard let recipient = mailbox(entry.key) else { continue }
      guard mail.recipients.contains(recipient) else {
        report(
          .unknownName(
            entry.name, of: "recipient", known: mail.recipients.map(\.description)), at: entry.key)
        continue
      }
      found += expectations(entry.value, on: action, for: recipient)
    }
    return found
  }

  private mutating func expectation(_ name: String, _ node: Node) -> Scenario.Expectation.What? {
    switch name {
    case "relay": word(node, RelayVerdict.self).map { .relay($0) }
    case "because": word(node, ReasonCode.self).map { .because($0) }
    case "reply": reply(node).map { .reply($0) }
    case "hops": hops(node)
    case "stored":
      word(node, ["plaintext", "encrypted"]).flatMap {
        Protection(rawValue: $0).map { .stored($0) }
      }
    case "delivered": flag(node).map { .delivered($0) }
    case "delivered-within": delay(node).map { .deliveredWithin($0) }
    case "bounced": flag(node).map { .bounced($0) }
    case "login": flag(node).map { .login($0) }
    case "connects": flag(node).map { .connects($0) }
    case "reaches": server(node).map { .reaches(HostID(index: $0.index)) }
    default: nil
    }
  }

  private mutating func hops(_ node: Node) -> Scenario.Expectation.What? {
    let nodes = list(node, "protections")
    let hops = nodes.compactMap { word($0, Protection.self) }
    guard case .sequence = node, hops.count == nodes.count else { return nil }
    return .hops(hops)
  }

  private func applies(_ key: String, to action: Scenario.Step.Action) -> Bool {
    switch action {
    case .mail: key != "login"
    case .login: key == "login" || key == "connects"
    case .move: false
    case .dialogue: key == "connects"
    }
  }

  private static func place(of key: String) -> String {
    switch key {
    case "login": "`login` events"
    case "connects": "`mail`, `login` and `smtp` events"
    default: "`mail` events"
    }
  }

  mutating func readCounts(_ node: Node?) {
    guard let node, let fields = fields(node, .counts) else { return }
    for quantity in Scenario.CountExpectation.Quantity.allCases {
      guard let value = fields[quantity.rawValue], let range = range(value) else { continue }
      scenario.expectations.append(
        Scenario.CountExpectation(quantity, in: range, position: position(of: value)))
    }
    for quantity in Scenario.SpamExpectation.Quantity.allCases {
      guard let value = fields[quantity.rawValue], let range = range(value) else { continue }
      scenario.spamExpectations.append(
        Scenario.SpamExpectation(quantity, in: range, position: position(of: value)))
    }
    for entry in entries(fields["attacks"], of: "attacks with `succeeds` or `fails`") {
      guard let row = scenario.attacks.firstIndex(where: { $0.name == entry.name }) else {
        report(
          .unknownName(entry.name, of: "attack", known: scenario.attacks.map(\.name)),
          at: entry.key)
        continue
      }
      guard let outcome = word(entry.value, Scenario.AttackExpectation.Outcome.self) else {
        continue
      }
      scenario.attackExpectations.append(
        Scenario.AttackExpectation(
          AttackID(row), outcome, position: position(of: entry.value)))
    }
  }
}
