/// Reads what a POP3 client writes, in whatever pieces it comes; each line waits for its answer.
public struct POP3Reader: Sendable {
  public enum Input: Hashable, Sendable {
    case command(POP3Line)
    /// A line of an AUTH exchange.
    case response(String)
  }

  private var lines = LineReader(limit: SMTPReader.longestResponse)
  private var expectsResponse = false

  public init() {}

  public var waiting: Int { lines.count }

  public mutating func append(_ octets: some Sequence<UInt8>) {
    lines.append(octets)
  }

  public mutating func next() -> Input? {
    guard let line = lines.next() else { return nil }
    guard case .octets(let octets) = line else {
      expectsResponse = false
      return .command(.malformed(.lineTooLong))
    }
    let text = String(decoding: octets, as: UTF8.self)
    if expectsResponse {
      expectsResponse = false
      return .response(text)
    }
    // AUTH with its response may be longer than the others (RFC 5034 §4).
    guard octets.count <= POP3Line.longest || text.uppercased().hasPrefix("AUTH ") else {
      return .command(.malformed(.lineTooLong))
    }
    return .command(POP3Line(text))
  }

  /// A challenge was sent: the next line answers it.
  public mutating func expectResponse() {
    expectsResponse = true
  }

  /// STLS was taken: what came behind it in the clear is forgotten (RFC 2595 §4).
  public mutating func startTLS() {
    lines.drop()
    expectsResponse = false
  }
}
