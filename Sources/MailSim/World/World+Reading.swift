/// The two ends of a POP3 or IMAP connection; here roaming windows open.
extension World {
  // MARK: The program that reads

  mutating func beginReading(_ id: PersonID, _ check: PersonState.Check, cause: RecordID?) {
    let settings = people[id].settings
    let service = check.service ?? settings.retrieval.service
    guard let server = check.server ?? settings.home,
      let wishes = readingWishes(of: id, service, passwordIsRight: check.passwordIsRight)
    else { return }
    people[id].openReadings += 1
    open(
      from: people[id].machine, to: server, service, purpose: .reading(id), person: id,
      step: check.step,
      dialogue: .access(
        AccessClientSession(wishes: wishes), accessSession(of: server, wishes.language)),
      helloName: "", cause: cause)
  }

  mutating func hearAccess(_ slot: UInt32, _ reply: AccessReply) {
    guard let connection = connections[slot],
      case .access(var session, let server) = connection.dialogue
    else { return }
    if case .message = reply, let copy = connection.retrieved {
      connections[slot]?.isRetrievalHeard = true
      if let person = connection.person {
        note(.fetched(copy, by: person, connection.serial), on: slot)
      }
      if !attackers.isEmpty { noteRetrieved(copy, on: slot) }
    }
    let step = session.receive(reply, unseen: unseen(on: connections[slot] ?? connection))
    connections[slot]?.dialogue = .access(session, server)
    noteProtection(slot, session.settled)
    carryOut(step, on: slot)
  }

  /// Messages in the open mailbox that the program does not have yet.
  private func unseen(on connection: Connection) -> Int {
    guard let mailbox = connection.mailbox else { return 0 }
    let items = servers[connection.server].store[mailbox].items
    if case .intrusion = connection.purpose { return items.count - connection.intruded }
    return items.count { !$0.isFetched }
  }

  mutating func carryOut(_ step: AccessClientStep, on slot: UInt32) {
    switch step {
    case .send(let command):
      sendToServer(slot, .accessCommand(command))
      waitAtClient(slot, command == .idle ? Self.idlePatience : Self.replyTimeout)
    case .startHandshake: startHandshake(slot)
    case .wait: waitAtClient(slot, Self.idlePatience)
    case .close: closeAtClient(slot, .quit)
    }
  }

  /// How long a client sits in IDLE before it says it again (RFC 2177).
  private static var idlePatience: Delay { .minutes(29) }

  mutating func accessHandshakeFinished(_ slot: UInt32, _ certificate: CertificateStanding) {
    guard case .access(var session, let server) = connections[slot]?.dialogue else { return }
    let step = session.handshakeFinished(certificate, isGenuine: true)
    connections[slot]?.dialogue = .access(session, server)
    noteProtection(slot, session.settled)
    carryOut(step, on: slot)
  }

  mutating func accessHandshakeFailed(_ slot: UInt32) {
    guard case .access(var session, let server) = connections[slot]?.dialogue else { return }
    let step = session.handshakeFailed()
    connections[slot]?.dialogue = .access(session, server)
    carryOut(step, on: slot)
  }

  // MARK: The server that is read from

  mutating func openAccess(_ slot: UInt32) {
    act(slot) { $0.open() }
  }

  mutating func serveAccess(_ slot: UInt32, _ command: AccessCommand) {
    guard let connection = connections[slot] else { return }
    if !wires[slot].listeners.isEmpty { passes(command, on: slot) }
    note(.accessCommand(connection.serial, command), on: slot)
    if command == .startTLS, servers[connection.server].settings.tls.offer == .refuses {
      sayAccess(slot, .refused(.unavailable))
      return
    }
    if command == .quit {
      expunge(slot)
      closeWindow(on: connection)
    }
    if command == .done { stopWatching(slot) }
    act(slot) { $0.receive(command) }
    if command == .idle { startWatching(slot) }
  }

  private mutating func act(
    _ slot: UInt32, _ step: (inout AccessServerSession) -> AccessServerAction
  ) {
    guard case .access(let client, var session) = connections[slot]?.dialogue else { return }
    var action = step(&session)
    if case .judge(let question) = action {
      action = session.answer(answer(to: question, on: slot))
    }
    connections[slot]?.dialogue = .access(client, session)
    switch action {
    case .reply(let reply), .startHandshake(let reply): sayAccess(slot, reply)
    case .close(let reply):
      sayAccess(slot, reply)
      sendToClient(slot, .end)
      closeAtServer(slot)
    case .judge: preconditionFailure("an answer is never a question")
    }
  }

  mutating func sayAccess(_ slot: UInt32, _ reply: AccessReply) {
    guard let serial = connections[slot]?.serial else { return }
    note(.accessReply(serial, reply), on: slot)
    sendToClient(slot, .accessReply(reply))
  }

  private mutating func answer(
    to question: AccessServerAction.Question, on slot: UInt32
  ) -> AccessReply {
    switch question {
    case .login(let credentials): return logIn(credentials, on: slot)
    case .contents:
      guard let connection = connections[slot], let mailbox = connection.mailbox else {
        return .refused(.noSuchMessage)
      }
      let state = servers[connection.server].store[mailbox]
      return .contents(messages: UInt32(state.items.count), octets: state.octets)
    case .retrieve: return retrieve(on: slot)
    case .delete: return delete(on: slot)
    }
  }

  // MARK: Logging in

  /// A right password opens the roaming window of the client's address, even if the mailbox is
  /// busy; a login that comes too soon is turned away before the password is looked at.
  private mutating func logIn(_ credentials: Credentials, on slot: UInt32) -> AccessReply {
    guard let connection = connections[slot],
      case .access(_, let session) = connection.dialogue
    else { return .refused(.unavailable) }
    let server = connection.server
    guard let account = credentials.account,
      people[PersonID(index: account.index)].settings.home == server,
      let mailbox = people[PersonID(index: account.index)].mailbox
    else { return refuse(credentials, on: slot) }
    let isPOP = session.rules.language == .pop3
    if isPOP, let last = servers[server].store[mailbox].lastPOPLogin,
      now - last < servers[server].settings.loginDelay
    {
      note(.loginFailed(connection.serial, account), on: slot)
      return .refused(.loginTooSoon)
    }
    guard credentials.secretIsRight else { return refuse(credentials, on: slot) }
    note(.loginSucceeded(connection.serial, account), on: slot)
    servers[server].windows.login(from: connection.clientAddress, at: now)
    note(
      .windowOpened(
        at: HostID(index: server.index), for: connection.clientAddress, connection.serial),
      on: slot)
    if isPOP {
      // One session at a time has the maildrop (RFC 1939 §4).
      if servers[server].store[mailbox].isLocked { return .refused(.mailboxLocked) }
      servers[server].store[mailbox].isLocked = true
      servers[server].store[mailbox].lastPOPLogin = now
    }
    connections[slot]?.mailbox = mailbox
    if case .intrusion(let attack) = connection.purpose { tell(attack, .loggedIn(server)) }
    return .loggedIn
  }

  private mutating func refuse(_ credentials: Credentials, on slot: UInt32) -> AccessReply {
    if let serial = connections[slot]?.serial {
      note(.loginFailed(serial, credentials.account), on: slot)
    }
    return .refused(.badCredentials)
  }

  // MARK: Messages

  private mutating func retrieve(on slot: UInt32) -> AccessReply {
    guard let connection = connections[slot], let mailbox = connection.mailbox else {
      return .refused(.noSuchMessage)
    }
    if case .intrusion = connection.purpose { return retrieveUnnoticed(mailbox, on: slot) }
    guard
      let row = servers[connection.server].store[mailbox].items.firstIndex(where: {
        !$0.isFetched
      })
    else { return .refused(.noSuchMessage) }
    servers[connection.server].store[mailbox].items[row].isFetched = true
    let item = servers[connection.server].store[mailbox].items[row]
    connections[slot]?.retrieved = item.copy
    connections[slot]?.isRetrievalHeard = false
    return .message(octets: item.octets)
  }

  private mutating func delete(on slot: UInt32) -> AccessReply {
    guard let connection = connections[slot], let mailbox = connection.mailbox,
      let row = servers[connection.server].store[mailbox].items.firstIndex(where: {
        $0.copy == connection.retrieved
      })
    else { return .refused(.noSuchMessage) }
    servers[connection.server].store[mailbox].items[row].isDeleted = true
    return .ok
  }

  private mutating func expunge(_ slot: UInt32) {
    guard let connection = connections[slot], let mailbox = connection.mailbox else { return }
    for copy in servers[connection.server].store.expunge(mailbox) {
      note(.removed(copy, .mailbox(mailbox)), on: slot)
      if !attackers.isEmpty { shelf.take(copy, from: connection.server) }
    }
  }

  private mutating func startWatching(_ slot: UInt32) {
    guard let connection = connections[slot], let mailbox = connection.mailbox,
      case .access(_, let session) = connection.dialogue, session.stage == .idle
    else { return }
    servers[connection.server].store[mailbox].watchers.append(slot)
    // What came while the command was under way is news as well.
    if unseen(on: connection) > 0 {
      let count = servers[connection.server].store[mailbox].items.count
      sayAccess(slot, .news(messages: UInt32(count)))
    }
  }

  private mutating func stopWatching(_ slot: UInt32) {
    guard let connection = connections[slot], let mailbox = connection.mailbox else { return }
    servers[connection.server].store[mailbox].watchers.removeAll { $0 == slot }
  }

  /// The session is over: the maildrop is free, and what was not heard counts as unread.
  mutating func releaseMailbox(_ slot: UInt32) {
    guard let connection = connections[slot], let mailbox = connection.mailbox,
      case .access(_, let session) = connection.dialogue
    else { return }
    let server = connection.server
    stopWatching(slot)
    connections[slot]?.mailbox = nil
    if session.rules.language == .pop3 {
      servers[server].store[mailbox].isLocked = false
      servers[server].store.forgetDeletions(in: mailbox)
    }
    if case .intrusion = connection.purpose { return }
    if let copy = connection.retrieved, !connection.isRetrievalHeard {
      servers[server].store.markUnread(copy, in: mailbox)
    }
  }
}
