/// A line with its continuations, as all of Postfix's text files have them.
struct LogicalLine {
  /// The physical lines, comments left out.
  var parts: [(text: String, position: ConfigurationPosition)]

  var text: String { parts.map(\.text).joined(separator: " ") }
  var position: ConfigurationPosition { parts[0].position }

  /// What stands behind the first `=`, line by line.
  var valueLines: [(text: String, position: ConfigurationPosition)] {
    var lines = Array(parts.drop { !$0.text.contains("=") })
    if let first = lines.first, let equals = first.text.firstIndex(of: "=") {
      lines[0].text = String(first.text[first.text.index(after: equals)...])
    }
    let filled = lines.filter { !$0.text.trimmingWhitespace.isEmpty }
    return filled.isEmpty ? [("", position)] : filled
  }

  static func split(_ text: String, file: String) -> [LogicalLine] {
    var lines: [LogicalLine] = []
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      guard let start = line.firstIndex(where: { !$0.isWhitespace }), line[start] != "#" else {
        continue
      }
      let part = (text: String(line), position: ConfigurationPosition(file: file, line: number))
      if start > line.startIndex, !lines.isEmpty {
        lines[lines.count - 1].parts.append(part)
      } else {
        lines.append(LogicalLine(parts: [part]))
      }
    }
    return lines
  }
}

extension StringProtocol {
  var trimmingWhitespace: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
