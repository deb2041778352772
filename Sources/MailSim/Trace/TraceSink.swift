/// Takes down what happens in a run.
///
/// A generic parameter of the world, never an existential: a sink that does nothing costs nothing.
protocol TraceSink: Sendable {
  /// Whether words are kept: what costs memory to make is not made for a sink without.
  static var keepsWords: Bool { get }
  /// Writes a record and says its number; nil from a sink that keeps none.
  mutating func note(_ event: TraceEvent, at: Instant, cause: RecordID?) -> RecordID?
  mutating func add(_ connection: @autoclosure () -> Trace.Connection)
  /// Adds a row whose list of recipients comes apart, since an array costs memory to make.
  mutating func add(
    _ message: @autoclosure () -> Trace.Message, to recipients: ShortList<MailboxID>)
  mutating func add(_ copy: @autoclosure () -> Trace.Copy, for recipients: ShortList<MailboxID>)
  /// Octets of memory of what it keeps.
  var octets: Int { get }
  /// Nobody holds the message any more: what became of it is final.
  mutating func forget(_ message: MessageID)
}

extension TraceSink {
  mutating func forget(_ message: MessageID) {}
}

/// Keeps everything.
struct TraceRecorder: TraceSink {
  private(set) var trace: Trace

  init(header: Trace.Header, cast: Cast) {
    trace = Trace(header: header, cast: cast)
  }

  mutating func note(_ event: TraceEvent, at: Instant, cause: RecordID?) -> RecordID? {
    trace.records.append(Trace.Record(at: at, cause: cause, event: event))
    return RecordID(trace.records.count - 1)
  }

  static var keepsWords: Bool { true }

  /// The rows, and for the lists of recipients a list of one each.
  var octets: Int {
    let lists = 48 * (trace.messages.count + trace.copies.count)
    return trace.records.capacity * MemoryLayout<Trace.Record>.stride
      + trace.connections.capacity * MemoryLayout<Trace.Connection>.stride
      + trace.messages.capacity * MemoryLayout<Trace.Message>.stride
      + trace.copies.capacity * MemoryLayout<Trace.Copy>.stride + lists
  }

  mutating func add(_ connection: @autoclosure () -> Trace.Connection) {
    trace.connections.append(connection())
  }

  mutating func add(
    _ message: @autoclosure () -> Trace.Message, to recipients: ShortList<MailboxID>
  ) {
    var row = message()
    row.recipients = Array(recipients)
    trace.messages.append(row)
  }

  mutating func add(_ copy: @autoclosure () -> Trace.Copy, for recipients: ShortList<MailboxID>) {
    var row = copy()
    row.recipients = Array(recipients)
    trace.copies.append(row)
  }

  mutating func cast(_ person: Cast.Person) {
    trace.cast.people.append(person)
  }

  /// Mailboxes and domains that came up during the run.
  mutating func complete(mailboxes: [Mailbox], domains: [Domain]) -> Trace {
    trace.cast.mailboxes = mailboxes
    trace.cast.domains = domains
    return trace
  }
}
