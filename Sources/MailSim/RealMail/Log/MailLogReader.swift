/// Reads the logs of mail servers line by line and joins the lines of each message by its queue
/// id.
///
/// Memory does not grow with the log: messages are handed over when the server is done with
/// them, and those that stay open longest are handed over when there are too many.
public struct MailLogReader {
  /// Whose way of logging it is.
  public enum Format: String, Hashable, Sendable, CaseIterable {
    case postfix, exim

    /// The server's name.
    public var title: String {
      switch self {
      case .postfix: "Postfix"
      case .exim: "Exim"
      }
    }
  }

  public struct Limits: Sendable {
    public var openMessages = 50_000
    public var processes = 5_000
    public var recipients = 1_000
    public var lineOctets = 16 * 1024

    public init() {}
  }

  /// As it was said, or as the first line shows that is one of a known format.
  public private(set) var format: Format?
  private let year: Int
  private let limits: Limits
  private var splitter: LineSplitter
  private var dialect: (any LogDialect)?
  private var journal: LogJournal

  /// The years a log can be of; the lines of any other are none.
  public static var years: ClosedRange<Int> { CivilDate.years }

  /// - Parameters:
  ///   - year: for dates without one.
  ///   - format: nil to tell it from the lines.
  public init(year: Int, format: Format? = nil, limits: Limits = Limits()) {
    self.year = year
    self.format = format
    self.limits = limits
    splitter = LineSplitter(limit: limits.lineOctets)
    journal = LogJournal(limits: limits)
    dialect = format.map { $0.dialect(year: year, limits: limits) }
  }

  public var summary: LogSummary {
    var summary = journal.summary
    summary.format = format
    return summary
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
    journal.finish()
    try handOver(found)
  }

  private mutating func take(
    _ bytes: UnsafeBufferPointer<UInt8>, _ found: (LogMessage) throws -> Void
  ) rethrows {
    journal.summary.lines += 1
    guard bytes.count > 20 else { return }
    let line = ReadableText.of(bytes)[...]
    if dialect == nil { recognise(line) }
    guard dialect?.take(line, into: &journal) == true else { return }
    journal.summary.serverLines += 1
    try handOver(found)
  }

  /// The first line that a dialect knows decides.
  private mutating func recognise(_ line: Substring) {
    for candidate in Format.allCases {
      var trial = candidate.dialect(year: year, limits: limits)
      var scratch = LogJournal(limits: limits)
      guard trial.take(line, into: &scratch) else { continue }
      format = candidate
      dialect = candidate.dialect(year: year, limits: limits)
      return
    }
  }

  private mutating func handOver(_ found: (LogMessage) throws -> Void) rethrows {
    guard !journal.finished.isEmpty else { return }
    for message in journal.finished { try found(message) }
    journal.finished.removeAll(keepingCapacity: true)
  }
}

extension MailLogReader.Format {
  fileprivate func dialect(year: Int, limits: MailLogReader.Limits) -> any LogDialect {
    switch self {
    case .postfix: PostfixLogDialect(year: year, limits: limits)
    case .exim: EximLogDialect(year: year, limits: limits)
    }
  }
}
