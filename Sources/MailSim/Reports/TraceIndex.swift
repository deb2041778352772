/// What reports look up in a trace again and again, gathered in one pass over its records.
struct TraceIndex {
  /// A client's command with the server's answer to it.
  struct Exchange {
    /// nil for what the server says unasked: its greeting, or 421 to an idle client.
    var command: SMTPCommand?
    /// nil while the answer is still to come.
    var reply: Reply?
    var record: RecordID
    /// The row in `Trace.decisions` that led to the answer.
    var decision: Int?
  }

  let trace: Trace
  let decisions: [Decision]
  /// The SMTP exchanges of each connection, in order.
  private(set) var exchanges: [[Exchange]]
  /// Which messages a connection carried or was opened for.
  private(set) var messages: [[MessageID]]
  /// The connections of each step, in the order they were opened.
  private(set) var connectionsOfStep: [[ConnectionID]]
  private(set) var failures: [ConnectionFailure?]
  private(set) var isOpened: [Bool]
  /// Why a client that wanted more protection went away.
  private(set) var shields: [(protection: Protection, reason: ProtectionReason)?]
  private(set) var composed: [Instant?]
  /// When a server took each copy.
  private(set) var accepted: [Instant?]
  /// What each notice tells.
  private(set) var told: [MessageID: [ReportedFailure]] = [:]

  init(_ trace: Trace) {
    self.trace = trace
    decisions = trace.decisions
    exchanges = Array(repeating: [], count: trace.connections.count)
    messages = Array(repeating: [], count: trace.connections.count)
    failures = Array(repeating: nil, count: trace.connections.count)
    isOpened = Array(repeating: false, count: trace.connections.count)
    shields = Array(repeating: nil, count: trace.connections.count)
    composed = Array(repeating: nil, count: trace.messages.count)
    accepted = Array(repeating: nil, count: trace.copies.count)
    connectionsOfStep = Array(repeating: [], count: trace.cast.steps.count)
    for (row, connection) in trace.connections.enumerated() {
      guard let step = connection.step, Int(step.index) < connectionsOfStep.count else { continue }
      connectionsOfStep[step].append(ConnectionID(row))
    }
    gather()
    linkMessagesOfSteps()
  }

  private mutating func gather() {
    var decision = 0
    for (row, record) in trace.records.enumerated() {
      switch record.event {
      case .openFailed(let connection, let failure): failures[connection] = failure
      case .opened(let connection): isOpened[connection] = true
      case .protection(let connection, let protection, let reason):
        shields[connection] = (protection, reason)
      case .smtpCommand(let connection, let command):
        exchanges[connection].append(Exchange(command: command, record: RecordID(row)))
      case .decided(let connection, _, _, _, _, _):
        note(decision, on: connection)
        decision += 1
      case .smtpReply(let connection, let reply, _):
        answer(reply, on: connection, record: RecordID(row))
      case .accepted(let copy):
        accepted[copy] = record.at
        if let connection = trace.copies[copy].connection {
          link(trace.copies[copy].message, to: connection)
        }
      case .refusedToAuthor(let message, _, _):
        if let connection = connection(behind: record.cause) { link(message, to: connection) }
      case .composed(let message): composed[message] = record.at
      case .bounced(_, let recipient, let reason, let notice?):
        told[notice, default: []].append(
          ReportedFailure(recipient: recipient, reason: reason, isFinal: true))
      case .delayWarned(_, let recipient, let notice):
        told[notice, default: []].append(
          ReportedFailure(recipient: recipient, reason: nil, isFinal: false))
      case .fetched(let copy, _, let connection?):
        link(trace.copies[copy].message, to: connection)
      default: continue
      }
    }
  }

  private mutating func note(_ decision: Int, on connection: ConnectionID) {
    guard let last = exchanges[connection].indices.last,
      exchanges[connection][last].reply == nil
    else { return }
    exchanges[connection][last].decision = decision
  }

  private mutating func answer(_ reply: Reply, on connection: ConnectionID, record: RecordID) {
    if let last = exchanges[connection].indices.last, exchanges[connection][last].reply == nil {
      exchanges[connection][last].reply = reply
    } else {
      exchanges[connection].append(Exchange(command: nil, reply: reply, record: record))
    }
  }

  private mutating func link(_ message: MessageID, to connection: ConnectionID) {
    if !messages[connection].contains(message) { messages[connection].append(message) }
  }

  /// A connection that got nowhere was still opened for the message of its step.
  private mutating func linkMessagesOfSteps() {
    for (row, message) in trace.messages.enumerated() where message.kind == .original {
      guard let step = message.step, Int(step.index) < connectionsOfStep.count else { continue }
      for connection in connectionsOfStep[step]
      where messages[connection].isEmpty
        && trace.connections[connection].service.accessProtocol == nil
      {
        link(MessageID(row), to: connection)
      }
    }
  }

  /// The connection of the nearest record up the chain of causes that happened on one.
  func connection(behind cause: RecordID?) -> ConnectionID? {
    var next = cause
    while let record = next {
      if let connection = trace.records[record].event.connection { return connection }
      // A cause comes before what it causes; a trace that says otherwise must not hang us.
      next = trace.records[record].cause.flatMap { $0 < record ? $0 : nil }
    }
    return nil
  }
}
