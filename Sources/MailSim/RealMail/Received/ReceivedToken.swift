/// A piece of a trace line: the smallest thing its grammar speaks of (RFC 5322 §3.2).
struct ReceivedToken {
  enum Kind {
    case word
    /// `"…"`
    case quoted
    /// `(…)`, comments inside it included.
    case comment
    /// `[…]`
    case literal
    /// `<…>`
    case angle
    case semicolon
  }

  let kind: Kind
  /// Where it stands, brackets included.
  let range: Range<Int>
  /// No white space stands in front of it.
  let isGlued: Bool
}

/// A run of bytes cut into tokens.
struct TokenizedText {
  let bytes: ArraySlice<UInt8>
  private(set) var tokens: [ReceivedToken] = []

  /// Takes time and memory in proportion to the bytes, however brackets stand in them.
  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    var cutter = TokenCutter(bytes)
    tokens = cutter.cut()
  }

  /// The bytes of a token without its brackets; a word without a comma at its end.
  func content(_ token: ReceivedToken) -> ArraySlice<UInt8> {
    switch token.kind {
    case .word:
      bytes[token.range].last == ASCII.comma ? bytes[token.range].dropLast() : bytes[token.range]
    case .semicolon: bytes[token.range]
    case .quoted, .comment, .literal, .angle: bytes[token.range].dropFirst().dropLast()
    }
  }

  func text(_ token: ReceivedToken) -> String {
    ReadableText.of(content(token))
  }

  /// The bytes of several tokens as they stand, brackets and all.
  func source(_ tokens: some BidirectionalCollection<ReceivedToken>) -> String {
    guard let first = tokens.first, let last = tokens.last else { return "" }
    return ReadableText.of(bytes[first.range.lowerBound..<last.range.upperBound])
  }

  func isWord(_ token: ReceivedToken, _ word: StaticString) -> Bool {
    token.kind == .word && content(token).spells(word)
  }
}

/// Cuts bytes into tokens in two passes: which bracket closes which, then the pieces.
private struct TokenCutter {
  private let bytes: ArraySlice<UInt8>
  /// For each opening parenthesis that is closed, where; found in one pass over the bytes, so
  /// that a thousand open ones cost no more than one.
  private var partners: [Int: Int] = [:]
  private var tokens: [ReceivedToken] = []
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
    pairParentheses()
  }

  private mutating func pairParentheses() {
    var open: [Int] = []
    var place = bytes.startIndex
    while place < bytes.endIndex {
      switch bytes[place] {
      case ASCII.openParenthesis: open.append(place)
      case ASCII.closeParenthesis: if let start = open.popLast() { partners[start] = place }
      case ASCII.backslash: place += 1
      default: break
      }
      place += 1
    }
  }

  mutating func cut() -> [ReceivedToken] {
    var isGlued = false
    while place < bytes.endIndex {
      if ASCII.isSpace(bytes[place]) {
        place += 1
        isGlued = false
        continue
      }
      cutToken(isGlued: isGlued)
      isGlued = true
    }
    return tokens
  }

  private mutating func cutToken(isGlued: Bool) {
    let start = place
    let (kind, end) = bracketed(at: start) ?? (.word, endOfWord(from: start))
    tokens.append(ReceivedToken(kind: kind, range: start..<end, isGlued: isGlued))
    place = end
  }

  /// A token with brackets, if one begins here and is closed.
  private func bracketed(at start: Int) -> (ReceivedToken.Kind, Int)? {
    switch bytes[start] {
    case ASCII.openParenthesis: partners[start].map { (.comment, $0 + 1) }
    case ASCII.openBracket: closing(ASCII.closeBracket, from: start).map { (.literal, $0) }
    case ASCII.less: angle(from: start).map { (.angle, $0) }
    case ASCII.quote: closing(ASCII.quote, from: start).map { (.quoted, $0) }
    case ASCII.semicolon: (.semicolon, start + 1)
    default: nil
    }
  }

  /// How far a closing bracket is looked for: beyond it, the opening one was a stray.
  private static let reach = 1000

  private func closing(_ byte: UInt8, from start: Int) -> Int? {
    let window = bytes[(start + 1)..<min(bytes.endIndex, start + Self.reach)]
    return window.firstIndex(of: byte).map { $0 + 1 }
  }

  /// `<…>`, doubled by some programs. Addresses with a space in quotes exist; others do not.
  private func angle(from start: Int) -> Int? {
    guard var end = closing(ASCII.greater, from: start) else { return nil }
    if start + 1 < bytes.endIndex, bytes[start + 1] == ASCII.less, end < bytes.endIndex,
      bytes[end] == ASCII.greater
    {
      end += 1
    }
    return end
  }

  private func endOfWord(from start: Int) -> Int {
    var end = start + 1
    while end < bytes.endIndex, !ASCII.isSpace(bytes[end]), !endsWord(end) { end += 1 }
    return end
  }

  private func endsWord(_ place: Int) -> Bool {
    switch bytes[place] {
    case ASCII.semicolon: true
    case ASCII.openParenthesis: partners[place] != nil
    case ASCII.openBracket, ASCII.less: true
    default: false
    }
  }
}
