/// Takes down what happens in a run.
///
/// A generic parameter of the world, never an existential: a sink that does nothing costs nothing.
protocol TraceSink: Sendable {
  /// Whether details are worth making; false lets the world skip them altogether.
  static var isRecording: Bool { get }
  /// Writes a record and says its number; nil from a sink that keeps none.
  mutating func note(_ event: TraceEvent, at: Instant, cause: RecordID?) -> RecordID?
  mutating func add(_ connection: @autoclosure () -> Trace.Connection)
  mutating func add(_ message: @autoclosure () -> Trace.Message)
  mutating func add(_ copy: @autoclosure () -> Trace.Copy)
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

  static var isRecording: Bool { true }

  mutating func note(_ event: TraceEvent, at: Instant, cause: RecordID?) -> RecordID? {
    trace.records.append(Trace.Record(at: at, cause: cause, event: event))
    return RecordID(trace.records.count - 1)
  }

  mutating func add(_ connection: @autoclosure () -> Trace.Connection) {
    trace.connections.append(connection())
  }

  mutating func add(_ message: @autoclosure () -> Trace.Message) {
    trace.messages.append(message())
  }

  mutating func add(_ copy: @autoclosure () -> Trace.Copy) {
    trace.copies.append(copy())
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

/// Keeps nothing.
struct NoTrace: TraceSink {
  static var isRecording: Bool { false }
  mutating func note(_ event: TraceEvent, at: Instant, cause: RecordID?) -> RecordID? { nil }
  mutating func add(_ connection: @autoclosure () -> Trace.Connection) {}
  mutating func add(_ message: @autoclosure () -> Trace.Message) {}
  mutating func add(_ copy: @autoclosure () -> Trace.Copy) {}
}
