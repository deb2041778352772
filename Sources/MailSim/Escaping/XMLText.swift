/// Text inside XML 1.0, and inside HTML and SVG: between tags, or in an attribute in double quotes.
package enum XMLText {
  /// The text with what markup is made of written as references; what XML cannot hold becomes
  /// U+FFFD.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in PlainText.lines(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
