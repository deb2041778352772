/// What a reader can be asked before it happens: each decision of a server that is ours, each line
/// the first time two parties use a service, the first disk. Not asked is what is the same as
/// something that was.
struct Quiz {
  let trace: Trace
  private var seen: Set<Subject> = []
  /// What became of each connection.
  private var settled: [ConnectionID: Protection] = [:]

  private enum Subject: Hashable {
    case decision(HostID, RuleRef, ReasonCode, IPAddress, MailboxID?)
    case line(HostID, HostID, Service)
    case disk
  }

  init(_ trace: Trace) {
    self.trace = trace
    for record in trace.records {
      if case .protection(let id, let protection, _) = record.event, settled[id] == nil {
        settled[id] = protection
      }
    }
  }

  /// The question, its facts as they are without a judgement, the answers, and which is right.
  mutating func question(
    about line: EventLine, facts: [(name: String, value: String)]
  ) -> JSON {
    switch trace.records[line.record].event {
    case .decided(let id, let verdict, let reason, let rule, let recipient, _):
      let connection = trace.connections[id]
      guard trace.cast.hosts[connection.server].role == .server,
        isNew(
          // An attacker tries the same with many recipients.
          .decision(
            connection.server, rule, reason, connection.clientAddress,
            connection.attack == nil ? recipient : nil))
      else { return .null }
      return ask(
        "decision", "What does \(trace.cast.hosts[connection.server].title) answer?", facts,
        [
          "Accept it", "Refuse it, for good (5xx)",
          "Refuse it for now (4xx); try again later",
        ], verdict == .accept ? 0 : verdict == .refuse ? 1 : 2)
    // That a handshake failed gives it away.
    case .tlsFailed(let id), .protection(let id, _, _):
      let connection = trace.connections[id]
      guard let protection = settled[id],
        isNew(.line(connection.client, connection.server, connection.service))
      else { return .null }
      let facts = [
        (name: "From", value: line.from), (name: "To", value: line.to),
        (name: "Over", value: "\(line.over), port \(connection.service.port)"),
      ]
      return ask(
        "line", "What can somebody on this line read?", facts,
        [
          "Only that the two talk: it is encrypted", "Every word: it is readable",
          "Nobody can say",
        ], protection == .encrypted ? 0 : protection == .plaintext ? 1 : 2)
    case .stored(let copy, _):
      guard isNew(.disk) else { return .null }
      let message = trace.copies[copy].message
      let isSealed = trace.messages[message].endToEnd.atRest == .encrypted
      return ask(
        "disk", "Who can read it there?",
        [
          (name: "Message", value: trace.name(message)),
          (name: "Where", value: trace.cast.hosts[trace.copies[copy].host].title),
        ],
        [
          "Only the person it is for", "Whoever runs that server, too",
          "Nobody can say",
        ], isSealed ? 0 : 1)
    default: return .null
    }
  }

  private mutating func isNew(_ subject: Subject) -> Bool { seen.insert(subject).inserted }

  private func ask(
    _ about: String, _ words: String, _ facts: [(name: String, value: String)],
    _ answers: [String], _ right: Int
  ) -> JSON {
    [
      "about": .string(about), "words": .string(words),
      "facts": .array(facts.map { [.string($0.name), .string($0.value)] }),
      "answers": .array(answers.map(JSON.string)), "right": .number(right),
    ]
  }
}
