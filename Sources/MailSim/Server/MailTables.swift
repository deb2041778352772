/// What all servers of a run work with besides their own state: the moment, the tables in which
/// what travels stands, what the DNS says, the trace, and the outbox a server fills.
///
/// A message that is handed on stays in its row; only its number goes from server to server.
struct MailTables<Sink: TraceSink>: ~Copyable, Sendable {
  var now = Instant.start
  /// Notes go straight into the trace.
  var sink: Sink
  var book = Addresses()
  /// What the DNS says of each domain that was asked for.
  var names: NameCache
  /// What domains publish about mail in their name.
  let senderRecords: SenderRecords
  var messages = Slab<MessageState>()
  /// What few messages have, by slot.
  var rareProperties: [UInt32: RareProperties] = [:]
  var entries = Slab<QueueEntry>()
  var jobs = Slab<DeliveryJob>()
  var outbox = ServerOutbox()
  /// Mailboxes whose owner reads in a way nobody in the scenario knows.
  var unknownReaders = OpenTable<MailboxID, PersonID>()
  /// Attacks that have run into a limit and been noticed.
  var noticedAttacks: Set<AttackID> = []
  private var messageCount: UInt32 = 0
  private var copyCount: UInt32 = 0

  init(sink: Sink, names: NameCache, senderRecords: SenderRecords) {
    self.sink = sink
    self.names = names
    self.senderRecords = senderRecords
  }

  @discardableResult
  mutating func note(_ event: TraceEvent, cause: RecordID? = nil) -> RecordID? {
    sink.note(event, at: now, cause: cause)
  }

  /// Notes what happens in a session: caused by the last thing that happened there.
  mutating func note(_ event: TraceEvent, on session: inout ServerSession) {
    if let record = sink.note(event, at: now, cause: session.cause) { session.cause = record }
  }

  mutating func nextMessage() -> MessageID {
    defer { messageCount += 1 }
    return MessageID(index: messageCount)
  }

  mutating func nextCopy() -> CopyID {
    defer { copyCount += 1 }
    return CopyID(index: copyCount)
  }
}
