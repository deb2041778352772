/// Decodes `=?charset?B?…?=` and `=?charset?Q?…?=` in header text (RFC 2047).
///
/// UTF-8, US-ASCII and the Latin sets are decoded; a word in another set is left as it stands,
/// since showing wrong letters would be worse.
enum EncodedWords {
  static func decoded(_ bytes: some BidirectionalCollection<UInt8>) -> String {
    let source = Array(bytes)
    guard source.contains(UInt8(ascii: "?")) else { return ReadableText.of(source) }
    var text = ""
    var plainStart = 0
    var place = 0
    var previousWasWord = false
    while place < source.count {
      guard let word = word(in: source, at: place) else {
        place += 1
        continue
      }
      let between = source[plainStart..<place]
      // White space between two encoded words is not part of the text (§6.2).
      if !(previousWasWord && between.allSatisfy(ASCII.isSpace)) {
        text += ReadableText.of(between)
      }
      text += word.text
      place = word.end
      plainStart = word.end
      previousWasWord = true
    }
    return text + ReadableText.of(source[plainStart...])
  }

  /// The longest that is looked for; RFC 2047 allows 75 octets, programs write more.
  private static let longest = 1000

  private static func word(in source: [UInt8], at start: Int) -> (text: String, end: Int)? {
    guard source[start] == ASCII.equals, start + 1 < source.count,
      source[start + 1] == UInt8(ascii: "?")
    else { return nil }
    let window = source[start + 2..<min(source.count, start + longest)]
    let marks = window.indices.filter { window[$0] == UInt8(ascii: "?") }.prefix(3)
    guard marks.count == 3, marks[1] == marks[0] + 2, marks[2] + 1 < source.count,
      source[marks[2] + 1] == ASCII.equals
    else { return nil }
    let charset = window[..<marks[0]].prefix { $0 != UInt8(ascii: "*") }
    let encoded = window[marks[1] + 1..<marks[2]]
    let octets: [UInt8]? =
      switch ASCII.lower(window[marks[0] + 1]) {
      case UInt8(ascii: "b"): base64(encoded)
      case UInt8(ascii: "q"): quotedPrintable(encoded)
      default: nil
      }
    guard let octets, let text = text(octets, in: charset) else { return nil }
    return (ReadableText.made(printable: text), marks[2] + 2)
  }

  private static func text(_ octets: [UInt8], in charset: ArraySlice<UInt8>) -> String? {
    if charset.spells("utf-8") || charset.spells("utf8") || charset.spells("us-ascii") {
      return String(decoding: octets, as: UTF8.self)
    }
    guard
      charset.spells("iso-8859-1") || charset.spells("iso-8859-15")
        || charset.spells("windows-1252") || charset.spells("latin1")
    else { return nil }
    return String(String.UnicodeScalarView(octets.map { Unicode.Scalar($0) }))
  }

  private static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var octets: [UInt8] = []
    var place = bytes.startIndex
    while place < bytes.endIndex {
      switch bytes[place] {
      case UInt8(ascii: "_"): octets.append(ASCII.space)
      case ASCII.equals:
        guard place + 2 < bytes.endIndex, let high = hex(bytes[place + 1]),
          let low = hex(bytes[place + 2])
        else { return nil }
        octets.append(high << 4 | low)
        place += 2
      default: octets.append(bytes[place])
      }
      place += 1
    }
    return octets
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    if ASCII.isDigit(byte) { return byte - 48 }
    return ASCII.isHexDigit(byte) ? ASCII.lower(byte) - 87 : nil
  }

  private static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var octets: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes where byte != ASCII.equals {
      guard let value = base64Value(byte) else { return nil }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        octets.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return octets
  }

  private static func base64Value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - 65)
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - 71)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte + 4)
    case ASCII.plus: 62
    case ASCII.slash: 63
    default: nil
    }
  }
}
