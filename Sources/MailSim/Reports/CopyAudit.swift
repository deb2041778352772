/// Every copy a server took has one later fate for each of its recipients (RFC 5321 §4.2.5), and
/// came from where its parent was.
struct CopyAudit {
  private let trace: Trace
  private var violations: [Violation] = []
  /// The recipients each copy answers for and has not settled, those it has, and those replaced.
  private var open: [Set<MailboxID>]
  private var settled: [Set<MailboxID>]
  private var forwarded: [Set<MailboxID>]
  private var isTaken: [Bool]
  private var spooled: Set<CopyID> = []

  static func violations(in trace: Trace) -> [Violation] {
    var audit = CopyAudit(trace)
    for (row, record) in trace.records.enumerated() {
      audit.check(record.event, RecordID(row))
    }
    audit.checkAuthors()
    return audit.violations
  }

  private init(_ trace: Trace) {
    self.trace = trace
    let count = trace.copies.count
    open = Array(repeating: [], count: count)
    settled = open
    forwarded = open
    isTaken = Array(repeating: false, count: count)
  }

  private mutating func complain(_ record: RecordID?, _ words: String) {
    violations.append(Violation(record: record, words: words))
  }

  private mutating func check(_ event: TraceEvent, _ record: RecordID) {
    switch event {
    case .accepted(let copy): accept(copy, record)
    case .stored(let copy, let storage): store(copy, storage, record)
    case .removed(let copy, .spool): empty(copy, record)
    case .relayed(let copy, let recipient, let next):
      settle(copy, recipient, "relayed", record)
      checkRelay(from: copy, to: next, recipient, record)
    case .delivered(let copy, let recipient):
      settle(copy, recipient, "delivered", record)
      checkReceivedLines(of: copy, record)
    case .bounced(let copy, let recipient, _, _): settle(copy, recipient, "bounced", record)
    case .forwarded(let copy, let recipient, let new):
      replace(copy, recipient, by: new, record)
    case .fetched(let copy, _, _):
      if settled[copy].isEmpty {
        complain(record, "copy \(copy.index) is read before it was delivered")
      }
    default: break
    }
  }

  // MARK: Responsibility

  private mutating func take(_ copy: CopyID) {
    isTaken[copy] = true
    open[copy].formUnion(trace.copies[copy].recipients)
  }

  private mutating func accept(_ copy: CopyID, _ record: RecordID) {
    if isTaken[copy] { complain(record, "copy \(copy.index) is accepted twice") }
    take(copy)
    let row = trace.copies[copy]
    guard let connection = row.connection else {
      return complain(record, "copy \(copy.index) was accepted over no connection")
    }
    if trace.connections[connection].server != row.host {
      complain(record, "copy \(copy.index) is not where its connection led")
    }
    if let parent = row.parent, trace.copies[parent].message != row.message {
      complain(record, "copy \(copy.index) came from a copy of another message")
    }
    if let parent = row.parent, trace.copies[parent].host != trace.connections[connection].client {
      complain(record, "copy \(copy.index) was sent by a host that did not have it")
    }
  }

  /// A copy over no connection is one its server wrote: it begins in the spool.
  private mutating func store(_ copy: CopyID, _ storage: Storage, _ record: RecordID) {
    guard storage == .spool else { return }
    if !isTaken[copy] {
      if trace.copies[copy].connection != nil {
        complain(record, "copy \(copy.index) is stored before it was accepted")
      } else {
        take(copy)
      }
    }
    spooled.insert(copy)
  }

  private mutating func settle(
    _ copy: CopyID, _ recipient: MailboxID, _ how: String, _ record: RecordID
  ) {
    guard open[copy].remove(recipient) != nil else {
      let why =
        settled[copy].contains(recipient)
        ? "it was settled before" : "the copy does not answer for it"
      return complain(record, "\(trace.address(recipient)) is \(how), but \(why)")
    }
    settled[copy].insert(recipient)
  }

  /// A forwarding address is replaced by others; it may keep a copy of its own.
  private mutating func replace(
    _ copy: CopyID, _ recipient: MailboxID, by new: MailboxID, _ record: RecordID
  ) {
    guard open[copy].contains(recipient) || forwarded[copy].contains(recipient) else {
      return complain(
        record, "\(trace.address(recipient)) is forwarded, but the copy does not answer for it")
    }
    forwarded[copy].insert(recipient)
    if !settled[copy].contains(new) { open[copy].insert(new) }
  }

  private mutating func empty(_ copy: CopyID, _ record: RecordID) {
    if spooled.remove(copy) == nil {
      complain(record, "copy \(copy.index) leaves a spool it was not in")
    }
    for recipient in open[copy].subtracting(forwarded[copy]).sorted() {
      complain(
        record,
        "copy \(copy.index) is thrown away, and nobody answers for \(trace.address(recipient))")
    }
    open[copy] = []
  }

  private mutating func checkRelay(
    from copy: CopyID, to next: CopyID, _ recipient: MailboxID, _ record: RecordID
  ) {
    if trace.copies[next].parent != copy {
      complain(record, "copy \(next.index) was not made from copy \(copy.index)")
    }
    if !isTaken[next] {
      complain(record, "copy \(next.index) is handed on before it was accepted")
    }
    if !trace.copies[next].recipients.contains(recipient) {
      complain(record, "copy \(next.index) does not name \(trace.address(recipient))")
    }
  }

  /// `Received:` lines are hops: each copy on the way was accepted, and only the first may have
  /// been written where it lay.
  private mutating func checkReceivedLines(of copy: CopyID, _ record: RecordID) {
    var next: CopyID? = copy
    while let id = next {
      let row = trace.copies[id]
      if !isTaken[id] || (row.connection == nil && row.parent != nil) {
        complain(record, "copy \(id.index) would show a Received line for a hop nobody made")
      }
      next = row.parent
    }
  }

  // MARK: In and out

  /// Messages in are what came out: each recipient is delivered, bounced, refused, replaced, or
  /// still in somebody's hands.
  private mutating func checkAuthors() {
    var recipients: [MessageID: Set<MailboxID>] = [:]
    for record in trace.records {
      if case .composed(let message) = record.event {
        recipients[message] = Set(trace.messages[message].recipients)
      }
    }
    var counted: [MessageID: Set<MailboxID>] = [:]
    for fate in trace.fates { counted[fate.message, default: []].insert(fate.recipient) }
    for (message, expected) in recipients.sorted(by: { $0.key < $1.key }) {
      let missing = expected.subtracting(counted[message] ?? [])
      for recipient in missing.sorted() {
        complain(
          nil, "\(trace.name(message)) to \(trace.address(recipient)) has no fate at all")
      }
    }
    checkQueued()
  }

  /// What counts as queued lies in a spool, or with an author no server took it from.
  private mutating func checkQueued() {
    var copies: [MessageID: [CopyID]] = [:]
    for row in trace.copies.indices where isTaken[row] {
      copies[trace.copies[row].message, default: []].append(CopyID(row))
    }
    for fate in trace.fates where fate.outcome == .queued {
      let taken = (copies[fate.message] ?? []).filter {
        trace.copies[$0].recipients.contains(fate.recipient)
      }
      guard !taken.isEmpty, !taken.contains(where: { open[$0].contains(fate.recipient) }) else {
        continue
      }
      complain(
        nil,
        "\(trace.name(fate.message)) to \(trace.address(fate.recipient)) is neither settled nor in"
          + " anybody's hands")
    }
  }
}
