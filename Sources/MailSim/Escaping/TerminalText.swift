/// Text on its way to a terminal, or to a log that somebody's program reads.
package enum TerminalText {
  /// What the text may bring along besides words.
  package enum Content {
    /// Words alone.
    case words
    /// Words, painted by `Style`.
    case styled
    /// Commands for the runner of a workflow, each on its line.
    case workflowCommands
  }

  /// The text without control characters but line ends and tabs, and without lines that a runner
  /// of workflows would take for commands.
  package static func cleaned(_ text: String, _ content: Content = .words) -> String {
    let shown = isPlain(text) ? text : withoutControls(text, keepsStyle: content == .styled)
    guard content != .workflowCommands, shown.contains("::") else { return shown }
    return withoutCommands(shown)
  }

  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20..<0x7f).contains($0) || $0 == 0x0a }
  }

  private static func withoutControls(_ text: String, keepsStyle: Bool) -> String {
    var result = ""
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if keepsStyle, scalar == "\u{1b}", let sequence = Style.sequence(at: rest) {
        result.unicodeScalars.append(scalar)
        result += sequence
        rest = rest.dropFirst(sequence.unicodeScalars.count)
        continue
      }
      let isLineEnd = scalar == "\n" || (scalar == "\r" && rest.first == "\n")
      let isShown = isLineEnd || scalar == "\t" || !scalar.isControl
      result.unicodeScalars.append(isShown ? scalar : "\u{fffd}")
    }
    return result
  }

  /// A runner takes `::name …::` at a line's beginning for a command, also behind spaces: there a
  /// space parts the colons.
  private static func withoutCommands(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      let words = line.drop(while: \.isWhitespace)
      let name = words.dropFirst(2).prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
      guard words.hasPrefix("::"), name.first?.isLetter == true,
        words.dropFirst(2 + name.count).contains("::")
      else { return String(line) }
      return "\(line[..<words.startIndex]): :\(words.dropFirst(2))"
    }.joined(separator: "\n")
  }
}
