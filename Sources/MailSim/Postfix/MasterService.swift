/// A line of master.cf that runs smtpd(8), with the parameters it overrides (master(5)).
public struct MasterService: Sendable {
  /// The service as named there: `smtp`, `submission`, `465`.
  public var name: String
  public var position: ConfigurationPosition
  var overrides: [(name: String, value: String, position: ConfigurationPosition)]

  /// The smtpd services of a file; what else runs there has no say about relaying.
  static func read(_ text: String, file: String) -> [MasterService] {
    LogicalLine.split(text, file: file).compactMap { line in
      let words = line.words
      guard words.count >= 8, words[1].text == "inet" || words[1].text == "pass",
        words[7].text.hasSuffix("smtpd")
      else { return nil }
      return MasterService(
        name: words[0].text.split(separator: ":").last.map(String.init) ?? words[0].text,
        position: line.position, overrides: overrides(in: words.dropFirst(8)))
    }
  }

  private static func overrides(
    in words: ArraySlice<(text: String, position: ConfigurationPosition)>
  ) -> [(name: String, value: String, position: ConfigurationPosition)] {
    var found: [(name: String, value: String, position: ConfigurationPosition)] = []
    var isExpected = false
    for word in words {
      var text = word.text[...]
      if !isExpected {
        guard text.hasPrefix("-o") else { continue }
        text = text.dropFirst(2)
        isExpected = text.isEmpty
        if isExpected { continue }
      }
      isExpected = false
      if text.hasPrefix("{"), text.hasSuffix("}") { text = text.dropFirst().dropLast() }
      guard let equals = text.firstIndex(of: "=") else { continue }
      found.append(
        (
          text[..<equals].trimmingWhitespace,
          text[text.index(after: equals)...].trimmingWhitespace, word.position
        ))
    }
    return found
  }
}

extension LogicalLine {
  /// The words with their lines; what stands in braces is one word.
  var words: [(text: String, position: ConfigurationPosition)] {
    ConfigurationWords.split(parts)
  }
}
