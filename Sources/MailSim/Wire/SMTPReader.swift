/// Reads what an SMTP client writes, in whatever pieces it comes.
///
/// What a line is depends on what the server answered, so the owner takes one thing at a time with
/// `next()`, lets the server answer, and says what that answer makes of what follows: content after
/// 354, a response after 334, commands otherwise. Pipelined lines wait here meanwhile (RFC 2920).
public struct SMTPReader: Sendable {
  public enum Input: Hashable, Sendable {
    case command(SMTPLine)
    /// A line of an AUTH exchange.
    case response(String)
    /// A whole message, undone of its dots; nil where it was larger than the limit. `octets` counts
    /// all of it.
    case message([UInt8]?, octets: Int)
  }

  private enum Expectation: Sendable {
    case commands
    case response
    case content(DotReader)
  }

  private var lines: LineReader
  private var expected = Expectation.commands

  /// A line of AUTH may be long (RFC 4954 §4 asks for 12,288 octets); all others end at 2,048, as
  /// Postfix has it, and the RFC asks for 512 at least (RFC 5321 §4.5.3.1.4).
  public static let longestResponse = 12_288
  public static let longestCommand = 2_048

  public init() {
    lines = LineReader(limit: Self.longestResponse)
  }

  /// Octets that wait to be read.
  public var waiting: Int { lines.count }

  public mutating func append(_ octets: some Sequence<UInt8>) {
    lines.append(octets)
  }

  /// The next whole thing the client said; nil when it has not come yet.
  public mutating func next() -> Input? {
    switch expected {
    case .content(var reader):
      expected = .commands
      let octets = lines.take(.max)
      lines.giveBack(octets.count - reader.take(octets))
      guard reader.isFinished else {
        expected = .content(reader)
        return nil
      }
      return .message(reader.isTooLong ? nil : reader.content, octets: reader.count)
    case .response:
      guard let line = lines.next() else { return nil }
      expected = .commands
      switch line {
      case .octets(let octets): return .response(String(decoding: octets, as: UTF8.self))
      case .tooLong: return .command(.malformed(.lineTooLong))
      }
    case .commands:
      switch lines.next() {
      case .octets(let octets): return .command(SMTPLine(String(decoding: octets, as: UTF8.self)))
      case .tooLong: return .command(.malformed(.lineTooLong))
      case nil: return nil
      }
    }
  }

  /// 354 was said: content follows, of which so many octets are kept.
  public mutating func expectContent(limit: Int, endsOnBareLF: Bool = false) {
    expected = .content(DotReader(limit: limit, endsOnBareLF: endsOnBareLF))
  }

  /// 334 was said: the next line answers it.
  public mutating func expectResponse() {
    expected = .response
  }

  /// STARTTLS was taken: what came behind it in the clear is forgotten (RFC 3207 §4.2).
  public mutating func startTLS() {
    lines.drop()
    expected = .commands
  }
}
