/// A client speaks POP3 or IMAP.
extension MailServer {
  /// A session for a client that reads, before anything is said.
  mutating func accessDialogue(_ language: AccessProtocol) -> ServerSession.Dialogue {
    .access(
      AccessServerSession(
        rules: AccessServerSession.Rules(
          language: language, offersTLS: offersUpgrade(),
          requiresTLS: settings.accessRequiresTLS),
        isEncrypted: false))
  }

  mutating func openAccess<Sink>(_ session: inout ServerSession, _ mail: inout MailTables<Sink>) {
    act(on: &session, &mail) { $0.open() }
  }

  mutating func hear<Sink>(
    _ command: AccessCommand, on session: inout ServerSession, _ mail: inout MailTables<Sink>
  ) {
    mail.note(.accessCommand(session.serial, command), on: &session)
    if command == .startTLS, settings.tls.offer == .refuses {
      say(.refused(.unavailable), to: session.carrier, &mail)
      return
    }
    if command == .quit {
      expunge(&session, &mail)
      closeWindow(session, &mail)
    }
    if command == .done { stopWatching(session) }
    act(on: &session, &mail) { $0.receive(command) }
    if command == .idle { startWatching(session, &mail) }
  }

  /// Messages in the open mailbox that the program does not have yet.
  mutating func unseen(_ session: ServerSession) -> Int {
    guard let mailbox = session.mailbox else { return 0 }
    return session.leavesNoMarks
      ? store.count(in: mailbox) - Int(session.unmarked) : store.unseen(in: mailbox)
  }

  private mutating func act<Sink>(
    on session: inout ServerSession, _ mail: inout MailTables<Sink>,
    _ step: (inout AccessServerSession) -> AccessServerAction
  ) {
    guard case .access(var access) = session.dialogue else { return }
    var action = step(&access)
    if case .judge(let question) = action {
      action = access.answer(answer(to: question, &session, &mail))
    }
    session.dialogue = .access(access)
    switch action {
    case .reply(let reply), .startHandshake(let reply): say(reply, to: session.carrier, &mail)
    case .close(let reply): say(reply, to: session.carrier, closes: true, &mail)
    case .judge: preconditionFailure("an answer is never a question")
    }
  }

  private mutating func say<Sink>(
    _ reply: AccessReply, to carrier: UInt32, closes: Bool = false, _ mail: inout MailTables<Sink>
  ) {
    mail.outbox.append(.accessReply(to: carrier, reply, closes: closes), from: row)
  }

  private mutating func answer<Sink>(
    to question: AccessServerAction.Question, _ session: inout ServerSession,
    _ mail: inout MailTables<Sink>
  ) -> AccessReply {
    switch question {
    case .login(let credentials): return logInToRead(credentials, &session, &mail)
    case .contents:
      guard let mailbox = session.mailbox else { return .refused(.noSuchMessage) }
      return .contents(
        messages: UInt32(store.count(in: mailbox)), octets: store.octets(in: mailbox))
    case .retrieve: return retrieve(&session)
    case .delete: return delete(session)
    }
  }

  // MARK: Messages

  private mutating func retrieve(_ session: inout ServerSession) -> AccessReply {
    guard let mailbox = session.mailbox else { return .refused(.noSuchMessage) }
    let item: MessageStore.Item?
    if session.leavesNoMarks {
      item = store.item(Int(session.unmarked), in: mailbox)
      if item != nil { session.unmarked += 1 }
    } else {
      item = store.fetchNext(in: mailbox)
    }
    guard let item else { return .refused(.noSuchMessage) }
    session.retrieved = item.copy
    session.isRetrievalHeard = false
    return .message(octets: item.octets)
  }

  private mutating func delete(_ session: ServerSession) -> AccessReply {
    guard let mailbox = session.mailbox, let copy = session.retrieved,
      store.markDeleted(copy, in: mailbox)
    else { return .refused(.noSuchMessage) }
    return .ok
  }

  private mutating func expunge<Sink>(
    _ session: inout ServerSession, _ mail: inout MailTables<Sink>
  ) {
    guard let mailbox = session.mailbox else { return }
    for copy in store.expunge(mailbox) {
      mail.note(.removed(copy, .mailbox(mailbox)), on: &session)
      mail.outbox.append(.happened(.removed(copy)), from: row)
    }
  }

  // MARK: Waiting for news

  private mutating func startWatching<Sink>(
    _ session: ServerSession, _ mail: inout MailTables<Sink>
  ) {
    guard let mailbox = session.mailbox, case .access(let access) = session.dialogue,
      access.stage == .idle
    else { return }
    store.watch(mailbox, by: session.carrier)
    // What came while the command was under way is news as well.
    if unseen(session) > 0 {
      say(.news(messages: UInt32(store.count(in: mailbox))), to: session.carrier, &mail)
    }
  }

  private mutating func stopWatching(_ session: ServerSession) {
    guard let mailbox = session.mailbox else { return }
    store.stopWatching(mailbox, by: session.carrier)
  }

  /// Tells those who wait for news of a mailbox.
  mutating func announce<Sink>(_ mailbox: MailboxID, _ mail: inout MailTables<Sink>) {
    guard store.isWatched(mailbox) else { return }
    let count = UInt32(store.count(in: mailbox))
    for carrier in store.watchers(of: mailbox) {
      say(.news(messages: count), to: carrier, &mail)
    }
  }

  /// The session is over: the maildrop is free, and what was not heard counts as unread.
  mutating func releaseMailbox(_ session: inout ServerSession) {
    guard let mailbox = session.mailbox else { return }
    stopWatching(session)
    session.mailbox = nil
    if session.service.accessProtocol == .pop3 { store.unlock(mailbox) }
    if session.leavesNoMarks { return }
    if let copy = session.retrieved, !session.isRetrievalHeard {
      store.markUnread(copy, in: mailbox)
    }
  }
}
