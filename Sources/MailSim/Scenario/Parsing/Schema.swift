/// The form of one kind of mapping in a scenario file: its keys and what may stand behind them.
///
/// One table says it all. Readers ask it which keys exist, the JSON Schema and the reference
/// page are printed from it, so that none of them can drift from the others.
struct Schema: Sendable {
  /// As errors and the reference call it: "a server".
  let title: String
  let meaning: String
  let keys: [Key]
  let keyNames: [String]

  init(title: String, meaning: String, keys: [Key]) {
    self.title = title
    self.meaning = meaning
    self.keys = keys
    keyNames = keys.map(\.name)
  }

  struct Key: Sendable {
    let name: String
    let value: Value
    var isRequired = false
    /// What holds when the key is left out, in words; empty where that says itself.
    var otherwise = ""
    let meaning: String

    init(
      _ name: String, _ value: Value, required: Bool = false, otherwise: String = "",
      _ meaning: String
    ) {
      self.name = name
      self.value = value
      isRequired = required
      self.otherwise = otherwise
      self.meaning = meaning
    }
  }

  /// What may stand behind a key.
  indirect enum Value: Sendable {
    case text
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case flag
    case delay, instant, start, octets
    case address, network, mailbox, reversePath, domain, reply, range
    case distribution
    case word([String])
    /// The name of something declared elsewhere in the file.
    case name(of: Table)
    case list(Value)
    /// One value, or a list of them.
    case some(Value)
    case object(SchemaSection)
    /// Names chosen by the author, each with a value.
    case map(Value)
    case either([Value])
  }

  /// What has names in a scenario.
  enum Table: String, Sendable {
    case site, server, machine, person
  }
}

/// The mappings of the scenario language.
enum SchemaSection: String, CaseIterable, Sendable {
  case scenario, site, dhcp, egress, line, link, records
  case server, tls, outbound, policy, rules, table, roaming, queue, limits, outage
  case machine, person, submission, retrieval
  case event, mail, login, move, dialogue, typedLine, expectation, traffic, counts
  case attack, grant
  case defences, greylist, blockList, rate, errors, filter, senderRecord

  var schema: Schema { Self.schemas[self] ?? Schema(title: rawValue, meaning: "", keys: []) }

  private static let schemas: [SchemaSection: Schema] =
    Schema.places.merging(Schema.serving) { $1 }.merging(Schema.peopled) { $1 }
    .merging(Schema.happening) { $1 }.merging(Schema.hostile) { $1 }.merging(Schema.defending) {
      $1
    }
}
