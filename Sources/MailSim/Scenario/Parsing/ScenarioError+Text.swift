extension ScenarioError {
  /// What is wrong, in one sentence without an end.
  public var sentence: String {
    switch kind {
    case .unreadable(let why): "the file cannot be read: \(why)"
    case .notText(let why): "this is no text file: \(why)"
    case .tooLarge(let limit): "the file is larger than \(limit / 1_000_000) MB"
    case .tooDeep(let limit): "values are nested deeper than \(limit) levels"
    case .anchor: "anchors (&name) are not part of the scenario language"
    case .yaml(let what): "this is not YAML: \(what)"
    case .empty: "the file holds no scenario"
    case .wrongVersion(let found): "version \(found) of the scenario language is not known"
    case .unknownKey(let key, let place, _): "\(place) has no key `\(key)`"
    case .missingKey(let key, let place): "\(place) needs the key `\(key)`"
    case .duplicateKey(let key): "`\(key)` stands here twice"
    case .wrongStructure(let found, let expected): "found \(found), expected \(expected)"
    case .badValue(let found, let expected): "`\(found)` is no \(expected)"
    case .unknownWord(let word, _): "`\(word)` is none of the words that may stand here"
    case .unknownName(let name, let table, _): "no \(table) is called `\(name)`"
    case .taken(let what, let by): "\(what) is taken already, by \(by)"
    case .overlap(let network, let other): "the network \(network) overlaps \(other)"
    case .addressOutside(let address, let site, _):
      "\(address) lies in no network of the site \(site)"
    case .noAddressFamily(let name): "\(name) has no address that its peers could reach"
    case .conflict(let what, _): what
    }
  }

  /// What stands beside the carets.
  private var label: String {
    switch kind {
    case .unknownKey: "unknown key"
    case .missingKey(let key, _): "`\(key)` is missing here"
    case .duplicateKey: "second time"
    case .wrongStructure(_, let expected): "expected \(expected)"
    case .badValue(_, let expected): "expected \(Self.article(expected)) \(expected)"
    case .unknownWord: "unknown word"
    case .unknownName(_, let table, _): "unknown \(table)"
    case .taken: "taken"
    case .overlap: "overlaps"
    case .addressOutside: "outside"
    default: ""
    }
  }

  private static func article(_ noun: String) -> String {
    "aeiou".contains(noun.first ?? "x") ? "an" : "a"
  }

  /// Known names and a similar one, as statements.
  private var notes: [String] {
    switch kind {
    case .unknownKey(let key, _, let known): Self.notes(on: key, among: known, called: "keys")
    case .unknownWord(let word, let known): Self.notes(on: word, among: known, called: "words")
    case .unknownName(let name, let table, let known):
      Self.notes(on: name, among: known, called: table == "person" ? "people" : "\(table)s")
    case .addressOutside(_, _, let networks):
      ["networks of the site: \(networks.isEmpty ? "none" : networks.joined(separator: ", "))"]
    case .anchor: ["write the value where it is needed, or put quotes around a text with &"]
    case .wrongVersion: ["this program knows version 1: `mailsim: 1`"]
    case .conflict(_, let help): help.isEmpty ? [] : [help]
    case .badValue(let found, _) where ScalarSyntax.isTooLong(found):
      ["the longest time is \(ScalarSyntax.longestInWords)"]
    default: []
    }
  }

  private static func notes(on word: String, among known: [String], called what: String)
    -> [String]
  {
    var list = known.isEmpty ? "none" : known.prefix(mostListed).joined(separator: ", ")
    if known.count > mostListed { list += " and \(known.count - mostListed) more" }
    var notes = ["known \(what): \(list)"]
    if let similar = Similarity.nearest(to: word, in: known) {
      notes.append("help: there is a similar one: `\(similar)`")
    }
    return notes
  }

  /// Characters that look like those of the language and are others, as word processors put them.
  private static func lookalikes(in text: String) -> [String] {
    let scalars = text.unicodeScalars
    func holds(_ some: String) -> Bool { scalars.contains { some.unicodeScalars.contains($0) } }
    var notes: [String] = []
    if holds("\u{201c}\u{201d}\u{201e}\u{2018}\u{2019}\u{ab}\u{bb}") {
      notes.append("help: there are curly quotes here; quotes of this language are \" and '")
    }
    if holds("\u{a0}\u{202f}\u{2007}\u{3000}") {
      notes.append("help: there is a no-break space here (U+00A0 or its like); write a plain one")
    }
    if holds("\u{feff}") {
      notes.append("help: there is a byte order mark here (U+FEFF), which belongs before a file")
    }
    return notes
  }

  private static let mostListed = 40

  /// The problem as a terminal shows it: sentence, place, the line itself with its predecessor,
  /// carets, and what would have been possible.
  public func rendered(in lines: [Substring]) -> String {
    var text = "error[\(code)]: \(sentence)\n"
    let row = position.line - 1
    let gutter = String(repeating: " ", count: "\(position.line)".count)
    text += "\(gutter)--> \(position.file):\(position.line):\(position.column)\n"
    if lines.indices.contains(row) {
      text += "\(gutter) |\n"
      if row > 0, !lines[row - 1].allSatisfy(\.isWhitespace) {
        text += Self.quoted(lines[row - 1], number: position.line - 1, gutter: gutter)
      }
      text += Self.quoted(lines[row], number: position.line, gutter: gutter)
      text += "\(gutter) | \(carets(under: lines[row])) \(label)".trimmedRight + "\n"
    }
    let near = lines.indices.contains(row) ? lines[max(0, row - 1)...row].joined() : ""
    for note in notes + Self.lookalikes(in: near) { text += "\(gutter) = \(note)\n" }
    return PlainText.lines(text)
  }

  private static func quoted(_ line: Substring, number: Int, gutter: String) -> String {
    let figure =
      String(repeating: " ", count: max(0, gutter.count - "\(number)".count)) + "\(number)"
    return "\(figure) | \(visible(line))\n"
  }

  /// Long lines are cut and control characters shown as blanks, so that an error fits a screen.
  private static func visible(_ line: Substring) -> String {
    String(
      line.unicodeScalars.prefix(widestLine).map {
        $0.value < 0x20 || $0.value == 0x7f ? " " : Character($0)
      }
    ).trimmedRight
  }

  private func carets(under line: Substring) -> String {
    let column = min(position.column - 1, Self.widestLine)
    let room = max(1, min(line.unicodeScalars.count, Self.widestLine) - column)
    return String(repeating: " ", count: column)
      + String(repeating: "^", count: min(length, room))
  }

  private static let widestLine = 160
}

extension ScenarioErrors: CustomStringConvertible {
  /// All problems, one after the other, and how many there are.
  public var description: String {
    let lines = text.isEmpty ? [] : ScenarioText.lines(of: text)
    let shown = errors.prefix(Self.mostShown).map { $0.rendered(in: lines) }
    var text = shown.joined(separator: "\n")
    if errors.count > Self.mostShown {
      text += "\nand \(errors.count - Self.mostShown) more problems\n"
    }
    if consequences > 0 { text += "\n\(consequences) more may come of it\n" }
    return text
  }

  private static let mostShown = 50
}

extension String {
  fileprivate var trimmedRight: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
