/// What an IMAP server writes (RFC 9051 §7).
public enum IMAPResponse: Hashable, Sendable {
  /// `+`: go on with the literal, the exchange or IDLE.
  case continuation(String)
  /// The outcome of a command; nil is a status without a tag, as a greeting has it.
  case status(tag: String?, Status, text: String)
  /// Data without a tag, such as `* 3 EXISTS`.
  case data([IMAPValue])

  public enum Status: String, Hashable, Sendable, CaseIterable {
    case ok = "OK"
    case no = "NO"
    case bad = "BAD"
    case preauth = "PREAUTH"
    case bye = "BYE"
  }

  public static func fetch(_ number: UInt32, _ items: [IMAPValue]) -> IMAPResponse {
    .data([.number(number), .atom("FETCH"), .list(items)])
  }

  public static func exists(_ count: UInt32) -> IMAPResponse {
    .data([.number(count), .atom("EXISTS")])
  }

  public var octets: [UInt8] {
    switch self {
    case .continuation(let text): return ["+ \(text)"].octets
    case .status(let tag, let status, let text):
      return ["\(tag ?? "*") \(status.rawValue) \(text)"].octets
    case .data(let values):
      var writer = IMAPValue.Writer()
      writer.write("* ")
      writer.write(values)
      writer.write("\r\n")
      return writer.pieces.flatMap(\.self)
    }
  }
}

/// Reads what an IMAP server writes, in whatever pieces it comes.
public struct IMAPResponseReader: Sendable {
  public enum Input: Hashable, Sendable {
    case response(IMAPResponse)
    case malformed
  }

  private var reader = LineReader(limit: 65_536)
  private var lines: [[UInt8]] = []
  private var literals: [[UInt8]] = []
  private var literal: UInt32?
  private var kept: UInt32 = 0
  public let literalLimit: UInt32

  public init(literalLimit: UInt32 = 10_240_000) {
    self.literalLimit = literalLimit
  }

  public mutating func append(_ octets: some Sequence<UInt8>) {
    reader.append(octets)
  }

  public mutating func next() -> Input? {
    while true {
      if let count = literal {
        guard reader.count >= Int(count) else { return nil }
        literals.append(Array(reader.take(Int(count))))
        literal = nil
      }
      guard let line = reader.next() else { return nil }
      guard case .octets(let octets) = line else { return finish(nil) }
      lines.append(octets)
      guard let (count, _) = IMAPReader.announced(octets), Self.isData(lines[0]) else {
        return finish(Self.response(lines, literals))
      }
      let (sum, overflows) = kept.addingReportingOverflow(count)
      guard !overflows, sum <= literalLimit else { return finish(nil) }
      kept = sum
      literal = count
    }
  }

  private mutating func finish(_ response: IMAPResponse?) -> Input {
    lines = []
    literals = []
    kept = 0
    return response.map(Input.response) ?? .malformed
  }

  /// Words for a reader may end with a brace; only data announces literals.
  private static func isData(_ line: [UInt8]) -> Bool {
    var lexer = IMAPLexer(lines: [line], literals: [])
    guard lexer.word() == "*", let word = lexer.word() else { return false }
    return IMAPResponse.Status(rawValue: word.uppercased()) == nil
  }

  private static func response(_ lines: [[UInt8]], _ literals: [[UInt8]]) -> IMAPResponse? {
    var lexer = IMAPLexer(lines: lines, literals: literals)
    guard let tag = lexer.word() else { return nil }
    if tag == "+" { return .continuation(lexer.rest()) }
    var ahead = lexer
    if let word = ahead.word(), let status = IMAPResponse.Status(rawValue: word.uppercased()) {
      return .status(tag: tag == "*" ? nil : tag, status, text: ahead.rest())
    }
    guard tag == "*", let values = lexer.values(), !values.isEmpty else { return nil }
    return .data(values)
  }
}
