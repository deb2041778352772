/// What a POP or IMAP server does next.
enum AccessServerAction: Hashable, Sendable, BitwiseCopyable {
  case reply(AccessReply)
  case startHandshake(after: AccessReply)
  /// The owner knows the mailbox: it decides and calls `answer`.
  case judge(Question)
  case close(after: AccessReply)

  enum Question: Hashable, Sendable, BitwiseCopyable {
    case login(Credentials)
    case contents
    case retrieve
    case delete
  }
}

/// The server's half of a POP3 or IMAP dialogue (RFC 1939, RFC 9051).
struct AccessServerSession: Hashable, Sendable, BitwiseCopyable {
  struct Rules: Hashable, Sendable, BitwiseCopyable {
    var language: AccessProtocol
    var offersTLS: Bool
    /// No password in the clear (LOGINDISABLED, RFC 9051 §6.2.3; POP: no USER in CAPA).
    var requiresTLS: Bool
  }

  enum Stage: UInt8, BitwiseCopyable, Sendable {
    case connected, authorization, transaction, idle, closed
  }

  let rules: Rules
  private(set) var stage = Stage.connected
  private(set) var isEncrypted: Bool
  private var question: AccessServerAction.Question?

  init(rules: Rules, isEncrypted: Bool) {
    self.rules = rules
    self.isEncrypted = isEncrypted
  }

  mutating func open() -> AccessServerAction {
    stage = .authorization
    return .reply(.ready)
  }

  mutating func receive(_ command: AccessCommand) -> AccessServerAction {
    precondition(question == nil, "a question must be answered before the next command")
    switch (command, stage) {
    case (.quit, _):
      stage = .closed
      return .close(after: .closing)
    case (.noop, _): return .reply(.ok)
    case (.capability, _):
      return .reply(
        .capabilities(
          startTLS: rules.offersTLS && !isEncrypted, loginDisabled: isLoginDisabled))
    case (.startTLS, .authorization) where rules.offersTLS && !isEncrypted:
      return .startHandshake(after: .startTLS)
    case (.user, .authorization), (.pass, .authorization), (.login, .authorization):
      return logIn(command)
    case (.status, .transaction): return ask(.contents)
    case (.retrieve, .transaction): return ask(.retrieve)
    case (.delete, .transaction): return ask(.delete)
    case (.idle, .transaction) where rules.language == .imap:
      stage = .idle
      return .reply(.idling)
    case (.done, .idle):
      stage = .transaction
      return .reply(.ok)
    default: return .reply(.refused(.badSequence))
    }
  }

  /// The owner's verdict on the last question.
  mutating func answer(_ reply: AccessReply) -> AccessServerAction {
    guard let asked = question else { preconditionFailure("nothing was asked") }
    question = nil
    if case .login = asked, !reply.isRefusal { stage = .transaction }
    return .reply(reply)
  }

  mutating func handshakeFinished() {
    isEncrypted = true
    stage = stage == .connected ? .connected : .authorization
  }

  private var isLoginDisabled: Bool { rules.requiresTLS && !isEncrypted }

  private mutating func logIn(_ command: AccessCommand) -> AccessServerAction {
    if isLoginDisabled { return .reply(.refused(.plaintextDisabled)) }
    switch (command, rules.language) {
    case (.user, .pop3): return .reply(.ok)
    case (.pass(let credentials), .pop3), (.login(let credentials), .imap):
      return ask(.login(credentials))
    default: return .reply(.refused(.badSequence))
    }
  }

  private mutating func ask(_ question: AccessServerAction.Question) -> AccessServerAction {
    self.question = question
    return .judge(question)
  }
}
