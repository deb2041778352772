/// Comma-separated values as RFC 4180 has them, read octet by octet.
///
/// Strict: a quote belongs at both ends of a field or is doubled inside it. A row that breaks this
/// is reported as such, and reading goes on with the next line.
public struct CSVReader<Octets: IteratorProtocol<UInt8>> {
  private var octets: Octets
  private var peeked: UInt8?
  private var line = 1
  private var isAtStart = true
  /// Whether the first line ended with CR and LF, as the RFC asks.
  public private(set) var usesCRLF = false

  public init(_ octets: Octets) {
    self.octets = octets
  }

  /// One row, with the line it begins at (from 1).
  public struct Row: Hashable, Sendable {
    public var line: Int
    public var fields: [String]
    /// What is wrong with it; nil for a good row. The fields are then as far as they could be read.
    public var error: String?

    public init(line: Int, fields: [String], error: String? = nil) {
      self.line = line
      self.fields = fields
      self.error = error
    }
  }

  /// The next row; nil at the end. Empty lines are passed over.
  public mutating func next() -> Row? {
    if isAtStart { skipByteOrderMark() }
    while let octet = peek() {
      guard octet == lineFeed || octet == carriageReturn else { return row() }
      _ = lineEnd()
    }
    return nil
  }

  private mutating func row() -> Row {
    var row = Row(line: line, fields: [])
    while true {
      let (octets, error) = peek() == quote ? quoted() : plain()
      var text = String(validating: octets, as: UTF8.self)
      if text == nil {
        text = String(decoding: octets, as: UTF8.self)
        row.error = row.error ?? "field \(row.fields.count + 1) is not UTF-8"
      }
      row.fields.append(text ?? "")
      row.error = row.error ?? error.map { "field \(row.fields.count): \($0)" }
      guard peek() == comma else { break }
      take()
    }
    if peek() != nil, !lineEnd() {
      row.error = row.error ?? "field \(row.fields.count): a carriage return stands alone"
      skipLine()
    }
    return row
  }

  // MARK: Fields

  private mutating func plain() -> ([UInt8], String?) {
    var content: [UInt8] = []
    var error: String?
    while let octet = peek(), octet != comma, octet != lineFeed, octet != carriageReturn {
      if octet == quote { error = "a quote stands inside a field that does not begin with one" }
      content.append(octet)
      take()
    }
    return (content, error)
  }

  private mutating func quoted() -> ([UInt8], String?) {
    take()
    var content: [UInt8] = []
    while let octet = peek() {
      take()
      if octet == lineFeed { line += 1 }
      guard octet == quote else {
        content.append(octet)
        continue
      }
      guard peek() == quote else {
        let (rest, _) = plain()
        return (content + rest, rest.isEmpty ? nil : "something follows the closing quote")
      }
      content.append(quote)
      take()
    }
    return (content, "the closing quote is missing")
  }

  // MARK: Octets

  private mutating func peek() -> UInt8? {
    if peeked == nil { peeked = octets.next() }
    return peeked
  }

  private mutating func take() {
    peeked = nil
  }

  /// Takes a line feed, or a carriage return with one; false for a carriage return alone.
  private mutating func lineEnd() -> Bool {
    let hadReturn = peek() == carriageReturn
    if hadReturn { take() }
    guard peek() == lineFeed else { return false }
    take()
    if line == 1 { usesCRLF = hadReturn }
    line += 1
    return true
  }

  private mutating func skipLine() {
    while let octet = peek() {
      take()
      if octet == lineFeed {
        line += 1
        return
      }
    }
  }

  private mutating func skipByteOrderMark() {
    isAtStart = false
    guard peek() == 0xef else { return }
    // Nothing but the mark begins with this octet in a table's header.
    take()
    for _ in 0..<2 where (peek() ?? 0) >= 0x80 { take() }
  }

  private var comma: UInt8 { 0x2c }
  private var quote: UInt8 { 0x22 }
  private var lineFeed: UInt8 { 0x0a }
  private var carriageReturn: UInt8 { 0x0d }
}
