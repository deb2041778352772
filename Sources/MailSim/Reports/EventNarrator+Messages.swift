/// What happens to messages and to the world around them.
extension EventNarrator {
  func composed(_ id: MessageID) -> EventLine {
    let message = trace.messages[id]
    let recipients = TextLayout.list(message.recipients.map(trace.address))
    var line: EventLine
    switch message.kind {
    case .original:
      let subject = message.subject.isEmpty ? "" : " \u{201c}\(message.subject)\u{201d}"
      let seal = message.endToEnd.name.map { ", sealed with \($0)" } ?? ""
      line = EventLine(
        .message, "writes", "\(trace.name(id))\(subject) to \(recipients)\(seal)")
    case .bounce(let original):
      line = EventLine(
        .message, "writes",
        "\(trace.name(id)), which tells \(recipients) that"
          + " \(trace.name(original)) could not be delivered")
    case .delayWarning(let original):
      line = EventLine(
        .message, "writes",
        "\(trace.name(id)), which tells \(recipients) that"
          + " \(trace.name(original)) is late")
    }
    line.from = trace.writer(of: id)
    line.messages = [id]
    return line
  }

  func refused(_ id: MessageID, _ recipient: MailboxID, _ reply: Reply?) -> EventLine {
    var line = EventLine(
      .message, "not sent",
      "\(trace.name(id)) to \(trace.address(recipient)); "
        + (reply.map { "the author reads: \($0)" } ?? whyUnsent(to: id)))
    line.from = trace.writer(of: id)
    line.verdict = .refuse
    line.messages = [id]
    return line
  }

  /// Why a message came to no server, as far as its connections tell.
  private func whyUnsent(to id: MessageID) -> String {
    let failure = trace.messages[id].step.flatMap { step in
      index.connectionsOfStep.indices.contains(Int(step.index))
        ? index.connectionsOfStep[step].lazy.compactMap { index.failures[$0] }.first : nil
    }
    return failure.map { "no connection: \($0.sentence)" } ?? "the author's program gave up"
  }

  func accepted(_ id: CopyID) -> EventLine? {
    let copy = trace.copies[id]
    guard copy.parent == nil, let connection = copy.connection else { return nil }
    var line = over(
      connection,
      EventLine(
        .relay, "handed in",
        "\(trace.name(copy.message)) with \(copy.keyword.rawValue);"
          + " \(trace.name(copy.host)) is responsible now"))
    line.verdict = .accept
    line.messages = [copy.message]
    return line
  }

  func relayed(_ id: CopyID, _ recipient: MailboxID, to next: CopyID) -> EventLine {
    let copy = trace.copies[next]
    var line = EventLine(
      .relay, "relayed",
      "\(trace.name(copy.message)) to \(trace.address(recipient)) with"
        + " \(copy.keyword.rawValue); \(trace.name(copy.host)) is responsible now")
    if let connection = copy.connection { line = over(connection, line) }
    line.verdict = .accept
    line.messages = [copy.message]
    return line
  }

  // MARK: On a server

  func stored(_ id: CopyID, _ storage: Storage) -> EventLine {
    let copy = trace.copies[id]
    let message = trace.messages[copy.message]
    var line = at(
      id,
      EventLine(
        .storage, message.endToEnd == .none ? "stored readable" : "stored sealed",
        "\(trace.name(copy.message)) in \(place(storage))"
          + (message.endToEnd.name.map { ", only its header shows (\($0))" } ?? "")))
    // The line of the delivery says the same.
    if case .mailbox = storage { line.isDetail = true }
    line.verdict = message.endToEnd == .none ? .defer : .accept
    return line
  }

  func removed(_ id: CopyID, _ storage: Storage) -> EventLine {
    let copy = trace.copies[id]
    var line = at(
      id,
      EventLine(
        .storage, "removed",
        "\(trace.name(copy.message)) from \(place(storage))"))
    if case .spool = storage { line.isDetail = true }
    return line
  }

  func deferred(
    _ id: CopyID, _ recipient: MailboxID, _ failure: DeliveryFailure, _ until: Instant
  ) -> EventLine {
    at(
      id,
      EventLine(
        .deferral, "waits until \(trace.timeFormatter.time(until))",
        "\(trace.name(trace.copies[id].message)) to \(trace.address(recipient)), since "
          + failure.sentence),
      verdict: .defer)
  }

  func delivered(_ id: CopyID, _ recipient: MailboxID) -> EventLine {
    let copy = trace.copies[id]
    let seal = trace.messages[copy.message].endToEnd.name
    return at(
      id,
      EventLine(
        .delivery, "delivered",
        "\(trace.name(copy.message)) to \(trace.address(recipient)), "
          + (seal.map { "sealed with \($0)" } ?? "readable") + " in the mailbox"),
      verdict: .accept)
  }

  func forwarded(_ id: CopyID, _ recipient: MailboxID, to new: MailboxID) -> EventLine {
    at(
      id,
      EventLine(
        .relay, "forwarded",
        "\(trace.name(trace.copies[id].message)) to \(trace.address(recipient)) goes on"
          + " to \(trace.address(new))"))
  }

  func bounced(
    _ id: CopyID, _ recipient: MailboxID, _ failure: DeliveryFailure, _ notice: MessageID?
  ) -> EventLine {
    // A log may not tell of the notice.
    let isNull = trace.messages[trace.copies[id].message].reversePath == nil
    let told =
      notice.map { "\(trace.name($0)) tells the sender" }
      ?? (isNull ? "there is nobody to tell" : "no notice is recorded")
    return at(
      id,
      EventLine(
        .bounce, "gives up",
        "\(trace.name(trace.copies[id].message)) to \(trace.address(recipient)), since "
          + "\(failure.sentence); \(told)"),
      verdict: .refuse)
  }

  func warned(_ id: CopyID, _ recipient: MailboxID, _ notice: MessageID) -> EventLine {
    at(
      id,
      EventLine(
        .deferral, "still trying",
        "\(trace.name(trace.copies[id].message)) to \(trace.address(recipient)) is late;"
          + " \(trace.name(notice)) tells the sender"),
      verdict: .defer)
  }

  func fetched(_ id: CopyID, by reader: PersonID, over connection: ConnectionID?) -> EventLine {
    let copy = trace.copies[id]
    var line = EventLine(
      .retrieval, "reads",
      connection == nil
        ? "\(trace.name(copy.message)); nobody knows over what"
        : trace.name(copy.message))
    if let connection {
      line = over(connection, line)
    } else {
      line.from = trace.name(reader)
      line.to = trace.name(copy.host)
      line.protection = .unknown
    }
    line.messages = [copy.message]
    return line
  }

  // MARK: The world around

  func moved(_ host: HostID, to site: SiteID, _ address: IPAddress) -> EventLine {
    var line = EventLine(
      .movement, "moves", "to \(trace.name(site)), address \(address)")
    line.from = trace.name(host)
    return line
  }

  func outage(_ host: HostID, begins: Bool) -> EventLine {
    var line = EventLine(
      .outage, begins ? "out of order" : "back",
      begins ? "it answers nothing from now on" : "it answers again")
    line.from = trace.name(host)
    line.verdict = begins ? .refuse : .accept
    return line
  }

  // MARK: Shared

  private func at(_ id: CopyID, _ line: EventLine, verdict: RelayVerdict? = nil) -> EventLine {
    var line = line
    line.from = trace.name(trace.copies[id].host)
    line.messages = [trace.copies[id].message]
    line.verdict = verdict ?? line.verdict
    return line
  }

  /// Who speaks with whom on a connection whose protection is settled.
  private func over(_ id: ConnectionID, _ line: EventLine) -> EventLine {
    var line = line
    line.from = trace.clientName(id)
    line.to = trace.name(trace.connections[id].server)
    line.over = trace.connections[id].service.protocolName
    line.protection = index.shields[id]?.protection ?? .plaintext
    return line
  }

  private func place(_ storage: Storage) -> String {
    switch storage {
    case .spool: "the spool"
    case .mailbox(let mailbox): "the mailbox of \(trace.address(mailbox))"
    }
  }
}

extension String {
  /// With a capital, to begin a sentence.
  var asName: String {
    guard let first else { return self }
    return first.uppercased() + dropFirst()
  }
}
