/// The type of a MIME part and those of its parameters that tell of structure (RFC 2045 §5).
struct ContentType {
  var type = "text/plain"
  var boundary: [UInt8]?
  var protocolName = ""
  var smimeType = ""

  init(_ bytes: [UInt8]?) {
    guard let bytes else { return }
    var cursor = ByteCursor(bytes[...])
    cursor.skipBlanksAndComments()
    let name = cursor.takeWhile { $0 != ASCII.semicolon && !ASCII.isSpace($0) }
    guard name.contains(ASCII.slash) else { return }
    type = String(decoding: name.map(ASCII.lower), as: UTF8.self)
    while !cursor.isAtEnd {
      cursor.skipBlanksAndComments()
      guard cursor.take(ASCII.semicolon) else {
        cursor.position += 1
        continue
      }
      readParameter(&cursor)
    }
  }

  var isMultipart: Bool { type.hasPrefix("multipart/") }
  var isText: Bool { type.hasPrefix("text/") }

  private mutating func readParameter(_ cursor: inout ByteCursor) {
    cursor.skipBlanksAndComments()
    let name = cursor.takeWhile {
      $0 != ASCII.equals && $0 != ASCII.semicolon && !ASCII.isSpace($0)
    }
    cursor.skipBlanksAndComments()
    guard cursor.take(ASCII.equals) else { return }
    cursor.skipBlanksAndComments()
    let value = cursor.takeValue()
    // A boundary has at most 70 octets; some programs write more.
    if name.spells("boundary"), !value.isEmpty, value.count <= 250 { boundary = value }
    if name.spells("protocol") { protocolName = Self.lower(value) }
    if name.spells("smime-type") { smimeType = Self.lower(value) }
  }

  private static func lower(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.map(ASCII.lower), as: UTF8.self)
  }
}

extension ByteCursor {
  mutating func skipBlanksAndComments() {
    repeat { skipSpace() } while skipComment()
  }

  /// A quoted string without its quotes, or a token.
  mutating func takeValue() -> [UInt8] {
    guard take(ASCII.quote) else {
      return Array(takeWhile { $0 != ASCII.semicolon && !ASCII.isSpace($0) })
    }
    var value: [UInt8] = []
    while let byte = current {
      position += 1
      if byte == ASCII.quote { break }
      if byte == ASCII.backslash, let escaped = current {
        value.append(escaped)
        position += 1
      } else {
        value.append(byte)
      }
    }
    return value
  }
}
