/// The world brings servers what clients say and alarms that go off, and carries out what they want.
extension World {
  // MARK: Telling

  /// The connection stands, and is encrypted where it begins so: the server speaks first.
  mutating func openDialogue(_ slot: UInt32) {
    let mark = mail.outbox.count
    servers[connections[slot].server].open(&connections[slot].session, &mail)
    carryOut(from: mark)
  }

  mutating func serve(_ slot: UInt32, _ command: SMTPCommand) {
    if connections[slot].interceptor != nil, isIntercepted(command, on: slot) { return }
    if !inTransit[slot].listeners.isEmpty { passes(command, on: slot) }
    let mark = mail.outbox.count
    if case .endOfData(let octets) = command {
      let message = incomingMessage(octets, on: slot)
      servers[connections[slot].server].hear(
        command, bringing: message, on: &connections[slot].session, &mail)
    } else {
      servers[connections[slot].server].hear(command, on: &connections[slot].session, &mail)
    }
    carryOut(from: mark)
  }

  mutating func serve(_ slot: UInt32, _ command: AccessCommand) {
    if !inTransit[slot].listeners.isEmpty { passes(command, on: slot) }
    let mark = mail.outbox.count
    servers[connections[slot].server].hear(command, on: &connections[slot].session, &mail)
    carryOut(from: mark)
  }

  /// An entry's alarm has gone off.
  mutating func wake(_ alarm: ServerOutbox.Alarm, entry: UInt32) {
    switch mail.entries[entry].holder {
    case .server(let server):
      let mark = mail.outbox.count
      servers[server].wake(alarm, entry: entry, &mail)
      carryOut(from: mark)
    case .person: submit(entry)
    }
  }

  /// A server's own connection is over: its place is free for the next job.
  mutating func disconnected(_ server: ServerRow, from target: ServerRow) {
    let mark = mail.outbox.count
    servers[server].disconnected(from: target, &mail)
    carryOut(from: mark)
  }

  /// What stands before the dot on a connection; nil where the server knows it all.
  private mutating func incomingMessage(_ octets: UInt32, on slot: UInt32) -> IncomingMessage? {
    switch connections[slot].purpose {
    case .sending(let job) where job != Connection.noJob:
      if !attackers.isEmpty {
        let message = mail.messages[mail.entries[mail.jobs[job].entry].message]
        noteTaken(message.serial, isClosed: message.endToEnd != .none, on: slot)
      }
      return .handedOn(job: job)
    case .attack(let row): return letter(of: row, octets, on: slot)
    default: return nil
    }
  }

  // MARK: Carrying out

  /// Carries out what servers have written down since the mark, in order; what comes of an item is
  /// carried out before the next.
  mutating func carryOut(from mark: Int) {
    var next = mark
    while next < mail.outbox.count {
      let row = mail.outbox[next]
      let server = row.server
      next += 1
      switch row.item {
      case .smtpReply(let slot, let reply, let offering, let pause, let closes):
        note(.smtpReply(connections[slot].serial, reply, offering: offering), on: slot)
        sendToClient(slot, .smtpReply(reply, offering: offering), after: pause)
        if closes { hangUp(slot) }
      case .accessReply(let slot, let reply, let closes):
        note(.accessReply(connections[slot].serial, reply), on: slot)
        sendToClient(slot, .accessReply(reply))
        if closes { hangUp(slot) }
      case .wake(let alarm, let entry, let at):
        events.schedule(WorldEvent(alarm == .retry ? .retry : .processed, entry), at: at)
      case .resolve(let job): resolve(job, for: server)
      case .pump: pump(server)
      case .handOn(let job): start(job)
      case .happened(let happening): if !attackers.isEmpty { overhear(happening, at: server) }
      }
    }
    mail.outbox.removeAll(since: mark)
  }

  private mutating func hangUp(_ slot: UInt32) {
    sendToClient(slot, .end)
    closeAtServer(slot)
  }

  private mutating func pump(_ server: ServerRow) {
    let mark = mail.outbox.count
    servers[server].pump(&mail)
    carryOut(from: mark)
  }

  /// Asks the name service, or whoever answers before it, for a job's exchangers.
  private mutating func resolve(_ job: UInt32, for server: ServerRow) {
    let domain = mail.jobs[job].domain
    let entry = mail.jobs[job].entry
    let route = mail.names.answer(for: domain, mail.book[domain]).route(
      from: server, choosing: &servers[server].exchangerChoice)
    let looked = note(
      .looked(HostID(index: server.index), domain, route.outcome), cause: mail.entries[entry].cause)
    mail.entries[entry].cause = looked ?? mail.entries[entry].cause
    var candidates = route.servers
    var isMisled = false
    if !attackers.isEmpty,
      let answer = falseAnswer(to: server, for: domain, genuine: candidates.first)
    {
      deceptions[job] = (candidates.first, answer.by)
      candidates = ShortList(answer.host)
      isMisled = true
    }
    let mark = mail.outbox.count
    servers[server].resolved(job, candidates, route.outcome, isMisled: isMisled, &mail)
    carryOut(from: mark)
  }

  // MARK: Jobs

  /// A transaction is over, well or badly.
  mutating func finish(_ job: UInt32, cause: RecordID?) {
    let slot = mail.jobs[job].entry
    for row in mail.jobs[job].recipients
    where mail.entries[slot].recipients[Int(row)].state == .trying {
      mail.entries[slot].recipients[Int(row)].state = .waiting
    }
    if mail.jobs[job].isMisled { deceptions[job] = nil }
    mail.jobs.remove(job)
    mail.entries[slot].openJobs -= 1
    mail.entries[slot].cause = cause ?? mail.entries[slot].cause
    switch mail.entries[slot].holder {
    case .server(let server):
      let mark = mail.outbox.count
      servers[server].finished(slot, &mail)
      carryOut(from: mark)
    case .person(let person):
      people[person].sending -= 1
      if mail.entries[slot].openJobs == 0 { endSubmission(slot, of: person) }
      beginWaitingCheck(of: person)
    }
  }
}
