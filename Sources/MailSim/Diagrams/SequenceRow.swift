/// One arrow of a sequence chart: a command and what was answered, or an event of a connection.
struct SequenceRow: Hashable {
  let at: Instant
  let from: HostID
  let to: HostID
  var words: String
  var protection: Protection
  var isRefused = false
  let sentence: String

  /// The rows of the connections a message used, or of all.
  static func all(in trace: Trace, of message: MessageID?) -> [SequenceRow] {
    var chart = Chart(trace, connections(of: message, in: trace))
    for record in trace.records { chart.take(record) }
    return chart.rows
  }

  /// The connections that carried a message or tried to; nil for every one.
  private static func connections(of message: MessageID?, in trace: Trace) -> Set<ConnectionID>? {
    guard let message else { return nil }
    var found = Set(trace.copies.filter { $0.message == message }.compactMap(\.connection))
    for hop in trace.hops(of: message) {
      if let connection = hop.connection { found.insert(connection) }
    }
    guard let step = trace.messages[message].step else { return found }
    for (row, connection) in trace.connections.enumerated() where connection.step == step {
      found.insert(ConnectionID(row))
    }
    return found
  }
}

/// Walks the records and writes rows; a reply goes into the row of its command.
private struct Chart {
  let trace: Trace
  let wanted: Set<ConnectionID>?
  var rows: [SequenceRow] = []
  /// The commands of each connection that wait for an answer.
  private var waiting: [ConnectionID: [(at: Instant, words: String)]] = [:]
  private var encrypted: Set<ConnectionID> = []
  /// Connections of which nobody knows whether they were encrypted.
  private var unknown: Set<ConnectionID> = []

  init(_ trace: Trace, _ wanted: Set<ConnectionID>?) {
    self.trace = trace
    self.wanted = wanted
    for record in trace.records {
      if case .protection(let id, .unknown, _) = record.event { unknown.insert(id) }
    }
  }

  mutating func take(_ record: Trace.Record) {
    guard let id = record.event.connection, wanted?.contains(id) ?? true else { return }
    let connection = trace.connections[id]
    switch record.event {
    case .openFailed(_, let why):
      add(id, record.at, "port \(connection.service.port): \(why.sentence)", isRefused: true)
    case .opened: add(id, record.at, "connect to port \(connection.service.port)")
    case .smtpCommand(_, let command):
      let line = SMTPLines.line(command, on: connection, in: trace)
      waiting[id, default: []].append(
        (record.at, command.isMessage ? "the message, and a dot" : line))
    case .smtpReply(_, let reply, _): answer(id, record.at, reply.codes, isRefused: reply.isFailure)
    case .accessCommand(_, let command):
      waiting[id, default: []].append((record.at, AccessWords.words(command)))
    case .accessReply(_, let reply):
      answer(id, record.at, AccessWords.words(reply), isRefused: reply.isRefusal)
    case .tlsEstablished(_, let version, _):
      encrypted.insert(id)
      add(id, record.at, "\(version.name) handshake")
    case .tlsFailed: add(id, record.at, "the TLS handshake fails", isRefused: true)
    default: return
    }
  }

  /// A greeting answers no command and needs no arrow of its own unless it refuses.
  private mutating func answer(
    _ id: ConnectionID, _ at: Instant, _ reply: String, isRefused: Bool
  ) {
    guard let asked = waiting[id]?.first else {
      if isRefused { add(id, at, "greeting → \(reply)", isRefused: true) }
      return
    }
    waiting[id]?.removeFirst()
    add(id, asked.at, "\(asked.words)  →  \(reply)", isRefused: isRefused)
  }

  private mutating func add(
    _ id: ConnectionID, _ at: Instant, _ words: String, isRefused: Bool = false
  ) {
    let connection = trace.connections[id]
    let protection: Protection =
      unknown.contains(id) ? .unknown : encrypted.contains(id) ? .encrypted : .plaintext
    let from = DiagramSentences.title(connection.client, in: trace)
    let to = DiagramSentences.title(connection.server, in: trace)
    rows.append(
      SequenceRow(
        at: at, from: connection.client, to: connection.server, words: words,
        protection: protection, isRefused: isRefused,
        sentence: "\(trace.timeFormatter.time(at)) \(from) to \(to): \(words) (\(protection.word))."
      ))
  }
}

extension SMTPCommand {
  fileprivate var isMessage: Bool { if case .endOfData = self { true } else { false } }
}

/// POP3 and IMAP in words that fit both.
private enum AccessWords {
  static func words(_ command: AccessCommand) -> String {
    switch command {
    case .capability: "capabilities?"
    case .startTLS: "start TLS"
    case .user: "user name"
    case .pass: "password"
    case .login: "login"
    case .status: "what is there?"
    case .retrieve: "fetch a message"
    case .delete: "delete it"
    case .noop: "nothing to do"
    case .idle: "wait for news"
    case .done: "stop waiting"
    case .quit: "goodbye"
    }
  }

  static func words(_ reply: AccessReply) -> String {
    switch reply {
    case .ready, .ok, .startTLS, .closing: "ok"
    case .capabilities(let startTLS, let loginDisabled):
      (startTLS ? "TLS offered" : "no TLS") + (loginDisabled ? ", no login in the clear" : "")
    case .contents(let messages, _): "\(messages) messages"
    case .message(let octets): "\(octets) octets"
    case .loggedIn, .preauthenticated: "logged in"
    case .idling: "waiting"
    case .news(let messages): "now \(messages) messages"
    case .refused(let why): why.sentence
    }
  }
}
