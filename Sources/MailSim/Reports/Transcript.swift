/// What was said on connections, line by line, with who said it and whether a listener could read it.
///
/// The marks are those of swaks: `===` for what happens around the dialogue, ` ->` and `<- ` for
/// client and server in the clear, ` ~>` and `<~ ` under TLS, `<**` and `<~*` for a refusal,
/// `***` for a failure.
public struct Transcript: Sendable {
  private let index: TraceIndex
  private let records: [[RecordID]]

  public init(_ trace: Trace) {
    index = TraceIndex(trace)
    var records = [[RecordID]](repeating: [], count: trace.connections.count)
    for (row, record) in trace.records.enumerated() {
      if let connection = record.event.connection { records[connection].append(RecordID(row)) }
    }
    self.records = records
  }

  /// The dialogues of the connections a filter lets through, in the order they were opened.
  ///
  /// Of the filter, parties and the message count; kinds do not.
  public func text(_ filter: EventFilter = EventFilter(), style: Style = .plain) -> String {
    let shown = index.trace.connections.indices.map { ConnectionID($0) }.filter {
      isShown($0, filter)
    }
    return shown.map { text(of: $0, style: style) }.joined(separator: "\n")
  }

  /// One connection's dialogue.
  public func text(of connection: ConnectionID, style: Style = .plain) -> String {
    var speaker = DialogueSpeaker(index, connection)
    let times = records[connection].map {
      index.trace.timeFormatter.time(index.trace.records[$0].at)
    }
    let width = times.reduce(0) { max($0, $1.count) }
    return zip(records[connection], times).flatMap { id, time in
      speaker.lines(for: index.trace.records[id]).map { line in
        let time = style.paint(TextLayout.padded(time, to: width), .faint)
        return "\(time)  \(style.paint(PlainText.line(line.text), line.role))\n"
      }
    }.joined()
  }

  private func isShown(_ connection: ConnectionID, _ filter: EventFilter) -> Bool {
    let trace = index.trace
    if let message = filter.message, !index.messages[connection].contains(message) { return false }
    guard !filter.parties.isEmpty else { return true }
    let row = trace.connections[connection]
    let parties = [trace.clientName(connection), trace.name(row.client), trace.name(row.server)]
    return parties.contains { filter.parties.contains($0) }
  }
}

/// One line of a transcript.
struct TranscriptLine {
  var text: String
  var role: Style.Role?
}

/// Turns the records of one connection into lines; it remembers whether TLS stands.
struct DialogueSpeaker {
  let trace: Trace
  let index: TraceIndex
  let id: ConnectionID
  let row: Trace.Connection
  private var isEncrypted = false
  /// IMAP tags count the client's commands.
  private var tag = 0
  private var lastAccess: AccessCommand?
  private var lastSMTP: SMTPCommand?
  private var messagesSent = 0

  init(_ index: TraceIndex, _ id: ConnectionID) {
    self.index = index
    self.id = id
    trace = index.trace
    row = index.trace.connections[id]
  }

  mutating func lines(for record: Trace.Record) -> [TranscriptLine] {
    switch record.event {
    case .opening: [note("Trying \(row.serverAddress) port \(row.service.port)\(addressed)")]
    case .opened:
      [note("Connected to \(trace.name(row.server)) as \(row.clientAddress)")]
    case .openFailed(_, let failure): [failureLine("Not connected: \(failure.sentence)")]
    case .smtpCommand(_, let command): said(command)
    case .smtpReply(_, let reply, let offering): answered(reply, offering)
    case .accessCommand(_, let command): said(command)
    case .accessReply(_, let reply): answered(reply)
    case .tlsEstablished(_, let version, let certificate): [secured(version, certificate)]
    case .tlsFailed: [failureLine("The TLS handshake failed")]
    case .protection(_, let protection, let reason):
      [note("Protection: \(protection.word) (\(reason.phrase))")]
    case .closed(_, let end): [closing(end)]
    case .decided(_, let verdict, let reason, let rule, _, _):
      [note("Decision: \(verdict.rawValue), \(reason.rawValue) (\(trace.describeShortly(rule)))")]
    case .loginSucceeded(_, let account): [note("Login of \(trace.name(account)) succeeded")]
    case .loginFailed(_, let account): [failureLine("Login of \(trace.name(account)) failed")]
    case .windowOpened(_, let address, _):
      [note("\(address) may send mail through \(trace.name(row.server)) for a while")]
    case .attack(let id, .altered):
      [note("\(trace.cast.attacks[id].title): \(trace.cast.attacks[id].kind.alteration)")]
    default: []
    }
  }

  private var addressed: String {
    " (\(trace.name(row.server)), \(row.service.protocolName)) from \(trace.clientName(id))"
  }

  // MARK: Marks

  private func note(_ text: String) -> TranscriptLine {
    TranscriptLine(text: "=== \(text)", role: .faint)
  }

  private func failureLine(_ text: String) -> TranscriptLine {
    TranscriptLine(text: "*** \(text)", role: .bad)
  }

  private func client(_ text: String) -> TranscriptLine {
    TranscriptLine(text: (isEncrypted ? " ~> " : " -> ") + text, role: nil)
  }

  private func server(_ text: String, refuses: Bool) -> TranscriptLine {
    let mark = isEncrypted ? (refuses ? "<~* " : "<~  ") : (refuses ? "<** " : "<-  ")
    return TranscriptLine(text: mark + text, role: refuses ? .bad : nil)
  }

  private mutating func secured(
    _ version: TLSVersion, _ certificate: CertificateStanding
  ) -> TranscriptLine {
    isEncrypted = true
    return note("TLS started: \(version.name) \(version.cipherSuite), \(certificate.words)")
  }

  private func closing(_ end: ConnectionEnd) -> TranscriptLine {
    end == .timedOut || end == .lost
      ? failureLine("Connection ended: \(end.sentence)") : note("Connection ended: \(end.sentence)")
  }

  // MARK: SMTP

  private mutating func said(_ command: SMTPCommand) -> [TranscriptLine] {
    let isResponse = lastSMTP?.isFollowedByResponse == true
    lastSMTP = command
    if isResponse, case .auth = command { return [client("********")] }
    if case .endOfData(let octets) = command { return body(octets) }
    return [client(SMTPLines.line(command, on: row, in: trace))]
  }

  /// The message itself is not kept in a trace; its size is.
  private mutating func body(_ octets: UInt32) -> [TranscriptLine] {
    let messages = index.messages[id]
    let name =
      messagesSent < messages.count ? trace.name(messages[messagesSent]).asName : "The message"
    messagesSent += 1
    return [client("[\(name), \(octets) octets]"), client(".")]
  }

  private func answered(_ reply: Reply, _ offering: SMTPExtensions?) -> [TranscriptLine] {
    SMTPLines.lines(reply, offering, to: lastSMTP, on: row, in: trace).map {
      server($0, refuses: reply.isFailure)
    }
  }

  // MARK: POP and IMAP

  private mutating func said(_ command: AccessCommand) -> [TranscriptLine] {
    lastAccess = command
    tag += 1
    return [client(AccessLines.line(command, tag: tag, of: row, in: trace))]
  }

  private func answered(_ reply: AccessReply) -> [TranscriptLine] {
    AccessLines.lines(reply, to: lastAccess, tag: tag, of: row, in: trace).map {
      server($0, refuses: reply.isRefusal)
    }
  }
}
