/// Tells the events of a trace in words, one line for each record worth knowing.
struct EventNarrator {
  let trace: Trace
  let index: TraceIndex
  private let timeFormatter: TimeFormatter
  private var shields: [Protection?]
  /// Connections whose last record said why the next reply is as it is.
  private var isExplained: [Bool]
  private var explained: Set<ProtectionReason> = []
  /// When each address last logged in, by server and address.
  private var logins: [Address: Instant] = [:]

  private struct Address: Hashable {
    var server: HostID
    var address: IPAddress
  }

  init(_ index: TraceIndex) {
    self.index = index
    trace = index.trace
    timeFormatter = trace.timeFormatter
    shields = Array(repeating: nil, count: trace.connections.count)
    isExplained = Array(repeating: false, count: trace.connections.count)
  }

  /// Every line, details included, in the order of the records.
  static func lines(of index: TraceIndex) -> [EventLine] {
    var narrator = EventNarrator(index)
    return index.trace.records.indices.compactMap { narrator.tell(RecordID($0)) }
  }

  private mutating func tell(_ id: RecordID) -> EventLine? {
    let record = trace.records[id]
    guard var line = line(for: record) else { return nil }
    line.at = record.at
    line.record = id
    if line.step == nil { line.step = step(of: record.event) }
    return line
  }

  private mutating func line(for record: Trace.Record) -> EventLine? {
    switch record.event {
    case .opening, .smtpCommand, .accessCommand: nil
    case .openFailed(let id, let failure): on(id, Self.failure(failure))
    case .opened(let id):
      detail(on(id, EventLine(.connection, "connected", "the server answers")))
    case .smtpReply(let id, let reply, _): answer(reply, on: id)
    case .accessReply(let id, let reply): answer(reply, on: id)
    case .tlsEstablished(let id, let version, let certificate):
      detail(
        on(id, EventLine(.protection, "TLS", "\(version.name), \(certificate.words)")))
    case .tlsFailed(let id):
      on(id, EventLine(.protection, "no TLS", "the handshake failed"), verdict: .refuse)
    case .protection(let id, let protection, let reason): settle(id, protection, reason)
    case .closed(let id, let end): closing(id, end)
    case .decided(let id, let verdict, let reason, let rule, let recipient, let reply):
      decision(id, verdict, reason, rule, recipient, reply, at: record.at)
    case .loginSucceeded(let id, let account): login(id, account, succeeded: true)
    case .loginFailed(let id, let account): login(id, account, succeeded: false)
    case .windowOpened(let server, let address, let id):
      window(server, address, on: id, at: record.at)
    case .composed(let message): composed(message)
    case .refusedToAuthor(let message, let recipient, let reply):
      refused(message, recipient, reply)
    case .accepted(let copy): accepted(copy)
    case .stored(let copy, let storage): stored(copy, storage)
    case .removed(let copy, let storage): removed(copy, storage)
    case .deferred(let copy, let recipient, let failure, let until):
      deferred(copy, recipient, failure, until)
    case .relayed(let copy, let recipient, let next): relayed(copy, recipient, to: next)
    case .delivered(let copy, let recipient): delivered(copy, recipient)
    case .forwarded(let copy, let recipient, let new): forwarded(copy, recipient, to: new)
    case .bounced(let copy, let recipient, let failure, let notice):
      bounced(copy, recipient, failure, notice)
    case .delayWarned(let copy, let recipient, let notice): warned(copy, recipient, notice)
    case .fetched(let copy, let reader, let connection): fetched(copy, by: reader, over: connection)
    case .looked(let host, let domain, let outcome): looked(host, domain, outcome)
    case .moved(let host, let site, let address): moved(host, to: site, address)
    case .outage(let host, let begins): outage(host, begins: begins)
    case .attack(let id, let moment): attack(id, moment)
    }
  }

  private func step(of event: TraceEvent) -> StepID? {
    if let connection = event.connection { return trace.connections[connection].step }
    switch event {
    case .composed(let message), .refusedToAuthor(let message, _, _):
      return trace.messages[message].step
    default: return nil
    }
  }

  // MARK: Connections

  /// Fills in who speaks with whom on a connection, and how.
  private func on(
    _ id: ConnectionID, _ line: EventLine, verdict: RelayVerdict? = nil
  ) -> EventLine {
    var line = line
    line.from = trace.clientName(id)
    line.to = trace.name(trace.connections[id].server)
    line.over = trace.connections[id].service.protocolName
    line.protection = shields[id]
    line.verdict = verdict ?? line.verdict
    line.messages = index.messages[id]
    return line
  }

  private func detail(_ line: EventLine) -> EventLine {
    var line = line
    line.isDetail = true
    return line
  }

  private static func failure(_ failure: ConnectionFailure) -> EventLine {
    var line = EventLine(
      .connection, failure.isBlocked ? "blocked" : "not connected",
      failure.sentence)
    line.verdict = .refuse
    return line
  }

  private func closing(_ id: ConnectionID, _ end: ConnectionEnd) -> EventLine {
    let line = on(id, EventLine(.connection, "closed", end.sentence))
    return end == .timedOut || end == .lost ? line : detail(line)
  }

  private mutating func settle(
    _ id: ConnectionID, _ protection: Protection, _ reason: ProtectionReason
  ) -> EventLine {
    shields[id] = protection
    // Said once in full; after that the phrase is known.
    let isNew = explained.insert(reason).inserted
    return on(
      id, EventLine(.protection, reason.phrase, isNew ? reason.sentence.asPhrase : ""))
  }

  /// A refusal that no decision and no failed login has already told.
  private mutating func answer(_ reply: Reply, on id: ConnectionID) -> EventLine? {
    defer { isExplained[id] = false }
    guard reply.isFailure, !isExplained[id] else { return nil }
    let verdict: RelayVerdict = reply.severity == .transientFailure ? .defer : .refuse
    return on(
      id, EventLine(.decision, "\(verdict.rawValue) \(reply.codes)", reply.wording.text),
      verdict: verdict)
  }

  private mutating func answer(_ reply: AccessReply, on id: ConnectionID) -> EventLine? {
    defer { isExplained[id] = false }
    guard case .refused(let refusal) = reply, !isExplained[id] else { return nil }
    return on(id, EventLine(.login, "refused", refusal.sentence), verdict: .refuse)
  }

  // MARK: Decisions

  private mutating func decision(
    _ id: ConnectionID, _ verdict: RelayVerdict, _ reason: ReasonCode, _ rule: RuleRef,
    _ recipient: MailboxID?, _ reply: Reply, at now: Instant
  ) -> EventLine {
    isExplained[id] = true
    let who = recipient.map(trace.address) ?? "the client"
    let why = because(reason, on: id, at: now)
    return on(
      id,
      EventLine(
        .decision, "\(verdict.rawValue) \(reply.codes) \(reason.rawValue)",
        "\(who), since \(why)"
          + (reason == .limit ? "" : " (\(trace.describeShortly(rule)))")),
      verdict: verdict)
  }

  private func because(_ reason: ReasonCode, on id: ConnectionID, at now: Instant) -> String {
    let connection = trace.connections[id]
    let key = Address(server: connection.server, address: connection.clientAddress)
    guard let login = logins[key] else { return reason.because }
    let age = (now - login).spoken
    switch reason {
    case .window: return "\(connection.clientAddress) read mail \(age) ago"
    case .windowExpired: return "the last login from \(connection.clientAddress) was \(age) ago"
    default: return reason.because
    }
  }

  private mutating func login(
    _ id: ConnectionID, _ account: AccountID?, succeeded: Bool
  ) -> EventLine {
    isExplained[id] = !succeeded
    let name = trace.name(account)
    return on(
      id,
      EventLine(
        .login, succeeded ? "logged in" : "login failed",
        succeeded ? "the password of \(name) is right" : "the password of \(name) is wrong"),
      verdict: succeeded ? .accept : .refuse)
  }

  private mutating func window(
    _ server: HostID, _ address: IPAddress, on id: ConnectionID, at now: Instant
  ) -> EventLine {
    let isRenewal =
      logins.updateValue(now, forKey: Address(server: server, address: address)) != nil
    return on(
      id,
      EventLine(
        .window, isRenewal ? "window renewed" : "window opened",
        "\(address) may send through \(trace.name(server)) now"),
      verdict: .accept)
  }

  private func looked(_ host: HostID, _ domain: DomainID, _ outcome: NameOutcome) -> EventLine {
    var line = EventLine(
      .names, outcome == .found || outcome == .implicit ? "found" : "no way",
      "\(trace.cast.domains[domain]): \(outcome.sentence)")
    line.from = trace.name(host)
    line.over = "DNS"
    line.isDetail = outcome == .found || outcome == .implicit
    return line
  }
}

extension String {
  /// Without its capital and its full stop, to go on after a colon.
  var asPhrase: String {
    guard let first else { return self }
    let text = first.lowercased() + dropFirst()
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
