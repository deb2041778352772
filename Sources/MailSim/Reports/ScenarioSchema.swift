/// The scenario language as a JSON Schema (draft 2020-12), for editors and other programs.
///
/// It says which keys and words there are; what only the reader can know (names that must exist,
/// addresses that must lie in a network) it leaves to `mailsim check`.
public enum ScenarioSchema {
  /// The whole schema; the file in `Scenarios/` is this text.
  public static var text: String {
    let definitions = SchemaSection.allCases.map { JSON.Member($0.rawValue, object($0)) }
    let schema = JSON.object(
      [
        JSON.Member("$schema", "https://json-schema.org/draft/2020-12/schema"),
        JSON.Member("title", "MailSim scenario"),
        JSON.Member("$ref", .string(reference(.scenario))),
        JSON.Member(
          "$defs", .object(definitions + [JSON.Member("distribution", distribution)])),
      ])
    return schema.pretty()
  }

  private static func reference(_ section: SchemaSection) -> String {
    "#/$defs/\(section.rawValue)"
  }

  private static func object(_ section: SchemaSection) -> JSON {
    let schema = section.schema
    let properties = schema.keys.map { key in
      JSON.Member(key.name, described(key.value, by: key))
    }
    var members = [
      JSON.Member("description", .string(schema.meaning)), JSON.Member("type", "object"),
      JSON.Member("additionalProperties", .bool(false)),
      JSON.Member("properties", .object(properties)),
    ]
    let required = schema.keys.filter(\.isRequired).map { JSON.string($0.name) }
    if !required.isEmpty { members.append(JSON.Member("required", .array(required))) }
    return .object(members)
  }

  private static func described(_ value: Schema.Value, by key: Schema.Key) -> JSON {
    guard case .object(let members) = schema(of: value) else { return .null }
    let otherwise = key.otherwise.isEmpty ? "" : " Otherwise: \(key.otherwise)."
    return .object([JSON.Member("description", .string(key.meaning + otherwise))] + members)
  }

  // MARK: Values

  private static func schema(of value: Schema.Value) -> JSON {
    switch value {
    case .text: ["type": ["string", "number", "boolean"]]
    case .integer(let range): integer(range)
    case .number(let range):
      ["type": "number", "minimum": whole(range.lowerBound), "maximum": whole(range.upperBound)]
    case .flag: ["enum": [.bool(true), .bool(false), "yes", "no", "on", "off"]]
    case .delay, .octets, .reply, .range, .instant, .start: ["type": ["string", "integer"]]
    case .address: ["type": "string"]
    case .network: ["type": "string", "pattern": "^[0-9a-fA-F.:]+(/[0-9]+)?$"]
    case .mailbox: ["type": "string", "pattern": "@"]
    case .reversePath: ["type": "string", "pattern": "@|^<>$"]
    case .domain: ["type": "string"]
    case .distribution: ["$ref": "#/$defs/distribution"]
    case .word(let words): ["enum": .array(variants(of: words))]
    case .name: ["type": ["string", "integer"]]
    case .list(let member): ["type": "array", "items": schema(of: member)]
    case .some(let member):
      ["anyOf": [schema(of: member), ["type": "array", "items": schema(of: member)]]]
    case .object(let section): ["$ref": .string(reference(section))]
    case .map(let member): ["type": "object", "additionalProperties": schema(of: member)]
    case .either(let values): ["anyOf": .array(values.map(schema))]
    }
  }

  private static func integer(_ range: ClosedRange<Int>) -> JSON {
    var members = [
      JSON.Member("type", "integer"), JSON.Member("minimum", .number(range.lowerBound)),
    ]
    if range.upperBound < .max {
      members.append(JSON.Member("maximum", .number(range.upperBound)))
    }
    return .object(members)
  }

  private static func whole(_ number: Double) -> JSON { .number(Int(number)) }

  /// Some YAML readers take `yes` and `no` for truth values.
  private static func variants(of words: [String]) -> [JSON] {
    var values = words.map { JSON.string($0) }
    if words.contains("yes") { values.append(.bool(true)) }
    if words.contains("no") { values.append(.bool(false)) }
    return values
  }

  private static var distribution: JSON {
    let delay = schema(of: .delay)
    return [
      "description": "A time, or a law that times are drawn from.",
      "anyOf": [
        delay,
        [
          "type": "object", "minProperties": .number(1), "maxProperties": .number(1),
          "additionalProperties": .bool(false),
          "properties": [
            "fixed": delay, "exponential": delay, "poisson": delay,
            "uniform": [
              "type": "array", "items": delay, "minItems": .number(2), "maxItems": .number(2),
            ],
            "erlang": parameters(["shape": schema(of: .integer(1...1_000)), "mean": delay]),
            "normal": parameters(["mean": delay, "deviation": delay]),
            "lognormal": parameters([
              "median": delay, "sigma": schema(of: .number(0...10)),
            ]),
          ],
        ],
      ],
    ]
  }

  private static func parameters(_ properties: JSON) -> JSON {
    guard case .object(let members) = properties else { return .null }
    return [
      "type": "object", "additionalProperties": .bool(false), "properties": properties,
      "required": .array(members.map { .string($0.key) }),
    ]
  }
}
