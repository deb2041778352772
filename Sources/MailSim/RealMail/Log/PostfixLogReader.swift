/// Reads Postfix logs line by line and joins the lines of each message by its queue id.
///
/// Memory does not grow with the log: messages are handed over when the queue manager removes
/// them, and those that stay open longest are handed over when there are too many.
///
/// A delivery counts as plaintext only in a log that shows TLS sessions at all
/// (`smtp_tls_loglevel` of 1 or more); otherwise it is unknown. The same holds for arrivals.
public struct PostfixLogReader {
  public struct Limits: Sendable {
    public var openMessages = 50_000
    public var processes = 5_000
    public var recipients = 1_000
    public var lineOctets = 16 * 1024

    public init() {}
  }

  public private(set) var summary = LogSummary()
  private let limits: Limits
  private let year: Int
  private var splitter: LineSplitter
  private var messages: [String: LogMessage] = [:]
  /// Queue ids in the order they were opened, so that the oldest can be let go.
  private var order: [String] = []
  private var firstInOrder = 0
  private var connections = LogConnections()

  /// The years a log can be of; the lines of any other are none.
  public static var years: ClosedRange<Int> { CivilDate.years }

  /// - Parameter year: for dates without one.
  public init(year: Int, limits: Limits = Limits()) {
    self.year = year
    self.limits = limits
    splitter = LineSplitter(limit: limits.lineOctets)
  }

  /// Reads the next octets and hands over each message that ended in them.
  public mutating func read(
    _ chunk: UnsafeBufferPointer<UInt8>, found: (LogMessage) throws -> Void
  ) rethrows {
    var cutter = LineSplitter(limit: limits.lineOctets)
    swap(&cutter, &splitter)
    defer { swap(&cutter, &splitter) }
    try cutter.split(chunk) { line, _ in try take(line, found) }
  }

  /// Hands over the messages that are still open.
  public mutating func finish(found: (LogMessage) throws -> Void) rethrows {
    var cutter = splitter
    try cutter.finish { line, _ in try take(line, found) }
    splitter = cutter
    for id in order[firstInOrder...] {
      if let message = messages.removeValue(forKey: id) { try hand(message, to: found) }
    }
    order = []
    firstInOrder = 0
  }

  private mutating func take(
    _ bytes: UnsafeBufferPointer<UInt8>, _ found: (LogMessage) throws -> Void
  ) rethrows {
    summary.lines += 1
    guard bytes.count > 20, let line = PostfixLogLine(ReadableText.of(bytes)[...], year: year)
    else {
      return
    }
    summary.postfixLines += 1
    if connections.note(line, limit: limits.processes) { return }
    if line.words.hasPrefix("NOQUEUE: ") {
      summary.refuse(line.words.dropFirst(9))
      return
    }
    guard let (id, rest) = line.queued else { return }
    try take(rest, of: String(id), line, found)
  }

  private mutating func take(
    _ words: Substring, of id: String, _ line: PostfixLogLine, _ found: (LogMessage) throws -> Void
  ) rethrows {
    if line.program == "qmgr", words.hasPrefix("removed") {
      guard var message = messages.removeValue(forKey: id) else { return }
      message.isComplete = true
      try hand(message, to: found)
      return
    }
    if words.hasPrefix("reject: ") {
      summary.refuse(words)
      return
    }
    var message = messages[id] ?? opened(id, line)
    switch line.program {
    case "smtpd": message.arrival = connections.arrival(words, line) ?? message.arrival
    case "pickup":
      message.arrival = LogMessage.Arrival(client: "a program", isLocal: true)
      message.sender = words.value(of: "from=")?.withoutAngles
    case "cleanup":
      if let value = words.value(of: "message-id=") { message.messageID = value.withoutAngles }
    case "qmgr":
      if let from = words.value(of: "from=") { message.sender = from.withoutAngles }
      if let size = words.value(of: "size=").flatMap({ UInt64($0) }) { message.octets = size }
    default:
      if let delivery = connections.delivery(words, line) {
        message.add(delivery, limit: limits.recipients)
      }
    }
    messages[id] = message
    try letOldestGo(found)
  }

  private mutating func opened(_ id: String, _ line: PostfixLogLine) -> LogMessage {
    order.append(id)
    var message = LogMessage(queueID: id, server: String(line.host))
    message.seconds = line.seconds
    return message
  }

  private mutating func letOldestGo(_ found: (LogMessage) throws -> Void) rethrows {
    while messages.count > limits.openMessages, firstInOrder < order.count {
      let id = order[firstInOrder]
      firstInOrder += 1
      if let message = messages.removeValue(forKey: id) { try hand(message, to: found) }
    }
    // Ids of messages long gone are dropped from time to time.
    if order.count > 2 * limits.openMessages + 1024 {
      order = order[firstInOrder...].filter { messages[$0] != nil }
      firstInOrder = 0
    }
  }

  private mutating func hand(
    _ message: LogMessage, to found: (LogMessage) throws -> Void
  ) rethrows {
    var message = message
    connections.settle(&message)
    summary.add(message)
    try found(message)
  }
}
