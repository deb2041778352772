/// What a server wants done, in order: whoever holds the server carries it out.
///
/// One buffer serves a whole run. An item may lead to others, which are carried out before those
/// that stand behind it.
struct ServerOutbox: Sendable {
  enum Item: Sendable, BitwiseCopyable {
    /// A reply of SMTP to a session, by its carrier's number; after a pause, and perhaps the last.
    case smtpReply(to: UInt32, Reply, offering: SMTPExtensions?, after: Delay, closes: Bool)
    case accessReply(to: UInt32, AccessReply, closes: Bool)
    /// To be told again: a queue entry's next try is due, or a worker is done with it.
    case wake(Alarm, entry: UInt32, at: Instant)
    /// The name service is to be asked for the exchangers of a job's domain; `resolved` is told.
    case resolve(job: UInt32)
    /// Every question of a round is answered: connections may be opened.
    case pump
    /// Mail to hand on: a connection is to be opened for the job.
    case handOn(job: UInt32)
    /// Something happened that others may see.
    case happened(Happening)
  }

  enum Alarm: Sendable, BitwiseCopyable {
    case retry, processed
  }

  enum Happening: Sendable, BitwiseCopyable {
    /// A client was turned away for want of connections.
    case turnedAway(session: UInt32)
    /// A login for reading succeeded.
    case loggedIn(session: UInt32)
    /// A window opened because of what a log seemed to say.
    case windowForged(session: UInt32)
    /// A mailbox has no room for a message of this attack.
    case full(MailboxID, AttackID?)
    /// A message that came into being with its last line was taken.
    case written(message: MessageID, session: UInt32)
    case stored(CopyID, message: MessageID, isClosed: Bool)
    case removed(CopyID)
    /// A message of an attack is in a mailbox; it is held until this is carried out.
    case delivered(message: UInt32, MailboxID)
  }

  struct Addressed: Sendable, BitwiseCopyable {
    let server: ServerRow
    let item: Item
  }

  /// Rows behind `count` are free, and are written over: to take them out and put them in again
  /// would cost more than what they say.
  private var rows: ContiguousArray<Addressed> = []
  private(set) var count = 0

  var items: ArraySlice<Addressed> { rows[..<count] }

  subscript(row: Int) -> Addressed { rows[row] }

  mutating func append(_ item: Item, from server: ServerRow) {
    let row = Addressed(server: server, item: item)
    if count < rows.count { rows[count] = row } else { rows.append(row) }
    count += 1
  }

  /// Takes out the replies of SMTP to one session, and leaves the rest in its order.
  mutating func takeReplies(to session: UInt32, since mark: Int) -> [Item] {
    func isWanted(_ item: Item) -> Bool {
      if case .smtpReply(session, _, _, _, _) = item { true } else { false }
    }
    let since = items[mark...]
    removeAll(since: mark)
    for row in since where !isWanted(row.item) { append(row.item, from: row.server) }
    return since.map(\.item).filter(isWanted)
  }

  /// Forgets what was carried out: all since the mark.
  mutating func removeAll(since mark: Int) {
    count = mark
  }
}
