/// A message between DATA and the line with the dot alone (RFC 5321 §4.5.2), or an answer of several
/// lines in POP3 (RFC 1939 §3).
public enum DotStuffing {
  /// The octets as they travel: a dot that begins a line is doubled, and a dot alone ends them.
  ///
  /// A line begins after CR LF and nowhere else. Who takes a bare line feed for an end of line sees
  /// lines this encoder did not protect: that is what SMTP smuggling lives on.
  public static func stuffed(_ content: some Sequence<UInt8>) -> [UInt8] {
    var stuffed: [UInt8] = []
    var last = Octet.lineFeed
    var isAtLineStart = true
    for octet in content {
      if isAtLineStart, octet == Octet.dot { stuffed.append(Octet.dot) }
      stuffed.append(octet)
      isAtLineStart = octet == Octet.lineFeed && last == Octet.carriageReturn
      last = octet
    }
    if !isAtLineStart { stuffed += Octet.crlf }
    return stuffed + [Octet.dot] + Octet.crlf
  }
}

/// Takes a message's octets as they come, undoes the doubling of dots and finds the end.
public struct DotReader: Sendable {
  private enum State {
    case lineStart, dot, dotReturn, text, carriageReturn
  }

  /// What was kept: no more than the limit.
  public private(set) var content: [UInt8] = []
  /// How many octets the message has.
  public private(set) var count = 0
  public private(set) var isFinished = false
  public let limit: Int
  /// Whether bare line feeds end lines, and so the message: an error of some servers
  /// (RFC 5321 §2.3.8 forbids it).
  public let endsOnBareLF: Bool
  private var state = State.lineStart

  public init(limit: Int, endsOnBareLF: Bool = false) {
    self.limit = limit
    self.endsOnBareLF = endsOnBareLF
  }

  public var isTooLong: Bool { count > limit }

  /// Takes octets up to the end of the message; says how many of them belong to it.
  public mutating func take(_ octets: some Collection<UInt8>) -> Int {
    var taken = 0
    for octet in octets {
      if isFinished { break }
      take(octet)
      taken += 1
    }
    return taken
  }

  private mutating func take(_ octet: UInt8) {
    switch (state, octet) {
    case (.lineStart, Octet.dot): state = .dot
    case (.dot, Octet.carriageReturn): state = .dotReturn
    case (.dot, Octet.lineFeed) where endsOnBareLF, (.dotReturn, Octet.lineFeed):
      isFinished = true
    case (.dotReturn, _):
      keep(Octet.carriageReturn)
      state = .carriageReturn
      take(octet)
    case (.carriageReturn, Octet.lineFeed):
      keep(octet)
      state = .lineStart
    case (_, Octet.lineFeed):
      keep(octet)
      state = endsOnBareLF ? .lineStart : .text
    case (_, Octet.carriageReturn):
      keep(octet)
      state = .carriageReturn
    default:
      keep(octet)
      state = .text
    }
  }

  private mutating func keep(_ octet: UInt8) {
    count += 1
    if count <= limit { content.append(octet) }
  }
}
