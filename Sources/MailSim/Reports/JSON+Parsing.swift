/// Where a text stops being JSON, and why.
struct JSONError: Error, Hashable {
  /// Octets before the place.
  var offset: Int
  var what: String
}

extension JSON {
  /// Reads one value that fills the whole text.
  init(parsing text: some StringProtocol) throws(JSONError) {
    var reader = JSONReader(Array(text.utf8))
    self = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.isAtEnd else { throw reader.error("something follows the value") }
  }
}

/// Reads JSON by recursive descent over the octets of a line.
private struct JSONReader {
  let bytes: [UInt8]
  var place = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { place == bytes.count }

  func error(_ what: String) -> JSONError { JSONError(offset: place, what: what) }

  mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[place]) { place += 1 }
  }

  mutating func value(depth: Int) throws(JSONError) -> JSON {
    // A hostile file could nest deeper than the stack.
    guard depth < 64 else { throw error("values are nested too deep") }
    skipSpace()
    guard !isAtEnd else { throw error("a value is missing") }
    switch bytes[place] {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSON {
    place += 1
    var members: [JSON.Member] = []
    if take("}") { return .object([]) }
    repeat {
      skipSpace()
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
        throw error("a member's name is missing")
      }
      let key = try string()
      guard take(":") else { throw error("':' is missing after \"\(key)\"") }
      members.append(JSON.Member(key, try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw error("'}' is missing") }
    return .object(members)
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSON {
    place += 1
    var values: [JSON] = []
    if take("]") { return .array([]) }
    repeat { values.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw error("']' is missing") }
    return .array(values)
  }

  private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
    guard bytes[place...].starts(with: word.utf8) else { throw error("this is no JSON value") }
    place += word.utf8.count
    return value
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = place
    if place < bytes.count, bytes[place] == UInt8(ascii: "-") { place += 1 }
    while place < bytes.count, (48...57).contains(bytes[place]) { place += 1 }
    guard let value = Int128(String(decoding: bytes[start..<place], as: UTF8.self)) else {
      place = start
      throw error("this is no JSON value")
    }
    if place < bytes.count, [0x2e, 0x45, 0x65].contains(bytes[place]) {
      throw error("only whole numbers are expected here")
    }
    return .integer(value)
  }

  private mutating func string() throws(JSONError) -> String {
    place += 1
    var content: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else {
          throw error("the text is not UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): content += try escape()
      case ..<0x20: throw error("a control character stands in a text")
      default: content.append(byte)
      }
    }
    throw error("a text does not end")
  }

  private mutating func escape() throws(JSONError) -> [UInt8] {
    guard place < bytes.count else { throw error("a text does not end") }
    let byte = bytes[place]
    place += 1
    switch byte {
    case UInt8(ascii: "n"): return [0x0a]
    case UInt8(ascii: "r"): return [0x0d]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0c]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw error("'\\\(Character(Unicode.Scalar(byte)))' is no escape")
    }
  }

  /// `\uXXXX`, or two of them where one character needs a surrogate pair.
  private mutating func unicodeEscape() throws(JSONError) -> [UInt8] {
    var units = [try hexUnit()]
    if UTF16.isLeadSurrogate(units[0]), bytes[place...].starts(with: "\\u".utf8) {
      place += 2
      units.append(try hexUnit())
    }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw error("this escape is half a character")
    }
    return Array(text.utf8)
  }

  private mutating func hexUnit() throws(JSONError) -> UInt16 {
    guard place + 4 <= bytes.count,
      bytes[place..<place + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
    else { throw error("four hexadecimal digits must follow '\\u'") }
    place += 4
    return unit
  }
}
