/// The TLS sessions a log speaks of, by process: Postfix logs them beside the messages.
struct LogConnections {
  private struct Session {
    var peer: String
    var tls: ReceivedTLS
  }

  /// What `smtpd` processes have open with their client.
  private var incoming: [Substring: Session] = [:]
  /// What `smtp` processes have open, or reuse, with a server.
  private var outgoing: [Substring: Session] = [:]
  /// Whether the log shows such sessions at all.
  private(set) var showsIncoming = false
  private(set) var showsOutgoing = false

  /// Takes lines about connections; false when the line is about a message.
  mutating func note(_ line: PostfixLogLine, limit: Int) -> Bool {
    if line.program == "smtpd" {
      if line.words.hasPrefix("connect from") || line.words.hasPrefix("disconnect from")
        || line.words.hasPrefix("lost connection")
      {
        incoming[line.process] = nil
        return true
      }
    }
    guard let range = line.words.range(ofASCII: " TLS connection established ") else {
      return false
    }
    let rest = line.words[range.upperBound...]
    guard let colon = rest.range(ofASCII: ": "),
      let tls = ReceivedTLS(
        TokenizedText(Array("using \(rest[colon.upperBound...])".utf8)[...]))
    else { return true }
    var session = Session(peer: "", tls: tls)
    session.tls.clause = String(rest[colon.upperBound...].prefix(200))
    if rest.hasPrefix("from ") {
      session.peer = String(rest[..<colon.lowerBound].dropFirst(5))
      keep(session, of: line.process, in: &incoming, limit)
      showsIncoming = true
    } else if rest.hasPrefix("to ") {
      session.peer = String(rest[..<colon.lowerBound].dropFirst(3))
      keep(session, of: line.process, in: &outgoing, limit)
      showsOutgoing = true
    }
    return true
  }

  private func keep(
    _ session: Session, of process: Substring, in table: inout [Substring: Session], _ limit: Int
  ) {
    // A process that ended says nothing; when the table is full it starts again.
    if table.count >= limit { table.removeAll(keepingCapacity: true) }
    table[Substring(String(process))] = session
  }

  /// `client=host[192.0.2.1], sasl_method=PLAIN, sasl_username=rita`
  func arrival(_ words: Substring, _ line: PostfixLogLine) -> LogMessage.Arrival? {
    guard let client = words.value(of: "client=") else { return nil }
    let (host, address) = client.hostAndAddress
    var arrival = LogMessage.Arrival(client: host, address: address)
    arrival.login = words.value(of: "sasl_username=").map(String.init)
    arrival.isLocal = address?.isLoopback == true
    if let session = incoming[line.process], session.peer.hasPrefix(String(client)) {
      arrival.tls = session.tls
      arrival.protection = session.tls.isNullCipher ? .plaintext : .encrypted
    }
    return arrival
  }

  /// `to=<…>, relay=host[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 ok)`
  mutating func delivery(_ words: Substring, _ line: PostfixLogLine) -> LogMessage.Delivery? {
    guard let recipient = words.value(of: "to="), let status = words.range(ofASCII: "status=")
    else {
      return nil
    }
    let relay = words.value(of: "relay=") ?? "none"
    let (host, address) = relay.hostAndAddress
    let result = words[status.upperBound...]
    let verdict = result.prefix { $0 != " " }
    let isRemote =
      (line.program == "smtp" || line.program == "lmtp") && relay != "none"
      && address?.isLoopback != true && address != nil
    let session = outgoing[line.process].flatMap { $0.peer == relay ? $0 : nil }
    let isReused = words.value(of: "conn_use=") != nil
    if !isReused, session == nil { outgoing[line.process] = nil }
    return LogMessage.Delivery(
      recipient: recipient.withoutAngles, relay: relay == "none" ? nil : host, address: address,
      status: String(verdict), enhanced: String(words.value(of: "dsn=") ?? ""),
      answer: String(result.dropFirst(verdict.count + 2).dropLast().prefix(300)),
      seconds: line.seconds, tls: session?.tls, isRemote: isRemote,
      protection: session.map { $0.tls.isNullCipher ? .plaintext : .encrypted } ?? .unknown)
  }

  /// Silence about TLS means something only in a log that otherwise speaks of it.
  func settle(_ message: inout LogMessage) {
    if message.arrival?.protection == .unknown, message.arrival?.isLocal == false, showsIncoming {
      message.arrival?.protection = .plaintext
    }
    for row in message.deliveries.indices
    where message.deliveries[row].isRemote && message.deliveries[row].tls == nil && showsOutgoing {
      message.deliveries[row].protection = .plaintext
    }
  }
}
