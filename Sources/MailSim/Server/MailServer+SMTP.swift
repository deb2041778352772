/// A client speaks SMTP.
extension MailServer {
  /// A session for a client of SMTP, before anything is said.
  mutating func smtpDialogue(for service: Service) -> ServerSession.Dialogue {
    var rules = SMTPServiceRules()
    rules.offersTLS = offersUpgrade()
    rules.refusesTLS = settings.tls.offer == .refuses
    rules.authNeedsTLS = settings.tls.offersUpgrade || service.isImplicitTLS
    if service != .smtp {
      rules.requiresAuth = settings.submissionRequiresAuth
      rules.requiresTLS = settings.submissionRequiresTLS
    }
    rules.maxOctets = settings.limits.messageOctets
    rules.maxRecipients = UInt32(clamping: settings.limits.recipients)
    rules.softErrorLimit = UInt32(clamping: settings.defences.errors.soft)
    rules.hardErrorLimit = UInt32(clamping: settings.defences.errors.hard)
    rules.errorPause = settings.defences.errors.pause
    return .smtp(SMTPServerSession(rules: rules, isEncrypted: false))
  }

  /// The connection stands: the greeting.
  mutating func open<Sink>(_ session: inout ServerSession, _ mail: inout MailTables<Sink>) {
    switch session.dialogue {
    case .smtp: act(on: &session, nil, &mail) { $0.open() }
    case .access: openAccess(&session, &mail)
    }
  }

  /// A command of SMTP.
  ///
  /// - Parameter message: what stands before the dot, where the command is the end of data.
  mutating func hear<Sink>(
    _ command: SMTPCommand, bringing message: IncomingMessage? = nil,
    on session: inout ServerSession, _ mail: inout MailTables<Sink>
  ) {
    mail.note(.smtpCommand(session.serial, command), on: &session)
    if command == .ehlo || command == .helo, let refusal = refusal(at: .hello, &session, &mail) {
      act(on: &session, nil, &mail) { $0.refuse(refusal) }
    } else {
      act(on: &session, message, &mail) { $0.receive(command) }
    }
  }

  /// The session is over, however it ended.
  mutating func close<Sink>(_ session: inout ServerSession, _ mail: inout MailTables<Sink>) {
    if session.isCounted { release(session.client) }
    session.isCounted = false
    if let row = session.envelope { envelopes.remove(row) }
    session.envelope = nil
    if !peers.isEmpty { peers[session.carrier] = nil }
    releaseMailbox(&session)
  }

  /// The reverse-path of the open transaction.
  mutating func reversePath(of session: ServerSession) -> MailboxID? {
    session.envelope.flatMap { envelopes[$0].reversePath }
  }

  /// The recipients that were accepted in it.
  mutating func recipients(of session: ServerSession) -> ShortList<MailboxID> {
    session.envelope.map { envelopes[$0].recipients } ?? ShortList()
  }

  /// Lets the session take a step and carries out what it says, until it has said its reply.
  private mutating func act<Sink>(
    on session: inout ServerSession, _ message: IncomingMessage?, _ mail: inout MailTables<Sink>,
    _ step: (inout SMTPServerSession) -> SMTPServerAction
  ) {
    guard case .smtp(var smtp) = session.dialogue else { return }
    var action = step(&smtp)
    if case .judge(let question) = action {
      action = smtp.answer(answer(to: question, message, &session, &mail))
    }
    session.dialogue = .smtp(smtp)
    let pause = smtp.replyDelay
    switch action {
    case .reply(let reply), .startHandshake(let reply):
      say(reply, offering: nil, after: pause, closes: false, session, &mail)
    case .hello(let reply, let offers):
      say(reply, offering: offers, after: pause, closes: false, session, &mail)
    case .close(let reply): say(reply, offering: nil, after: pause, closes: true, session, &mail)
    case .breakOff(let reply):
      say(reply, offering: nil, after: pause, closes: false, session, &mail)
      say(.tooManyErrors, offering: nil, after: pause, closes: true, session, &mail)
    case .judge: preconditionFailure("an answer is never a question")
    }
  }

  private mutating func say<Sink>(
    _ reply: Reply, offering: SMTPExtensions?, after pause: Delay, closes: Bool,
    _ session: ServerSession, _ mail: inout MailTables<Sink>
  ) {
    mail.outbox.append(
      .smtpReply(to: session.carrier, reply, offering: offering, after: pause, closes: closes),
      from: row)
  }

  private mutating func answer<Sink>(
    to question: SMTPServerAction.Question, _ message: IncomingMessage?,
    _ session: inout ServerSession, _ mail: inout MailTables<Sink>
  ) -> Reply {
    switch question {
    case .client: return admit(&session, &mail)
    case .credentials(_, let credentials): return logIn(credentials, &session, &mail)
    case .mail(let from, _):
      beginEnvelope(from, &session)
      if session.forgesLogin { believeLog(&session, &mail) }
      return refusal(at: .mail, &session, &mail) ?? .senderOk
    case .rcpt(let recipient): return judge(recipient, &session, &mail)
    case .data: return refusal(at: .data, &session, &mail) ?? .startData
    case .endOfData(let octets):
      return take(message ?? written(octets, session, &mail), &session, &mail)
    }
  }

  private mutating func beginEnvelope(_ reversePath: MailboxID?, _ session: inout ServerSession) {
    let row = session.envelope ?? envelopes.insert()
    session.envelope = row
    envelopes[row].reversePath = reversePath
    envelopes[row].recipients.removeAll()
  }

  /// A server that serves as many clients as it can says so at once (RFC 5321 §3.8).
  private mutating func admit<Sink>(
    _ session: inout ServerSession, _ mail: inout MailTables<Sink>
  ) -> Reply {
    guard hasRoom(for: session.client) else {
      mail.outbox.append(.happened(.turnedAway(session: session.carrier)), from: row)
      return .tooManyConnections
    }
    take(session.client)
    session.isCounted = true
    return refusal(at: .connect, &session, &mail) ?? .ready
  }
}
