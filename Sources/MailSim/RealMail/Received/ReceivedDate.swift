/// Finds the date of a trace line.
enum ReceivedDate {
  /// It stands behind the last semicolon; careless software forgets the semicolon, puts others
  /// in front of it, or writes more behind it.
  static func find(in text: TokenizedText) -> (date: MailDate, range: Range<Int>)? {
    for token in text.tokens.reversed() where token.kind == .semicolon {
      let start = token.range.upperBound
      if let found = MailDateParser.parse(text.bytes[start...]) {
        return (found.date, start..<found.end)
      }
    }
    for token in text.tokens.dropFirst(2)
    where token.kind == .word && mayBegin(text.bytes[token.range]) {
      let start = token.range.lowerBound
      if let found = MailDateParser.parse(text.bytes[start...]) {
        return (found.date, start..<found.end)
      }
    }
    return nil
  }

  private static func mayBegin(_ word: ArraySlice<UInt8>) -> Bool {
    guard let first = word.first else { return false }
    if ASCII.isDigit(first) { return word.count <= 2 || word.contains(ASCII.hyphen) }
    return CivilDate.weekdayNames.contains { name in
      word.count >= 3 && zip(word, name.utf8).allSatisfy { ASCII.lower($0) == ASCII.lower($1) }
    }
  }
}
