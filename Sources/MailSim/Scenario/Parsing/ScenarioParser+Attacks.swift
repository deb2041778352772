import Yams

/// Attackers, and what they have been given.
extension ScenarioParser {
  mutating func readAttacks(_ node: Node?) {
    for entry in entries(node, of: "attacks by name") {
      guard let fields = fields(entry.value, .attack),
        let kind = word(fields["kind"], AttackKind.self)
      else { continue }
      var attack = Scenario.Attack(
        name: entry.name, kind: kind, position: position(of: entry.key))
      fill(&attack, from: fields)
      check(attack, at: entry.key)
      checkKeys(fields, of: attack, at: entry.key)
      scenario.attacks.append(attack)
    }
  }

  private mutating func fill(_ attack: inout Scenario.Attack, from fields: Fields) {
    attack.title = text(fields["title"]) ?? attack.title
    attack.machine = machine(fields["by"])
    attack.grants = some(fields["can"]).flatMap { holdings($0) }
    attack.target = server(fields["target"])
    attack.victims = some(fields["victims"]).compactMap { mailbox($0) }
    attack.reversePath = reversePath(fields["mail-from"])
    attack.interval = distribution(fields["every"])
    attack.from = instant(fields["start"]) ?? .start
    attack.until = instant(fields["until"])
    checkEnd(fields["until"], attack.until, after: attack.from)
    attack.limit = integer(fields["limit"], 1...1_000_000_000)
    attack.chance = number(fields["chance"], 0...1) ?? 1
    attack.addresses = some(fields["addresses"]).compactMap { network($0) }
    attack.patience = delay(fields["patience"])
    attack.timeToLive = delay(fields["ttl"])
  }

  private mutating func holdings(_ node: Node) -> [Scenario.Holding] {
    guard let fields = fields(node, .grant) else { return [] }
    var holdings: [Scenario.Holding] = []
    if let line = line(fields["tap"]) { holdings.append(.tap(line.0, line.1)) }
    if let line = line(fields["modify"]) { holdings.append(.modify(line.0, line.1)) }
    if let row = server(fields["answer-dns"]) { holdings.append(.answerNames(row)) }
    if let row = machine(fields["own-host"]) { holdings.append(.ownHost(row)) }
    if let row = person(fields["same-nat"]) { holdings.append(.sameAddress(row)) }
    if let row = person(fields["next-lease"]) { holdings.append(.nextLease(row)) }
    if let row = server(fields["own-gateway"]) { holdings.append(.ownGateway(row)) }
    if let row = person(fields["account"]) { holdings.append(.account(row)) }
    if let row = server(fields["write-log"]) { holdings.append(.writeLog(row)) }
    return holdings
  }

  /// One site: its line to the core. Two: what passes between them.
  private mutating func line(_ node: Node?) -> (SiteID, SiteID?)? {
    guard let node else { return nil }
    let nodes = some(node)
    guard (1...2).contains(nodes.count) else {
      report(.wrongStructure(found: "\(nodes.count) sites", expected: "one site or two"), at: node)
      return nil
    }
    let sites = nodes.compactMap { site($0) }
    guard sites.count == nodes.count else { return nil }
    return (sites[0], sites.count == 2 ? sites[1] : nil)
  }

  /// Keys the kind has no use for, and those it cannot do without.
  private mutating func checkKeys(_ fields: Fields, of attack: Scenario.Attack, at node: Node) {
    let keys = attack.kind.keys
    for name in keys.needed where fields[name] == nil {
      report(.missingKey(name, in: "an attack of the kind \(attack.kind.rawValue)"), at: node)
    }
    let special = ["target", "victims", "mail-from", "every", "addresses", "patience", "ttl"]
    for name in special where !(keys.needed + keys.possible).contains(name) {
      guard let value = fields[name] else { continue }
      report(
        .conflict(
          "an attack of the kind \(attack.kind.rawValue) makes no use of `\(name)`",
          help: "leave it out"), at: fields.key(name) ?? value)
    }
    if attack.kind.needsMachine, attack.machine == nil, !attack.holds(.ownHost) {
      report(.missingKey("by", in: "an attack of the kind \(attack.kind.rawValue)"), at: node)
    }
  }

  private mutating func check(_ attack: Scenario.Attack, at node: Node) {
    for group in attack.kind.entry.needs where !group.contains(where: attack.holds) {
      report(
        .conflict(
          "\(attack.name) (\(attack.kind.rawValue)) has not been given what it needs",
          help: "state `can: {\(group.map(\.rawValue).joined(separator: ": …}` or `{")): …}`"),
        at: node)
    }
  }
}
