/// What a server does next.
enum SMTPServerAction: Hashable, Sendable, BitwiseCopyable {
  case reply(Reply)
  /// The answer to EHLO, with what the server offers.
  case hello(Reply, offering: SMTPExtensions)
  /// 220, and then the handshake.
  case startHandshake(after: Reply)
  /// The session cannot know: its owner decides and calls `answer`.
  case judge(Question)
  case close(after: Reply)
  /// The reply, and then, unasked, that there were too many errors: the connection closes.
  case breakOff(after: Reply)

  enum Question: Hashable, Sendable, BitwiseCopyable {
    case client
    case credentials(AuthMechanism, Credentials)
    case mail(from: MailboxID?, size: UInt32?)
    case rcpt(MailboxID)
    case data
    case endOfData(octets: UInt32)
  }
}

/// What an SMTP service offers and insists on.
struct SMTPServiceRules: Hashable, Sendable, BitwiseCopyable {
  var extensions: SMTPExtensions = [.pipelining, .size, .enhancedStatusCodes, .eightBitMIME, .dsn]
  var offersTLS = true
  /// Offers STARTTLS and then answers 454.
  var refusesTLS = false
  /// 530 to MAIL before TLS: submission only, never a public MX (RFC 3207 §4).
  var requiresTLS = false
  /// 530 to MAIL before AUTH (RFC 6409 §4.3).
  var requiresAuth = false
  var offersAuth = true
  /// AUTH is hidden until the connection is encrypted (RFC 4954 §4).
  var authNeedsTLS = true
  var maxOctets: UInt32 = 10_240_000
  var maxRecipients: UInt32 = 1_000
  /// From the error after this one on, every reply waits for `errorPause`.
  var softErrorLimit: UInt32 = 10
  /// After the reply to this error comes 421, unasked, and the connection is closed, as in Postfix.
  var hardErrorLimit: UInt32 = 20
  var errorPause = Delay.seconds(1)
}

/// The server's half of an SMTP dialogue (RFC 5321 §4.1.4, §4.3.2).
///
/// It knows the order of commands and nothing else: who may relay is asked (`judge`), and the
/// verdict comes back through `answer`. All pairs of command and stage stand in one switch.
struct SMTPServerSession: Hashable, Sendable, BitwiseCopyable {
  enum Stage: UInt8, BitwiseCopyable, Sendable {
    case connected, greeted, mail, recipient, data, closed
    /// Turned away at the greeting: nothing but QUIT is of use (RFC 5321 §3.1).
    case refused
  }

  let rules: SMTPServiceRules
  private(set) var stage = Stage.connected
  private(set) var usedEHLO = false
  private(set) var isEncrypted: Bool
  private(set) var account: AccountID?
  private(set) var acceptedRecipients: UInt32 = 0
  private(set) var errors: UInt32 = 0
  /// The mechanism whose exchange is under way.
  private var exchange: AuthMechanism?
  private var question: SMTPServerAction.Question?

  init(rules: SMTPServiceRules, isEncrypted: Bool) {
    self.rules = rules
    self.isEncrypted = isEncrypted
  }

  /// Errors slow a client down (Postfix: a second for each reply from the eleventh error on).
  var replyDelay: Delay { errors > rules.softErrorLimit ? rules.errorPause : .zero }

  var isAuthenticated: Bool { account != nil }

  /// The connection stands: whether to take the client at all is not ours to say.
  mutating func open() -> SMTPServerAction {
    ask(.client)
  }

  mutating func receive(_ command: SMTPCommand) -> SMTPServerAction {
    precondition(question == nil, "a question must be answered before the next command")
    let exchange = exchange
    self.exchange = nil
    switch (command, stage) {
    case (.quit, _):
      stage = .closed
      return .close(after: .closing)
    case (_, .closed):
      return .close(after: .closing)
    case (_, .refused): return error(.accessDenied)
    case (.ehlo, _), (.helo, _):
      return hello(extended: command == .ehlo)
    case (.rset, _):
      endTransaction()
      return .reply(.ok)
    case (.noop, _): return .reply(.ok)
    case (.help, _): return .reply(.help)
    case (.vrfy, _): return .reply(.cannotVerify)
    case (.expn, _): return error(.notImplemented)
    case (.malformed(let how), _): return error(Self.reply(to: how))
    case (.startTLS, .greeted): return startTLS()
    case (.startTLS, _): return error(stage == .connected ? .needHello : .badSequence)
    case (.authResponse(let mechanism), _):
      guard exchange == mechanism else { return error(.unknownCommand) }
      return challenge(mechanism)
    case (.cancelAuth, _): return error(exchange == nil ? .unknownCommand : .authCancelled)
    case (.auth(let mechanism, let credentials), .greeted):
      return authenticate { $0.ask(.credentials(mechanism, credentials)) }
    case (.beginAuth(let mechanism), .greeted):
      return authenticate { $0.challenge(mechanism) }
    case (.auth, .connected), (.beginAuth, .connected): return error(.needHello)
    case (.auth, _), (.beginAuth, _): return error(.authNotNow)
    case (.mail(let from, let size), .greeted): return mail(from: from, size: size)
    case (.mail, .connected): return error(.needHello)
    case (.mail, _): return error(.nestedMail)
    case (.rcpt(let recipient), .mail), (.rcpt(let recipient), .recipient):
      return rcpt(recipient)
    case (.rcpt, _): return error(.needMail)
    case (.data, .recipient): return ask(.data)
    case (.data, .mail): return error(.noValidRecipients)
    case (.data, _): return error(.needMail)
    case (.endOfData(let octets), .data):
      // Over the limit without having said so: known only now (RFC 1870 §6.3).
      if octets > rules.maxOctets {
        endTransaction()
        return error(.messageTooBig)
      }
      return ask(.endOfData(octets: octets))
    case (.endOfData, _): return error(.unknownCommand)
    }
  }

  /// The owner's verdict on the last question.
  mutating func answer(_ reply: Reply) -> SMTPServerAction {
    guard let asked = question else { preconditionFailure("nothing was asked") }
    question = nil
    switch asked {
    case .client:
      guard reply.isSuccess else {
        // After 421 the server hangs up; after 554 it waits for QUIT (RFC 5321 §3.1, §3.8).
        stage = reply.code == 421 ? .closed : .refused
        return reply.code == 421 ? .close(after: reply) : error(reply)
      }
    case .credentials(_, let credentials):
      if reply.isSuccess { account = credentials.account }
    case .mail:
      if reply.isSuccess { stage = .mail }
    case .rcpt:
      if reply.isSuccess {
        acceptedRecipients += 1
        stage = .recipient
      }
    case .data:
      if !reply.isFailure { stage = .data }
    case .endOfData:
      endTransaction()
      if reply.isSuccess { errors = 0 }
    }
    return reply.isFailure ? error(reply) : .reply(reply)
  }

  /// The owner turns a command away that the session would have taken.
  mutating func refuse(_ reply: Reply) -> SMTPServerAction { error(reply) }

  /// After the handshake nothing said in the clear counts any more (RFC 3207 §4.2).
  mutating func handshakeFinished() {
    isEncrypted = true
    account = nil
    usedEHLO = false
    acceptedRecipients = 0
    stage = .connected
  }

  // MARK: Commands

  private mutating func hello(extended: Bool) -> SMTPServerAction {
    endTransaction()
    stage = .greeted
    usedEHLO = extended
    return extended ? .hello(.hello, offering: offers) : .reply(.hello)
  }

  private var offers: SMTPExtensions {
    var offers = rules.extensions
    if rules.offersTLS, !isEncrypted { offers.insert(.startTLS) }
    if offersAuthNow { offers.insert(.auth) }
    return offers
  }

  private var offersAuthNow: Bool { rules.offersAuth && (isEncrypted || !rules.authNeedsTLS) }

  private mutating func startTLS() -> SMTPServerAction {
    if isEncrypted { return error(.tlsAlreadyActive) }
    if !rules.offersTLS { return error(.tlsNotOffered) }
    if rules.refusesTLS { return .reply(.tlsUnavailable) }
    return .startHandshake(after: .readyForTLS)
  }

  private mutating func authenticate(
    _ step: (inout SMTPServerSession) -> SMTPServerAction
  ) -> SMTPServerAction {
    if isAuthenticated { return error(.authAlreadyDone) }
    if !offersAuthNow { return error(.authNotOffered) }
    return step(&self)
  }

  private mutating func challenge(_ mechanism: AuthMechanism) -> SMTPServerAction {
    exchange = mechanism
    return .reply(.continueAuthentication)
  }

  private mutating func mail(from: MailboxID?, size: UInt32?) -> SMTPServerAction {
    if rules.requiresTLS, !isEncrypted { return error(.tlsRequired) }
    if rules.requiresAuth, !isAuthenticated { return error(.authRequired) }
    if let size, size > rules.maxOctets { return error(.messageTooBig) }
    return ask(.mail(from: from, size: size))
  }

  private mutating func rcpt(_ recipient: MailboxID) -> SMTPServerAction {
    // The surplus is refused for now, the rest is kept (RFC 5321 §4.5.3.1.10).
    if acceptedRecipients >= rules.maxRecipients { return .reply(.tooManyRecipients) }
    return ask(.rcpt(recipient))
  }

  // MARK: Steps they share

  private mutating func ask(_ question: SMTPServerAction.Question) -> SMTPServerAction {
    self.question = question
    return .judge(question)
  }

  private mutating func error(_ reply: Reply) -> SMTPServerAction {
    errors += 1
    if errors >= rules.hardErrorLimit {
      stage = .closed
      return .breakOff(after: reply)
    }
    return .reply(reply)
  }

  private mutating func endTransaction() {
    acceptedRecipients = 0
    if stage != .connected, stage != .closed, stage != .refused { stage = .greeted }
  }

  private static func reply(to malformation: SMTPCommand.Malformation) -> Reply {
    switch malformation {
    case .unknownVerb: .unknownCommand
    case .missingHelloName, .badMailSyntax, .badRcptSyntax, .badBase64: .badSyntax
    case .badReversePath: .badSenderSyntax
    case .badForwardPath: .badRecipientSyntax
    case .unknownParameter: .badParameter
    case .unwantedArgument: .noArgumentAllowed
    case .lineTooLong: .lineTooLong
    case .unknownMechanism: .authMechanismUnknown
    }
  }
}
