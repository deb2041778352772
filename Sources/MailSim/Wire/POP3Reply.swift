/// What a POP3 server writes: a line with its outcome, and more lines where the command asks for
/// them (RFC 1939 §3).
public struct POP3Reply: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    case ok, error
    /// `+` and a challenge in base64 (RFC 5034 §4).
    case challenge
  }

  public var outcome: Outcome
  public var text: String
  /// What follows up to the dot; nil where the reply is one line.
  public var content: [UInt8]?

  public init(_ outcome: Outcome, _ text: String = "", content: [UInt8]? = nil) {
    self.outcome = outcome
    self.text = text
    self.content = content
  }

  public var statusLine: String {
    let word =
      switch outcome {
      case .ok: "+OK"
      case .error: "-ERR"
      case .challenge: "+"
      }
    return text.isEmpty && outcome != .challenge ? word : "\(word) \(text)"
  }

  public var octets: [UInt8] {
    [statusLine].octets + (content.map(DotStuffing.stuffed) ?? [])
  }
}

/// Reads what a POP3 server writes. Whether lines follow the first is known from the command alone,
/// so the owner says so.
public struct POP3ReplyReader: Sendable {
  public enum Input: Hashable, Sendable {
    case reply(POP3Reply)
    /// A first line without an outcome.
    case malformed
  }

  private var lines = LineReader(limit: 512)
  private var content: (text: String, reader: DotReader)?
  public let limit: Int

  /// - Parameter limit: octets of a message that are kept at most.
  public init(limit: Int) {
    self.limit = limit
  }

  public mutating func append(_ octets: some Sequence<UInt8>) {
    lines.append(octets)
  }

  /// - Parameter isMultiline: whether the command asked for lines that end with a dot.
  public mutating func next(isMultiline: Bool) -> Input? {
    if content == nil {
      guard let line = lines.next() else { return nil }
      guard case .octets(let octets) = line,
        let (outcome, text) = Self.status(String(decoding: octets, as: UTF8.self))
      else { return .malformed }
      guard isMultiline, outcome == .ok else { return .reply(POP3Reply(outcome, text)) }
      content = (text, DotReader(limit: limit))
    }
    guard case (let text, var reader)? = content else { return nil }
    content = nil
    let octets = lines.take(.max)
    lines.giveBack(octets.count - reader.take(octets))
    guard reader.isFinished else {
      content = (text, reader)
      return nil
    }
    return .reply(POP3Reply(.ok, text, content: reader.content))
  }

  private static func status(_ line: String) -> (POP3Reply.Outcome, String)? {
    for (word, outcome) in [
      ("+OK", POP3Reply.Outcome.ok), ("-ERR", .error), ("+", .challenge),
    ] where line == word || line.hasPrefix("\(word) ") {
      return (outcome, String(line.dropFirst(word.count + 1)))
    }
    return nil
  }
}
