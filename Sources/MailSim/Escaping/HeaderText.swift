/// Texts that may stand in a header field (RFC 5322).
enum HeaderText {
  /// Words that hold more than ASCII, that look like encoded words or are too long for a line
  /// become encoded words (RFC 2047), each short enough for a line.
  static func encoded(_ text: String) -> String {
    let plain = PlainText.line(text)
    let isPlain = plain.utf8.allSatisfy { (0x20...0x7e).contains($0) }
    guard !isPlain || plain.contains("=?") || plain.utf8.count > longest else { return plain }
    var words: [String] = []
    var chunk: [UInt8] = []
    for scalar in plain.unicodeScalars {
      let octets = Array(String(scalar).utf8)
      // 45 octets make 60 characters of base64; with its frame a word may have 75.
      if chunk.count + octets.count > 45 {
        words.append("=?UTF-8?B?\(Base64.text(chunk))?=")
        chunk = []
      }
      chunk += octets
    }
    words.append("=?UTF-8?B?\(Base64.text(chunk))?=")
    return words.joined(separator: "\n ")
  }

  /// A line may have 998 octets (RFC 5322 §2.1.1), its field's name among them.
  private static let longest = 900

  /// A display name: quoted where it holds more than letters, digits and spaces.
  static func phrase(_ text: String) -> String {
    let encoded = encoded(text)
    guard encoded == text else { return encoded }
    if text.utf8.allSatisfy({ isAtomText($0) || $0 == 0x20 }) { return text }
    let quoted = text.replacingScalar("\\", with: "\\\\").replacingScalar("\"", with: "\\\"")
    return "\"\(quoted)\""
  }

  /// An octet of atext (RFC 5322 §3.2.3).
  private static func isAtomText(_ octet: UInt8) -> Bool {
    switch octet {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(octet)
    }
  }
}
