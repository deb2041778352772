/// A JSON value (RFC 8259) with its members in the order they were written.
///
/// Numbers are whole: a trace holds nothing else, and every seed and nanosecond comes back exactly.
enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int128)
  case string(String)
  case array([JSON])
  case object([Member])

  struct Member: Hashable, Sendable {
    var key: String
    var value: JSON

    init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

  static func number(_ value: some BinaryInteger) -> JSON { .integer(Int128(value)) }

  static func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }

  static func id(_ value: (some TableID)?) -> JSON { value.map { .number($0.index) } ?? .null }

  static func list(_ values: some Sequence<some TableID>) -> JSON {
    .array(values.map { .number($0.index) })
  }

  /// The object with one more member; without it when there is nothing to say.
  func adding(_ key: String, _ value: JSON?) -> JSON {
    guard let value, case .object(let members) = self else { return self }
    return .object(members + [Member(key, value)])
  }

  /// The member of this name; nil when there is none or this is no object.
  subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
  ExpressibleByStringLiteral
{
  init(arrayLiteral elements: JSON...) {
    self = .array(elements)
  }

  init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }

  init(stringLiteral value: String) {
    self = .string(value)
  }
}

// MARK: Writing

extension JSON {
  /// The value on one line.
  var line: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// The value over several lines, two spaces a level; what fits on a line stays on one.
  func pretty(width: Int = 100) -> String {
    var text = ""
    writePretty(to: &text, indent: 0, column: 0, width: width)
    return text + "\n"
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .string(let value): JSONText.append(value, to: &text)
    case .array(let values):
      text += "["
      for (row, value) in values.enumerated() {
        if row > 0 { text += "," }
        value.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (row, member) in members.enumerated() {
        if row > 0 { text += "," }
        JSONText.append(member.key, to: &text)
        text += ":"
        member.value.write(to: &text)
      }
      text += "}"
    }
  }

  private func writePretty(to text: inout String, indent: Int, column: Int, width: Int) {
    let flat = line
    guard column + flat.utf8.count > width, isContainer else {
      text += flat
      return
    }
    let pad = String(repeating: " ", count: indent + 2)
    switch self {
    case .array(let values):
      text += "[\n"
      for (row, value) in values.enumerated() {
        text += pad
        value.writePretty(to: &text, indent: indent + 2, column: indent + 2, width: width)
        text += row + 1 < values.count ? ",\n" : "\n"
      }
      text += String(repeating: " ", count: indent) + "]"
    case .object(let members):
      text += "{\n"
      for (row, member) in members.enumerated() {
        var key = ""
        JSONText.append(member.key, to: &key)
        text += pad + key + ": "
        member.value.writePretty(
          to: &text, indent: indent + 2, column: indent + 4 + key.utf8.count, width: width)
        text += row + 1 < members.count ? ",\n" : "\n"
      }
      text += String(repeating: " ", count: indent) + "}"
    default: text += flat
    }
  }

  private var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }
}
