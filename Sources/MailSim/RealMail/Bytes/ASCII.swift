/// Bytes of mail text by the names the RFCs give them, and what may be asked of one.
enum ASCII {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let quote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
  static let openParenthesis = UInt8(ascii: "(")
  static let closeParenthesis = UInt8(ascii: ")")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")
  static let less = UInt8(ascii: "<")
  static let greater = UInt8(ascii: ">")
  static let semicolon = UInt8(ascii: ";")
  static let comma = UInt8(ascii: ",")
  static let colon = UInt8(ascii: ":")
  static let equals = UInt8(ascii: "=")
  static let hyphen = UInt8(ascii: "-")
  static let plus = UInt8(ascii: "+")
  static let dot = UInt8(ascii: ".")
  static let at = UInt8(ascii: "@")
  static let slash = UInt8(ascii: "/")

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == space || byte == tab || byte == lineFeed || byte == carriageReturn
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 }

  static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 97 < 6 }

  static func lower(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }

  /// What may stand in a header field's name: printable, no space, no colon (RFC 5322 §3.6.8).
  static func isFieldNameByte(_ byte: UInt8) -> Bool { byte > 32 && byte < 127 && byte != colon }
}

extension Collection<UInt8> {
  /// Whether the bytes spell `word` in any mixture of case; `word` is written in lower case.
  func spells(_ word: StaticString) -> Bool {
    guard count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { letters in
      zip(self, letters).allSatisfy { ASCII.lower($0) == $1 }
    }
  }

  /// Whether the bytes begin with `word` in any mixture of case; `word` is written in lower case.
  func beginsSpelling(_ word: StaticString) -> Bool {
    prefix(word.utf8CodeUnitCount).spells(word)
  }
}

extension ArraySlice<UInt8> {
  /// Whether `word`, written in lower case, stands anywhere in the bytes.
  func containsSpelling(_ word: StaticString) -> Bool {
    word.withUTF8Buffer { letters in
      guard let first = letters.first, count >= letters.count else { return false }
      for start in startIndex...(endIndex - letters.count) where ASCII.lower(self[start]) == first {
        if zip(self[start...], letters).allSatisfy({ ASCII.lower($0) == $1 }) { return true }
      }
      return false
    }
  }
}

extension BidirectionalCollection<UInt8> {
  /// Without white space at either end.
  var trimmed: SubSequence {
    guard let first = firstIndex(where: { !ASCII.isSpace($0) }),
      let last = lastIndex(where: { !ASCII.isSpace($0) })
    else { return self[endIndex..<endIndex] }
    return self[first...last]
  }
}
