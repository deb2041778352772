/// The log of Postfix: each program writes its own lines, a message's are joined by its queue
/// id, a connection's by host and process.
///
/// A connection that came in with TLS has a TLS line (`smtpd_tls_loglevel` of 1 or more), and
/// since Postfix 3.0 a count of its commands, in which STARTTLS is one. A delivery has only the
/// TLS line (`smtp_tls_loglevel`); silence counts where the same program of the same host has
/// written such a line before.
struct PostfixLogDialect: LogDialect {
  private struct Process: Hashable {
    var host: Substring
    var number: Substring
  }

  /// A program of a host: `smtpd`, `smtp`, `lmtp`.
  private struct Direction: Hashable {
    var host: Substring
    var program: Substring
  }

  private struct Session {
    var peer: String
    var tls: ReceivedTLS?
    /// The messages that came by it and of which nothing is known yet.
    var arrivals: [LogKey] = []
  }

  private let year: Int
  private let limits: MailLogReader.Limits
  private var incoming: [Process: Session] = [:]
  /// What `smtp` processes have open, or reuse, with a server.
  private var outgoing: [Process: Session] = [:]
  private var speaksOfTLS: Set<Direction> = []

  init(year: Int, limits: MailLogReader.Limits) {
    self.year = year
    self.limits = limits
  }

  mutating func take(_ text: Substring, into journal: inout LogJournal) -> Bool {
    guard let line = PostfixLogLine(text, year: year) else { return false }
    if takeConnection(line, &journal) { return true }
    if line.words.hasPrefix("NOQUEUE: ") {
      _ = takeAction(line.words.dropFirst(9), of: nil, line, &journal)
      return true
    }
    guard let (id, words) = line.queued else { return true }
    let key = LogKey(server: String(line.host), id: String(id))
    if !takeAction(words, of: key, line, &journal) { takeMessage(words, of: key, line, &journal) }
    return true
  }

  // MARK: Messages

  private mutating func takeMessage(
    _ words: Substring, of key: LogKey, _ line: PostfixLogLine, _ journal: inout LogJournal
  ) {
    switch line.program {
    case "smtpd": takeArrival(words, of: key, line, &journal)
    case "pickup":
      let sender = words.value(of: "from=")?.withoutAngles
      journal.arrive(
        key, at: line.seconds, LogMessage.Arrival(client: "a program", isLocal: true))
      journal.updateIfOpen(key) { $0.sender = sender }
    case "cleanup":
      guard let value = words.value(of: "message-id=") else { return }
      journal.update(key, at: line.seconds) { $0.messageID = value.withoutAngles }
    case "qmgr": takeQueue(words, of: key, line, &journal)
    case "bounce":
      guard let range = words.range(ofASCII: "non-delivery notification: ") else { return }
      let notice = String(words[range.upperBound...])
      journal.updateIfOpen(key) { $0.notice = notice }
    default:
      if let delivery = delivery(words, line) { journal.deliver(key, at: line.seconds, delivery) }
    }
  }

  private func takeQueue(
    _ words: Substring, of key: LogKey, _ line: PostfixLogLine, _ journal: inout LogJournal
  ) {
    if words.hasPrefix("removed") {
      journal.complete(key)
      return
    }
    guard let from = words.value(of: "from=") else { return }
    let size = words.value(of: "size=").flatMap { UInt64($0) }
    let hasExpired = words.value(of: "status=")?.hasPrefix("expired") == true
    journal.update(key, at: line.seconds) { message in
      message.sender = from.withoutAngles
      message.octets = size ?? message.octets
      if hasExpired { message.expire(at: line.seconds) }
    }
  }

  /// `client=host[192.0.2.1], sasl_method=PLAIN, sasl_username=rita`
  private mutating func takeArrival(
    _ words: Substring, of key: LogKey, _ line: PostfixLogLine, _ journal: inout LogJournal
  ) {
    guard let client = words.value(of: "client=") else { return }
    let (host, address) = client.hostAndAddress
    var arrival = LogMessage.Arrival(client: host, address: address)
    arrival.login = words.value(of: "sasl_username=").map(String.init)
    arrival.isLocal = address?.isLoopback == true
    let process = Process(host: line.host, number: line.process)
    let session = incoming[process].flatMap { $0.peer.hasPrefix(client) ? $0 : nil }
    if let tls = session?.tls {
      arrival.tls = tls
      arrival.protection = tls.isNullCipher ? .plaintext : .encrypted
    } else if speaksOfTLS.contains(Direction(host: line.host, program: line.program)) {
      arrival.protection = .plaintext
    }
    let isOpen = arrival.protection == .unknown && session != nil
    journal.arrive(key, at: line.seconds, arrival)
    if isOpen, session!.arrivals.count < 1000 {
      incoming[process]?.arrivals.append(key)
      journal.updateIfOpen(key) { $0.awaitsConnection = true }
    }
  }

  /// `to=<…>, relay=host[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 ok)`
  private mutating func delivery(
    _ words: Substring, _ line: PostfixLogLine
  ) -> LogMessage.Delivery? {
    guard let recipient = words.value(of: "to="), let status = words.range(ofASCII: "status=")
    else { return nil }
    let relay = words.value(of: "relay=") ?? "none"
    let (host, address) = relay.hostAndAddress
    let result = words[status.upperBound...]
    let verdict = result.prefix { $0 != " " }
    // Probes of addresses deliver nothing.
    guard verdict != "deliverable", verdict != "undeliverable" else { return nil }
    let isRemote =
      (line.program == "smtp" || line.program == "lmtp") && relay != "none"
      && address?.isLoopback != true && address != nil
    let process = Process(host: line.host, number: line.process)
    let session = outgoing[process].flatMap { $0.peer == relay ? $0 : nil }
    if words.value(of: "conn_use=") == nil, session == nil { outgoing[process] = nil }
    var delivery = LogMessage.Delivery(
      recipient: recipient.withoutAngles, relay: relay == "none" ? nil : host, address: address,
      status: String(verdict), enhanced: String(words.value(of: "dsn=") ?? ""),
      answer: String(result.dropFirst(verdict.count + 2).dropLast().prefix(300)),
      seconds: line.seconds, tls: session?.tls, isRemote: isRemote)
    if let tls = session?.tls {
      delivery.protection = tls.isNullCipher ? .plaintext : .encrypted
    } else if isRemote,
      speaksOfTLS.contains(Direction(host: line.host, program: line.program))
    {
      delivery.protection = .plaintext
    }
    return delivery
  }

  // MARK: Refusals

  /// `reject: RCPT from host[192.0.2.1]: 554 5.7.1 <a@b.example>: Relay access denied; from=…`:
  /// what a rule did; false when the words are about something else.
  private func takeAction(
    _ words: Substring, of key: LogKey?, _ line: PostfixLogLine, _ journal: inout LogJournal
  ) -> Bool {
    guard ["smtpd", "cleanup", "postscreen"].contains(line.program),
      let colon = words.range(ofASCII: ": "), Self.actions.contains(words[..<colon.lowerBound])
    else { return false }
    let action = words[..<colon.lowerBound]
    guard action.hasSuffix("reject") else {
      journal.summary.count(action: String(action))
      return true
    }
    journal.summary.refuse(Self.rule(words[colon.upperBound...]))
    // Refused with its content, the message is none; a refused recipient does not end it.
    if line.program == "cleanup", let key { journal.forget(key) }
    return true
  }

  /// The words of access(5), header_checks(5) and of milters.
  private static let actions: Set<Substring> = [
    "reject", "milter-reject", "proxy-reject", "reject_warning", "warn", "warning", "filter",
    "hold", "milter-hold", "discard", "milter-discard", "redirect", "prepend", "info", "bcc",
    "delay", "permit", "replace", "strip", "ignore", "milter-quarantine",
  ]

  private static func rule(_ words: Substring) -> String {
    let stage = words.prefix { $0 != " " }.prefix { $0 != ":" }
    // Of a line of the content, everything but the reason is the message's own.
    if words.first?.isLowercase == true {
      let reason =
        words.range(ofASCII: " helo=").flatMap { words[$0.upperBound...].range(ofASCII: ": ") }
        .map { words[$0.upperBound...] } ?? ""
      return "\(stage) \(LogReason.general(reason))"
    }
    let text =
      words.range(ofASCII: " from ").flatMap { words[$0.upperBound...].range(ofASCII: ": ") }
      .map { words[$0.upperBound...] } ?? words.dropFirst(stage.count + 1)
    let end = text.range(ofASCII: "; from=") ?? text.range(ofASCII: "; proto=")
    return "\(stage) \(LogReason.general(end.map { text[..<$0.lowerBound] } ?? text))"
  }

  // MARK: Connections

  /// Takes lines about connections; false when the line is about something else.
  private mutating func takeConnection(
    _ line: PostfixLogLine, _ journal: inout LogJournal
  ) -> Bool {
    let process = Process(host: line.host, number: line.process)
    if line.program == "smtpd" {
      if line.words.hasPrefix("connect from ") {
        close(process, nil, &journal)
        let peer = String(line.words.dropFirst(13))
        keep(Session(peer: peer), of: process, in: \.incoming)
        return true
      }
      if line.words.hasPrefix("disconnect from ") {
        close(process, Self.protection(byCountsOf: line), &journal)
        return true
      }
      if line.words.hasPrefix("lost connection") || line.words.hasPrefix("timeout after") {
        return true
      }
    }
    return takeTLS(line, process)
  }

  /// `Trusted TLS connection established to host[192.0.2.1]:25: TLSv1.3 with cipher …`; since
  /// Postfix 3.4 a connection may be `reused`.
  private mutating func takeTLS(_ line: PostfixLogLine, _ process: Process) -> Bool {
    guard let range = line.words.range(ofASCII: " TLS connection ") else { return false }
    let how = line.words[range.upperBound...]
    guard how.hasPrefix("established ") || how.hasPrefix("reused ") else { return false }
    let rest = how.drop { $0 != " " }.dropFirst()
    guard let colon = rest.range(ofASCII: ": ") else { return true }
    guard
      var tls = ReceivedTLS(TokenizedText(Array("using \(rest[colon.upperBound...])".utf8)[...]))
    else { return true }
    tls.clause = String(rest[colon.upperBound...].prefix(200))
    speaksOfTLS.insert(
      Direction(host: Substring(String(line.host)), program: Substring(String(line.program))))
    if rest.hasPrefix("from ") {
      let peer = String(rest[..<colon.lowerBound].dropFirst(5))
      if incoming[process] == nil { keep(Session(peer: peer), of: process, in: \.incoming) }
      incoming[process]?.tls = tls
    } else if rest.hasPrefix("to ") {
      let peer = String(rest[..<colon.lowerBound].dropFirst(3))
      keep(Session(peer: peer, tls: tls), of: process, in: \.outgoing)
    }
    return true
  }

  private mutating func keep(
    _ session: Session, of process: Process,
    in table: WritableKeyPath<PostfixLogDialect, [Process: Session]>
  ) {
    // A process that ended says nothing; when the table is full it starts again.
    if self[keyPath: table].count >= limits.processes {
      self[keyPath: table].removeAll(keepingCapacity: true)
    }
    // The line must not be kept in memory for the sake of two words of it.
    let own = Process(
      host: Substring(String(process.host)), number: Substring(String(process.number)))
    self[keyPath: table][own] = session
  }

  private mutating func close(
    _ process: Process, _ protection: Protection?, _ journal: inout LogJournal
  ) {
    guard let session = incoming.removeValue(forKey: process) else { return }
    for key in session.arrivals { journal.settle(key, protection) }
  }

  /// `disconnect from host[192.0.2.1] ehlo=2 starttls=1 mail=1 … commands=7`; `0/1` are failures.
  private static func protection(byCountsOf line: PostfixLogLine) -> Protection? {
    guard line.words.range(ofASCII: " commands=") != nil else { return nil }
    if let count = line.words.range(ofASCII: " starttls=") {
      return line.words[count.upperBound...].hasPrefix("0") ? .plaintext : .encrypted
    }
    // On a port where TLS comes first nobody says STARTTLS. Services that may have one, and
    // logins at those that have no name, do not tell.
    switch line.service {
    case nil: return line.words.range(ofASCII: " auth=") == nil ? .plaintext : nil
    case "submission", "smtp": return .plaintext
    default: return nil
    }
  }
}
