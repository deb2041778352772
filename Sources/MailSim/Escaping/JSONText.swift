/// Text inside JSON (RFC 8259), and inside YAML, whose double-quoted strings take the same escapes.
package enum JSONText {
  package static func quoted(_ text: String) -> String {
    var result = ""
    append(text, to: &result)
    return result
  }

  /// Appends a text in quotes. Control characters become escapes (§7), so that the line shows
  /// nothing else on a terminal; everything else stays UTF-8.
  static func append(_ text: String, to result: inout String) {
    result += "\""
    if text.utf8.allSatisfy({ (0x20..<0x7f).contains($0) && $0 != 0x22 && $0 != 0x5c }) {
      result += text
    } else {
      for scalar in text.unicodeScalars { append(scalar, to: &result) }
    }
    result += "\""
  }

  /// A whole document as another encoder wrote it, with the control characters it left.
  package static func escapingControls(in document: String) -> String {
    guard document.unicodeScalars.contains(where: { $0.isControl && $0 != "\n" }) else {
      return document
    }
    var result = ""
    for scalar in document.unicodeScalars {
      // Outside a text, JSON has no control character but white space.
      if scalar.isControl, scalar != "\n" {
        append(scalar, to: &result)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case _ where scalar.isControl:
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    default: result.unicodeScalars.append(scalar)
    }
  }
}
