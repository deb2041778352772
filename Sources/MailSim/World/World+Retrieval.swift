/// The two ends of a POP3 or IMAP connection; here roaming windows open.
extension World {
  // MARK: The program that reads

  mutating func beginRetrieval(_ id: PersonID, _ check: PersonState.Check, cause: RecordID?) {
    let service = check.service ?? people[id].settings.retrieval.service
    guard let server = check.server ?? people[id].settings.home,
      let options = retrievalOptions(of: id, service, passwordIsRight: check.passwordIsRight)
    else { return }
    people[id].openRetrievals += 1
    open(
      from: people[id].machine, to: server, service, purpose: .retrieval(id), person: id,
      step: check.step,
      sessions: (
        .access(AccessClientSession(options: options)),
        .access(accessSession(of: server, options.language))
      ),
      cause: cause)
  }

  mutating func hearAccess(_ slot: UInt32, _ reply: AccessReply) {
    guard case .access(var session) = connections[slot].clientSession else { return }
    if case .message = reply, let copy = connections[slot].retrieved {
      connections[slot].isRetrievalHeard = true
      if let person = connections[slot].person {
        note(.fetched(copy, by: person, connections[slot].serial), on: slot)
      }
      if !attackers.isEmpty { noteRetrieved(copy, on: slot) }
    }
    let step = session.receive(reply, unseen: unseen(on: slot))
    connections[slot].clientSession = .access(session)
    noteProtection(slot, session.settled)
    carryOut(step, on: slot)
  }

  /// Messages in the open mailbox that the program does not have yet.
  private mutating func unseen(on slot: UInt32) -> Int {
    guard let mailbox = connections[slot].mailbox else { return 0 }
    let server = connections[slot].server
    if case .intrusion = connections[slot].purpose {
      return servers[server].store.count(in: mailbox) - Int(connections[slot].intruded)
    }
    return servers[server].store.unseen(in: mailbox)
  }

  mutating func carryOut(_ step: AccessClientStep, on slot: UInt32) {
    switch step {
    case .send(let command):
      sendToServer(slot, .accessCommand(command))
      waitAtClient(slot, command == .idle ? Self.idleRefresh : Self.replyTimeout)
    case .startHandshake: startHandshake(slot)
    case .wait: waitAtClient(slot, Self.idleRefresh)
    case .close: closeAtClient(slot, .quit)
    }
  }

  /// How long a client sits in IDLE before it says it again (RFC 2177).
  private static var idleRefresh: Delay { .minutes(29) }

  mutating func accessHandshakeFinished(_ slot: UInt32, _ certificate: CertificateStanding) {
    guard case .access(var session) = connections[slot].clientSession else { return }
    let step = session.handshakeFinished(certificate, isGenuine: true)
    connections[slot].clientSession = .access(session)
    noteProtection(slot, session.settled)
    carryOut(step, on: slot)
  }

  mutating func accessHandshakeFailed(_ slot: UInt32) {
    guard case .access(var session) = connections[slot].clientSession else { return }
    let step = session.handshakeFailed()
    connections[slot].clientSession = .access(session)
    carryOut(step, on: slot)
  }

  // MARK: The server that is read from

  mutating func openAccess(_ slot: UInt32) {
    act(slot) { $0.open() }
  }

  mutating func serveAccess(_ slot: UInt32, _ command: AccessCommand) {
    if !wires[slot].listeners.isEmpty { passes(command, on: slot) }
    note(.accessCommand(connections[slot].serial, command), on: slot)
    if command == .startTLS, servers[connections[slot].server].settings.tls.offer == .refuses {
      sayAccess(slot, .refused(.unavailable))
      return
    }
    if command == .quit {
      expunge(slot)
      closeWindow(on: slot)
    }
    if command == .done { stopWatching(slot) }
    act(slot) { $0.receive(command) }
    if command == .idle { startWatching(slot) }
  }

  private mutating func act(
    _ slot: UInt32, _ step: (inout AccessServerSession) -> AccessServerAction
  ) {
    guard case .access(var session) = connections[slot].serverSession else { return }
    var action = step(&session)
    if case .judge(let question) = action {
      action = session.answer(answer(to: question, on: slot))
    }
    connections[slot].serverSession = .access(session)
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
    note(.accessReply(connections[slot].serial, reply), on: slot)
    sendToClient(slot, .accessReply(reply))
  }

  private mutating func answer(
    to question: AccessServerAction.Question, on slot: UInt32
  ) -> AccessReply {
    switch question {
    case .login(let credentials): return logIn(credentials, on: slot)
    case .contents:
      guard let mailbox = connections[slot].mailbox else { return .refused(.noSuchMessage) }
      let server = connections[slot].server
      return .contents(
        messages: UInt32(servers[server].store.count(in: mailbox)),
        octets: servers[server].store.octets(in: mailbox))
    case .retrieve: return retrieve(on: slot)
    case .delete: return delete(on: slot)
    }
  }

  // MARK: Logging in

  /// A right password opens the roaming window of the client's address, even if the mailbox is
  /// busy; a login that comes too soon is turned away before the password is looked at.
  private mutating func logIn(_ credentials: Credentials, on slot: UInt32) -> AccessReply {
    guard case .access(let session) = connections[slot].serverSession else {
      return .refused(.unavailable)
    }
    let server = connections[slot].server
    let serial = connections[slot].serial
    guard let account = credentials.account,
      people[PersonID(index: account.index)].settings.home == server,
      let mailbox = people[PersonID(index: account.index)].mailbox
    else { return refuse(credentials, on: slot) }
    let isPOP = session.rules.language == .pop3
    if isPOP, let last = servers[server].store.lastPOPLogin(to: mailbox),
      now - last < servers[server].settings.loginDelay
    {
      note(.loginFailed(serial, account), on: slot)
      return .refused(.loginTooSoon)
    }
    guard credentials.secretIsRight else { return refuse(credentials, on: slot) }
    if isDisabled(account, at: server) {
      note(.loginFailed(serial, account), on: slot)
      return .refused(.accountDisabled)
    }
    note(.loginSucceeded(serial, account), on: slot)
    let client = connections[slot].clientAddress
    servers[server].windows.login(from: client, at: now)
    note(.windowOpened(at: HostID(index: server.index), for: client, serial), on: slot)
    if isPOP {
      // One session at a time has the maildrop (RFC 1939 §4).
      guard servers[server].store.lock(mailbox, at: now) else { return .refused(.mailboxLocked) }
    }
    connections[slot].mailbox = mailbox
    if case .intrusion(let attack) = connections[slot].purpose { tell(attack, .loggedIn(server)) }
    return .loggedIn
  }

  private mutating func refuse(_ credentials: Credentials, on slot: UInt32) -> AccessReply {
    note(.loginFailed(connections[slot].serial, credentials.account), on: slot)
    return .refused(.badCredentials)
  }

  // MARK: Messages

  private mutating func retrieve(on slot: UInt32) -> AccessReply {
    guard let mailbox = connections[slot].mailbox else { return .refused(.noSuchMessage) }
    if case .intrusion = connections[slot].purpose { return retrieveUnnoticed(mailbox, on: slot) }
    guard let item = servers[connections[slot].server].store.fetchNext(in: mailbox) else {
      return .refused(.noSuchMessage)
    }
    connections[slot].retrieved = item.copy
    connections[slot].isRetrievalHeard = false
    return .message(octets: item.octets)
  }

  private mutating func delete(on slot: UInt32) -> AccessReply {
    guard let mailbox = connections[slot].mailbox, let copy = connections[slot].retrieved,
      servers[connections[slot].server].store.markDeleted(copy, in: mailbox)
    else { return .refused(.noSuchMessage) }
    return .ok
  }

  private mutating func expunge(_ slot: UInt32) {
    guard let mailbox = connections[slot].mailbox else { return }
    let server = connections[slot].server
    for copy in servers[server].store.expunge(mailbox) {
      note(.removed(copy, .mailbox(mailbox)), on: slot)
      if !attackers.isEmpty { storedCopies.take(copy, from: server) }
    }
  }

  private mutating func startWatching(_ slot: UInt32) {
    guard let mailbox = connections[slot].mailbox,
      case .access(let session) = connections[slot].serverSession, session.stage == .idle
    else { return }
    let server = connections[slot].server
    servers[server].store.watch(mailbox, by: slot)
    // What came while the command was under way is news as well.
    if unseen(on: slot) > 0 {
      sayAccess(slot, .news(messages: UInt32(servers[server].store.count(in: mailbox))))
    }
  }

  private mutating func stopWatching(_ slot: UInt32) {
    guard let mailbox = connections[slot].mailbox else { return }
    servers[connections[slot].server].store.stopWatching(mailbox, by: slot)
  }

  /// The session is over: the maildrop is free, and what was not heard counts as unread.
  mutating func releaseMailbox(_ slot: UInt32) {
    guard let mailbox = connections[slot].mailbox,
      case .access(let session) = connections[slot].serverSession
    else { return }
    let server = connections[slot].server
    stopWatching(slot)
    connections[slot].mailbox = nil
    if session.rules.language == .pop3 {
      servers[server].store.unlock(mailbox)
    }
    if case .intrusion = connections[slot].purpose { return }
    if let copy = connections[slot].retrieved, !connections[slot].isRetrievalHeard {
      servers[server].store.markUnread(copy, in: mailbox)
    }
  }
}
