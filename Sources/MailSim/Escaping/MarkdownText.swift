/// Text inside Markdown as GitHub reads it (CommonMark, with tables and Mermaid).
package enum MarkdownText {
  /// Text on one line that is read as no markup, nor as the end of a table's cell.
  package static func escaped(_ text: String) -> String {
    let line = PlainText.line(text)
    var result = ""
    for scalar in line.unicodeScalars {
      // A backslash before any punctuation of ASCII stands for that punctuation.
      if "\\`*_<>[]#|&~$".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return opensList(line) ? "\\" + result : result
  }

  /// Markdown of our own as a table's cell, which a bar would end.
  static func cell(_ markdown: String) -> String { markdown.replacingScalar("|", with: "\\|") }

  /// A table: heads, and below them rows of the same width.
  static func table(_ heads: [String], _ rows: [[String]]) -> String {
    let lines = [heads.map(escaped), heads.map { _ in "---" }] + rows.map { $0.map(escaped) }
    return lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  /// Lines that are shown as they stand, between fences longer than any in them.
  static func block(_ text: String, language: String) -> String {
    var longest = 2
    var run = 0
    for octet in text.utf8 {
      run = octet == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let lines = PlainText.lines(text)
    return "\(fence)\(language)\n\(lines)\(lines.hasSuffix("\n") ? "" : "\n")\(fence)\n"
  }

  /// A label of a Mermaid diagram, which ends at `;` and at a line's end.
  static func mermaid(_ text: String) -> String {
    var result = ""
    for scalar in PlainText.line(text).unicodeScalars {
      if "#;<>\"`%{}".unicodeScalars.contains(scalar) {
        result += "#\(scalar.value);"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Whether a line would be an item of a list or underline the line before it.
  private static func opensList(_ line: String) -> Bool {
    ["-", "+", "="].contains { line.hasPrefix($0) }
  }
}
