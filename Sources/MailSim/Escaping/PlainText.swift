/// Text of unknown origin as text that only says something: it moves no cursor, changes no colour,
/// turns no line round and, where a line is wanted, breaks none.
///
/// Names, titles and subjects come from strangers' files. Every writer and every escaper of
/// another language passes its text through here first.
package enum PlainText {
  /// The text on one line: line breaks and tabs become spaces, other controls U+FFFD.
  package static func line(_ text: String) -> String {
    replacing(text) { scalar in
      switch scalar {
      case "\n", "\r", "\t", "\u{85}", "\u{2028}", "\u{2029}": " "
      default: scalar.isControl ? "\u{fffd}" : nil
      }
    }
  }

  /// The text with its line feeds and tabs; other controls become U+FFFD, and a carriage return
  /// before a line feed goes.
  package static func lines(_ text: String) -> String {
    replacing(text.replacing("\r\n", with: "\n")) { scalar in
      switch scalar {
      case "\n", "\t": nil
      case "\u{2028}", "\u{2029}": "\n"
      default: scalar.isControl ? "\u{fffd}" : nil
      }
    }
  }

  /// - Parameter replacement: what stands for a scalar; nil leaves it.
  private static func replacing(
    _ text: String, _ replacement: (Unicode.Scalar) -> Unicode.Scalar?
  ) -> String {
    // Most texts are printable ASCII, and are given back as they are.
    if text.utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      result.unicodeScalars.append(replacement(scalar) ?? scalar)
    }
    return result
  }
}

extension Unicode.Scalar {
  /// Whether it controls how others are shown instead of being shown: C0 and C1 controls, marks
  /// of direction (UAX #9) and of line ends, the byte order mark, and noncharacters.
  var isControl: Bool {
    switch value {
    case 0x20..<0x7f: false
    case 0..<0x20, 0x7f..<0xa0: true
    case 0x61c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff, 0xfdd0...0xfdef: true
    default: value & 0xfffe == 0xfffe
    }
  }
}
