@testable import MailSim

/// Writes scenario files from the table of keys: most of what it writes is of the right kind, so
/// that it comes deep into the reader, and now and then something is not.
struct ScenarioGrower {
  var random: RandomStream
  /// The chance that a value is one from the edge instead.
  let slips: Double
  /// Which of several things of a kind is being written, so that each gets addresses of its own.
  private var row = 0

  init(seed: UInt64, slips: Double) {
    random = RandomStream(seed: seed)
    self.slips = slips
  }

  mutating func scenario() -> String {
    // The outermost mapping in block style, what is in it in braces.
    let schema = SchemaSection.scenario.schema
    return schema.keys.filter { isThere($0) }
      .map { "\($0.name): \(value($0.value))" }.joined(separator: "\n")
  }

  private mutating func isThere(_ key: Schema.Key) -> Bool {
    let isStructure = Self.structure.contains(key.name)
    return random.chance(key.isRequired || isStructure ? 1 - slips / 4 : 0.2)
  }

  /// What the rest of a file refers to.
  private static let structure = [
    "servers", "people", "events", "domains", "mailbox", "site", "mail-from", "every",
  ]

  private mutating func object(_ section: SchemaSection) -> String {
    var keys = section.schema.keys.filter { isThere($0) }
    if section == .event, !random.chance(slips) {
      let actions = ["mail", "login", "move", "smtp"]
      let action = actions[random.below(actions.count)]
      keys = section.schema.keys.filter { key in
        key.name == action || !actions.contains(key.name) && keys.contains { $0.name == key.name }
      }
    }
    if section == .person, !random.chance(slips) {
      keys.removeAll { ["machine", "home", "address"].contains($0.name) }
    }
    let fields = keys.map { key in
      "\(key.name): \(agreed(key.name, in: section) ?? value(key.value))"
    }
    return "{\(fields.joined(separator: ", "))}"
  }

  /// What has to agree with something else in the file, and seldom would by chance.
  private mutating func agreed(_ key: String, in section: SchemaSection) -> String? {
    if random.chance(slips) { return nil }
    switch (section, key) {
    case (.server, "domains"): return "d\(row).example"
    case (.server, "outages"): return "{from: 5m, to: 1h}"
    case (.link, "between"): return "[site0, site\(1 + random.below(2))]"
    case (.roaming, "expiry"): return pick("exact", "lazy", "sweep 5m")
    case (.mail, "via"), (.traffic, "via"): return pick("server0", "server1:submission")
    case (.person, "mailbox"), (.mail, "mail-from"): return "ann@d\(random.below(3)).example"
    case (.dhcp, "network"), (.site, "networks"): return "10.\(row).0.0/16"
    case (.traffic, "size"): return pick("2000", "[1kB, 20kB]")
    case (.expectation, "for"): return "{}"
    case (.scenario, "dns"): return "{x.example: server0, y.example: [10 server1, 20 server2]}"
    case (_, "until"): return "1d"
    default: return nil
    }
  }

  // MARK: Values

  private mutating func value(_ value: Schema.Value) -> String {
    if random.chance(slips) {
      return ScenarioMutator.edges[random.below(ScenarioMutator.edges.count)]
    }
    switch value {
    case .object(let section): return object(section)
    case .list(let member): return list(member)
    case .some(let member): return random.chance(0.5) ? self.value(member) : list(member)
    case .map(let member): return map(member)
    case .either(let values): return self.value(values[random.below(values.count)])
    case .name(let table):
      // Machines go by the names of those whose they are.
      return "\(table == .machine ? "person" : table.rawValue)\(random.below(3))"
    case .word(let words): return quoted(words[random.below(words.count)])
    case .integer(let range):
      let width = range.upperBound.subtractingReportingOverflow(range.lowerBound).partialValue
      return "\(range.lowerBound + random.below(min(50, max(1, width))))"
    case .number(let range):
      return "\(range.lowerBound + random.uniform() * (range.upperBound - range.lowerBound))"
    default: return quoted(single(value))
    }
  }

  private mutating func single(_ value: Schema.Value) -> String {
    switch value {
    case .flag: pick("yes", "no", "true", "off")
    case .delay: pick("0", "1ms", "30s", "15m", "1h30m", "2.5d")
    case .instant: pick("0", "5m", "09:30", "10:00:00.5", "2h", "+1d")
    case .start: pick("09:00", "2026-03-02 09:00", "2026-11-23T08:00:00Z")
    case .octets: pick("1", "2000", "64KiB", "10MB")
    case .address:
      pick("10.\(row).0.\(1 + random.below(200))", "2001:db8::\(1 + random.below(200))")
    case .network: pick("10.\(row).0.0/16", "2001:db8:\(row)::/48")
    case .mailbox: "\(pick("ann", "ben", "list"))@d\(random.below(4)).example"
    case .reversePath: pick("<>", "ann@d0.example", "x@elsewhere.example")
    case .domain: "d\(random.below(4)).example"
    case .reply: pick("550", "550 5.7.1", "454 4.7.1", "250 2.1.5")
    case .range: pick("0", "1..5", ">=0", "<=100")
    case .distribution: pick("10ms", "1m", "20m")
    default: pick("a text", "server0", "exact", "lazy", "sweep 5m", "10 server1", "EHLO x.example")
    }
  }

  private mutating func pick(_ choices: String...) -> String {
    choices[random.below(choices.count)]
  }

  private mutating func list(_ member: Schema.Value) -> String {
    let count = random.chance(0.9) ? 1 + random.below(3) : 0
    return "[\((0..<count).map { _ in value(member) }.joined(separator: ", "))]"
  }

  /// Names that others refer to, or domains and addresses where the file has no such names.
  private mutating func map(_ member: Schema.Value) -> String {
    let outer = row
    defer { row = outer }
    var fields: [String] = []
    for number in 0..<3 where !random.chance(slips) {
      let key: String
      switch member {
      case .object(let section) where Self.tables[section] != nil:
        row = number
        key = "\(Self.tables[section] ?? "")\(number)"
      case .object(.expectation): key = "ann@d\(number).example"
      case .some(.mailbox): key = ["ann", "ben", "list"][number]
      default: key = "d\(number + 1).example"
      }
      fields.append("\(key): \(value(member))")
    }
    return "{\(fields.joined(separator: ", "))}"
  }

  private static let tables: [SchemaSection: String] = [
    .site: "site", .server: "server", .machine: "machine", .person: "person", .traffic: "traffic",
  ]

  private func quoted(_ text: String) -> String { "'\(text)'" }
}
