/// A session of SMTP with a client that sends octets: reads them in whatever pieces they come, lets
/// the server hear, and writes its replies.
///
/// What else the server wants done stays in its outbox for whoever holds it.
struct SMTPOctets: Sendable {
  var session: ServerSession
  /// What the client has called itself.
  private(set) var helloName = ""
  /// 220 to STARTTLS was said: the handshake is next.
  private(set) var awaitsHandshake = false
  /// The server has hung up.
  private(set) var isClosed = false
  /// The text of the message taken last, undone of its dots.
  private(set) var content: [UInt8] = []
  private var reader = SMTPReader()
  private var exchange: SASLServer?
  private var challenge = ""

  init(_ session: ServerSession) {
    self.session = session
  }

  /// The connection stands: the greeting.
  mutating func open<Sink>(
    _ server: inout MailServer, _ mail: inout MailTables<Sink>
  ) -> [UInt8] {
    let mark = mail.outbox.count
    server.open(&session, &mail)
    return replies(since: mark, of: server, &mail)
  }

  /// Octets have come: the replies to what is whole by now.
  mutating func hear<Sink>(
    _ octets: some Sequence<UInt8>, _ server: inout MailServer, _ mail: inout MailTables<Sink>
  ) -> [UInt8] {
    reader.append(octets)
    var answered: [UInt8] = []
    while !isClosed, !awaitsHandshake, let input = reader.next() {
      let command = command(for: input, server, &mail)
      let mark = mail.outbox.count
      server.hear(command, on: &session, &mail)
      answered += replies(since: mark, of: server, &mail)
    }
    return answered
  }

  /// Both ends encrypt from here on.
  mutating func handshakeFinished() {
    awaitsHandshake = false
    session.handshakeFinished()
  }

  // MARK: Words and numbers

  private mutating func command<Sink>(
    for input: SMTPReader.Input, _ server: MailServer, _ mail: inout MailTables<Sink>
  ) -> SMTPCommand {
    switch input {
    case .command(let line): return command(line, server, &mail)
    case .response(let text):
      guard var exchange else { return .malformed(.unknownVerb) }
      return command(exchange.receive(text), of: exchange, isResponse: true, server)
    case .message(let octets, let count):
      content = octets ?? []
      return .endOfData(octets: UInt32(clamping: count))
    }
  }

  private mutating func command<Sink>(
    _ line: SMTPLine, _ server: MailServer, _ mail: inout MailTables<Sink>
  ) -> SMTPCommand {
    switch line {
    case .helo(let name):
      helloName = name
      return .helo
    case .ehlo(let name):
      helloName = name
      return .ehlo
    case .mail(let from, let size):
      return .mail(from: from.map { mail.book.id(of: $0) }, size: size)
    case .rcpt(let to): return .rcpt(to: mail.book.id(of: to ?? server.postmaster))
    case .auth(let mechanism, let response):
      var exchange = SASLServer(
        mechanism,
        challenge: "<\(session.serial.index).\(mail.now.nanoseconds)@\(server.settings.host)>")
      return command(exchange.begin(response), of: exchange, isResponse: false, server)
    case .plain(let command): return command
    case .malformed(let how): return .malformed(how)
    }
  }

  private mutating func command(
    _ step: SASLServer.Step, of exchange: SASLServer, isResponse: Bool, _ server: MailServer
  ) -> SMTPCommand {
    self.exchange = nil
    switch step {
    case .challenge(let text):
      self.exchange = exchange
      challenge = text
      return isResponse ? .authResponse(exchange.mechanism) : .beginAuth(exchange.mechanism)
    case .proof(let proof):
      return .auth(exchange.mechanism, server.accounts.credentials(proof))
    case .cancelled: return .cancelAuth
    case .malformed: return .malformed(.badBase64)
    }
  }

  // MARK: Replies

  /// Takes this session's replies out of the outbox, and what they make of the octets to come.
  private mutating func replies<Sink>(
    since mark: Int, of server: MailServer, _ mail: inout MailTables<Sink>
  ) -> [UInt8] {
    var octets: [UInt8] = []
    for item in mail.outbox.takeReplies(to: session.carrier, since: mark) {
      guard case .smtpReply(_, let reply, let offering, _, let closes) = item else { continue }
      octets +=
        SMTPReplyLines.lines(
          reply, host: server.settings.host.text, client: helloName, offering: offering,
          maximalSize: server.settings.limits.messageOctets, challenge: challenge
        ).octets
      switch reply {
      case .startData:
        reader.expectContent(
          limit: Int(server.settings.limits.messageOctets),
          endsOnBareLF: server.settings.endsOnBareLF)
      case .continueAuthentication: reader.expectResponse()
      case .readyForTLS:
        awaitsHandshake = true
        reader.startTLS()
      default: exchange = nil
      }
      if closes { isClosed = true }
    }
    return octets
  }
}
