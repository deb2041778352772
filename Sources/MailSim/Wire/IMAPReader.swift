/// Reads what an IMAP client writes, in whatever pieces it comes.
public struct IMAPReader: Sendable {
  public enum Input: Hashable, Sendable {
    case request(IMAPRequest)
    /// The client waits for `+` before it sends the literal it announced (RFC 9051 §4.3).
    case announcedLiteral
    /// A line of an AUTHENTICATE exchange, or DONE after IDLE.
    case response(String)
    /// A line without a tag, which only an untagged BAD can answer.
    case malformed
  }

  private enum Expectation: Sendable {
    case line
    case literal(UInt32)
    /// Octets of a literal that was refused although the client did not wait.
    case skipped(UInt32)
    case response
  }

  /// Octets of a line (RFC 7162 §4 advises 8,192), and of all literals of a command together.
  public static let longestLine = 8_192
  public let literalLimit: UInt32
  private var reader = LineReader(limit: Self.longestLine)
  private var expected = Expectation.line
  private var lines: [[UInt8]] = []
  private var literals: [[UInt8]] = []
  private var kept: UInt32 = 0
  private var isRefused = false

  public init(literalLimit: UInt32 = 10_240_000) {
    self.literalLimit = literalLimit
  }

  public var waiting: Int { reader.count }

  public mutating func append(_ octets: some Sequence<UInt8>) {
    reader.append(octets)
  }

  public mutating func next() -> Input? {
    while true {
      switch expected {
      case .literal(let count):
        guard reader.count >= Int(count) else { return nil }
        literals.append(Array(reader.take(Int(count))))
        expected = .line
      case .skipped(let count):
        let skipped = UInt32(reader.take(Int(count)).count)
        expected = skipped == count ? .line : .skipped(count - skipped)
        if skipped < count { return nil }
      case .response:
        guard let line = reader.next() else { return nil }
        expected = .line
        guard case .octets(let octets) = line else { return .malformed }
        return .response(String(decoding: octets, as: UTF8.self))
      case .line:
        guard let line = reader.next() else { return nil }
        if let input = take(line) { return input }
      }
    }
  }

  /// A continuation was sent: the next line answers it.
  public mutating func expectResponse() {
    expected = .response
  }

  /// STARTTLS was taken: what came behind it in the clear is forgotten (RFC 9051 §6.2.1).
  public mutating func startTLS() {
    reader.drop()
    begin()
  }

  private mutating func begin() {
    expected = .line
    lines = []
    literals = []
    kept = 0
    isRefused = false
  }

  private mutating func take(_ line: LineReader.Line) -> Input? {
    guard case .octets(let octets) = line else {
      let tag = tag
      begin()
      return tag.map { .request(IMAPRequest(tag: $0, .malformed(.lineTooLong))) } ?? .malformed
    }
    lines.append(octets)
    if let (count, waits) = Self.announced(octets) {
      let (sum, overflows) = kept.addingReportingOverflow(count)
      if overflows || sum > literalLimit || literals.count >= Self.mostLiterals {
        isRefused = true
        // Who waits is told before it sends anything; who does not has sent it already.
        if !waits {
          expected = .skipped(count)
          return nil
        }
        return finish()
      }
      kept = sum
      expected = isRefused ? .skipped(count) : .literal(count)
      return waits ? .announcedLiteral : nil
    }
    return finish()
  }

  private static let mostLiterals = 64

  private var tag: String? {
    guard let first = lines.first else { return nil }
    var lexer = IMAPLexer(lines: [first], literals: [])
    return lexer.word().flatMap { Self.isTag($0) ? $0 : nil }
  }

  private mutating func finish() -> Input {
    defer { begin() }
    guard let tag else { return .malformed }
    if isRefused { return .request(IMAPRequest(tag: tag, .malformed(.literalTooLarge))) }
    var lexer = IMAPLexer(lines: lines, literals: literals)
    _ = lexer.word()
    guard let verb = lexer.word() else {
      return .request(IMAPRequest(tag: tag, .malformed(.unknownCommand)))
    }
    let values = lexer.values()
    return .request(
      IMAPRequest(tag: tag, values.map { IMAPCommand(verb, $0) } ?? .malformed(.badArgument)))
  }

  /// A tag is short, printable, and no `+` stands in it (RFC 9051 §9).
  private static func isTag(_ word: String) -> Bool {
    word.utf8.count <= 64
      && word.utf8.allSatisfy { 0x21...0x7e ~= $0 && !"(){%*\"\\+".utf8.contains($0) }
  }

  /// `{17}` at the end of a line announces a literal the client waits with, `{17+}` one it does not
  /// (RFC 7888).
  static func announced(_ line: [UInt8]) -> (count: UInt32, waits: Bool)? {
    guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else {
      return nil
    }
    var digits = line[(open + 1)..<(line.count - 1)]
    let waits = digits.last != UInt8(ascii: "+")
    if !waits { digits.removeLast() }
    guard !digits.isEmpty, digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
      let count = UInt32(String(decoding: digits, as: UTF8.self))
    else { return nil }
    return (count, waits)
  }
}
