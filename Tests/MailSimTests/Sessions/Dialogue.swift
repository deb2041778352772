import Testing

@testable import MailSim

/// Plays the client lines of a dialogue to an SMTP server and compares each reply with its line.
///
///     C: EHLO laptop.example
///     S: 250
///
/// A server's line says as much of the reply as matters: its beginning. `(TLS)` is the handshake,
/// `C: .` the end of a message of `octets` octets.
func expectDialogue(
  _ text: String, _ rules: SMTPServiceRules = SMTPServiceRules(), isEncrypted: Bool = false,
  octets: UInt32 = 1_000, policy: RelayPolicy = RelayPreset.csim.policy(RelayPolicyTests.settings),
  facts: RelayFacts = RelayPolicyTests.facts(), sourceLocation: SourceLocation = #_sourceLocation
) {
  var server = SMTPOwner(SMTPServerSession(rules: rules, isEncrypted: isEncrypted))
  server.policy = policy
  server.facts = facts
  var reply = server.open()
  for line in text.split(separator: "\n") {
    if line.hasPrefix("C: ") {
      let words = String(line.dropFirst(3))
      reply = server.hear(
        words == "." && server.session.stage == .data
          ? .endOfData(octets: octets) : server.command(words))
    } else if line == "(TLS)" {
      server.session.handshakeFinished()
    } else {
      let expected = line.dropFirst(3)
      #expect(
        reply.description.hasPrefix(expected), "wanted \(expected)", sourceLocation: sourceLocation)
    }
  }
}

/// An SMTP server session together with somebody who answers its questions.
struct SMTPOwner {
  var session: SMTPServerSession
  var policy = RelayPreset.openRelay.policy(RelayPolicyTests.settings)
  var facts = RelayPolicyTests.facts()
  /// What is said to a client that connects.
  var greeting = Reply.ready
  private(set) var book = AddressBook()
  private var exchange: SASLServer?
  private(set) var offers: SMTPExtensions?
  private(set) var wantsHandshake = false
  private(set) var isClosed = false
  /// 421 came unasked after the last reply.
  private(set) var isBrokenOff = false

  init(_ session: SMTPServerSession) {
    self.session = session
  }

  mutating func open() -> Reply { carryOut(session.open()) }

  mutating func hear(_ command: SMTPCommand) -> Reply { carryOut(session.receive(command)) }

  /// A line of the client; one that answers a challenge belongs to the exchange.
  mutating func command(_ line: String) -> SMTPCommand {
    if var exchange {
      self.exchange = nil
      return command(exchange.receive(line), of: exchange, isResponse: true)
    }
    switch SMTPLine(line) {
    case .helo: return .helo
    case .ehlo: return .ehlo
    case .mail(let from, let size): return .mail(from: from.map { book.id(of: $0) }, size: size)
    case .rcpt(let to):
      return .rcpt(to: book.id(of: to ?? Mailbox("postmaster@cs.ait.ac.th")!))
    case .auth(let mechanism, let response):
      var exchange = SASLServer(mechanism, challenge: "<1896@cs.ait.ac.th>")
      return command(exchange.begin(response), of: exchange, isResponse: false)
    case .plain(let command): return command
    case .malformed(let how): return .malformed(how)
    }
  }

  private mutating func command(
    _ step: SASLServer.Step, of exchange: SASLServer, isResponse: Bool
  ) -> SMTPCommand {
    switch step {
    case .challenge:
      self.exchange = exchange
      return isResponse ? .authResponse(exchange.mechanism) : .beginAuth(exchange.mechanism)
    case .proof(let proof):
      return .auth(
        exchange.mechanism,
        Credentials(account: AccountID(index: 0), secretIsRight: proof.proves("secret")))
    case .cancelled: return .cancelAuth
    case .malformed: return .malformed(.badBase64)
    }
  }

  mutating func number(of mailbox: String) -> MailboxID { book.id(of: Mailbox(mailbox)!) }

  private mutating func carryOut(_ action: SMTPServerAction) -> Reply {
    (offers, wantsHandshake) = (nil, false)
    switch action {
    case .reply(let reply): return reply
    case .hello(let reply, let offering):
      offers = offering
      return reply
    case .startHandshake(let reply):
      wantsHandshake = true
      return reply
    case .judge(let question): return carryOut(session.answer(answer(to: question)))
    case .close(let reply):
      isClosed = true
      return reply
    case .breakOff(let reply):
      (isClosed, isBrokenOff) = (true, true)
      return reply
    }
  }

  private func answer(to question: SMTPServerAction.Question) -> Reply {
    switch question {
    case .client: return greeting
    case .credentials(_, let credentials):
      return credentials.secretIsRight ? .authenticated : .authFailed
    case .mail: return .senderOk
    case .rcpt(let recipient):
      var asked = facts
      asked.forwardPath = book[recipient]
      if session.isAuthenticated { asked.client.login = RelayFacts.Login(name: "alice") }
      return policy.decide(asked).reply
    case .data: return .startData
    case .endOfData: return .queued
    }
  }
}
