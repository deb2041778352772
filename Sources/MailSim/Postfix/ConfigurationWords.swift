/// A value as the list of its words: separated by white space and commas, braces kept together.
enum ConfigurationWords {
  typealias Word = (text: String, position: ConfigurationPosition)

  static func split(_ lines: [Word], commas: Bool = false) -> [Word] {
    var words: [Word] = []
    var word = ""
    var depth = 0
    var start = lines.first?.position ?? ConfigurationPosition(file: "", line: 0)
    func isSeparator(_ character: Character) -> Bool {
      character.isWhitespace || commas && character == ","
    }
    func finish() {
      if !word.isEmpty { words.append((word, start)) }
      word = ""
    }
    for line in lines {
      for character in line.text {
        if depth == 0, isSeparator(character) {
          finish()
          continue
        }
        if word.isEmpty { start = line.position }
        if character == "{" { depth += 1 }
        if character == "}" { depth = max(0, depth - 1) }
        word.append(character)
      }
      if depth == 0 { finish() } else { word.append(" ") }
    }
    finish()
    return words
  }
}
