/// Judges the first lines of a file: where a message begins in it, or what else it is.
struct FileOpening {
  enum LineRole {
    /// A line to pass over.
    case nothing
    /// The line that begins a message in an mbox file.
    case envelope
    /// The first header field, behind so many octets of quoting or indentation.
    case field(prefixLength: Int)
  }

  /// How many lines of other text may stand in front of the first field.
  private static let patience = 40

  private var junkLines = 0
  private var prefix: [UInt8] = []
  private(set) var firstLine = ""

  mutating func judge(_ line: UnsafeBufferPointer<UInt8>, lineNumber: Int) throws -> LineRole {
    if lineNumber == 1, let kind = Self.foreignFormat(line) {
      throw MessageReadingError.otherFormat(kind)
    }
    let text = line[Self.byteOrderMarkLength(line, lineNumber: lineNumber)...]
    if firstLine.isEmpty { firstLine = ReadableText.of(text.trimmed.prefix(60)) }
    if text.allSatisfy(ASCII.isSpace) { return .nothing }
    if Self.isEnvelopeLine(UnsafeBufferPointer(rebasing: text)) { return .envelope }
    let marks = text.prefix { ASCII.isSpace($0) || $0 == ASCII.greater }
    if HeaderCollector.fieldNameLength(text[marks.endIndex...]) != nil {
      prefix = Array(marks)
      return .field(prefixLength: marks.endIndex)
    }
    junkLines += 1
    guard junkLines <= Self.patience else {
      throw MessageReadingError.notAMessage(firstLine: firstLine)
    }
    return .nothing
  }

  /// The line without the quoting or indentation that the first field had.
  func withoutPrefix(_ line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard !prefix.isEmpty else { return line }
    if line.starts(with: prefix) { return UnsafeBufferPointer(rebasing: line[prefix.count...]) }
    // The end of the quoting is trimmed from lines that hold nothing else.
    return line.count < prefix.count && prefix.starts(with: line)
      ? UnsafeBufferPointer(rebasing: line[line.count...]) : line
  }

  func failure(octets: UInt64) -> MessageReadingError {
    octets == 0 || firstLine.isEmpty ? .empty : .notAMessage(firstLine: firstLine)
  }

  /// `From `, an address and a date: the separator of mbox files (RFC 4155).
  ///
  /// Files exist without the date; text that merely begins a sentence has neither a year at the
  /// end nor an `@` in its first word.
  static func isEnvelopeLine(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard line.count > 5, line.starts(with: "From ".utf8) else { return false }
    let rest = line.dropFirst(5).trimmed
    let sender = rest.prefix { !ASCII.isSpace($0) }
    let date = rest.dropFirst(sender.count)
    if date.allSatisfy(ASCII.isSpace) { return sender.contains(ASCII.at) }
    return date.contains(ASCII.colon) && date.contains(where: ASCII.isDigit)
      && date.count <= 120
  }

  private static func byteOrderMarkLength(
    _ line: UnsafeBufferPointer<UInt8>, lineNumber: Int
  ) -> Int {
    lineNumber == 1 && line.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  private static func foreignFormat(_ line: UnsafeBufferPointer<UInt8>) -> String? {
    for (signature, kind) in magicNumbers where line.starts(with: signature) { return kind }
    guard line.prefix(512).contains(0) else { return nil }
    return "a binary file"
  }

  private static let magicNumbers: [([UInt8], String)] = [
    ([0xD0, 0xCF, 0x11, 0xE0], "an Outlook .msg file (save the message as .eml or text instead)"),
    ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive"),
    ([0x1F, 0x8B], "a gzip file (unpack it first)"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a zstd file (unpack it first)"),
    (Array("%PDF".utf8), "a PDF file"),
    (Array("\u{89}PNG".unicodeScalars.map { UInt8($0.value) }), "an image"),
    ([0xFF, 0xD8, 0xFF], "an image"),
    ([0xFF, 0xFE], "text in UTF-16 (save it as UTF-8)"),
    ([0xFE, 0xFF], "text in UTF-16 (save it as UTF-8)"),
    ([0x21, 0x42, 0x44, 0x4E], "an Outlook .pst file (export the message as .eml first)"),
    ([0x7F, 0x45, 0x4C, 0x46], "a program"),
  ]
}
