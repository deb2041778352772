/// What a program that reads mail does next.
enum AccessClientStep: Hashable, Sendable, BitwiseCopyable {
  case send(AccessCommand)
  case startHandshake
  /// In IDLE: the server will speak when there is something new.
  case wait
  case close
}

/// How a mail program reads.
struct AccessClientOptions: Hashable, Sendable, BitwiseCopyable {
  var language: AccessProtocol
  var tls: TLSDemand
  var start: TLSStart
  var credentials: Credentials
  /// Takes messages off the server once it has them.
  var deletes: Bool
  var idles: Bool
}

/// The reading half of a POP3 or IMAP dialogue: log in, fetch what is new, leave.
///
/// New messages are counted by the owner (`unseen`): a program knows by UIDL or \\Seen what it has.
struct AccessClientSession: Hashable, Sendable, BitwiseCopyable {
  enum Stage: UInt8, BitwiseCopyable, Sendable {
    case greeting, capability, startTLS, handshake, user, pass, status, retrieve, delete, idle
    case done, quit, closed
  }

  let options: AccessClientOptions
  private(set) var stage = Stage.greeting
  private(set) var isEncrypted = false
  private(set) var settled: ProtectionReason?
  private(set) var isLoggedIn = false

  init(options: AccessClientOptions) {
    self.options = options
  }

  /// Takes a reply; `unseen` is how many messages the program has not yet fetched.
  mutating func receive(_ reply: AccessReply, unseen: Int) -> AccessClientStep {
    if reply.isRefusal, stage != .capability, stage != .startTLS { return leave() }
    switch stage {
    case .greeting: return reply == .preauthenticated ? greetedAsLoggedIn() : greeted()
    case .capability: return capabilities(reply)
    case .startTLS: return tlsAnswered(reply)
    case .user: return send(.pass(options.credentials), as: .pass)
    case .pass:
      isLoggedIn = true
      return send(.status, as: .status)
    case .status: return fetchNext(unseen)
    case .retrieve: return options.deletes ? send(.delete, as: .delete) : fetchNext(unseen)
    case .delete: return fetchNext(unseen)
    case .idle:
      guard case .news = reply else { return .wait }
      return send(.done, as: .done)
    case .done: return fetchNext(unseen)
    case .quit, .closed, .handshake:
      stage = .closed
      return .close
    }
  }

  mutating func handshakeFinished(
    _ certificate: CertificateStanding, isGenuine: Bool
  ) -> AccessClientStep {
    isEncrypted = true
    switch options.tls.afterHandshake(certificate, isGenuine: isGenuine, over: options.start) {
    case .giveUp: return leave()
    case .goOn(let reason): settled = reason
    case .startTLS: break
    }
    if options.start == .implicit {
      stage = .greeting
      return .wait
    }
    return logIn()
  }

  mutating func handshakeFailed() -> AccessClientStep {
    settled = .handshakeFailed
    stage = .closed
    return .close
  }

  /// Ends IDLE, to begin it anew.
  mutating func refreshIdle() -> AccessClientStep {
    precondition(stage == .idle, "only IDLE is refreshed")
    return send(.done, as: .done)
  }

  /// Leaves politely, from wherever the dialogue stands.
  mutating func leave() -> AccessClientStep {
    guard stage != .quit, stage != .closed else {
      stage = .closed
      return .close
    }
    return send(.quit, as: .quit)
  }

  private mutating func greeted() -> AccessClientStep {
    if isEncrypted { return logIn() }
    if case .never(let reason) = options.tls {
      settled = reason
      return logIn()
    }
    return send(.capability, as: .capability)
  }

  /// After PREAUTH there is no STARTTLS any more (RFC 9051 §6.2.1).
  private mutating func greetedAsLoggedIn() -> AccessClientStep {
    guard !isEncrypted else { return send(.status, as: .status) }
    switch options.tls.afterHello(offered: false) {
    case .giveUp(let reason):
      settled = reason
      return leave()
    case .goOn(let reason): settled = reason
    case .startTLS: break
    }
    return send(.status, as: .status)
  }

  private mutating func capabilities(_ reply: AccessReply) -> AccessClientStep {
    var offered = false
    if case .capabilities(let startTLS, _) = reply { offered = startTLS }
    return act(on: options.tls.afterHello(offered: offered))
  }

  private mutating func tlsAnswered(_ reply: AccessReply) -> AccessClientStep {
    if reply == .startTLS {
      stage = .handshake
      return .startHandshake
    }
    return act(on: options.tls.afterRefusal())
  }

  private mutating func act(on step: TLSDemand.Step) -> AccessClientStep {
    switch step {
    case .startTLS: return send(.startTLS, as: .startTLS)
    case .goOn(let reason):
      settled = reason
      return logIn()
    case .giveUp(let reason):
      settled = reason
      return leave()
    }
  }

  private mutating func logIn() -> AccessClientStep {
    options.language == .pop3
      ? send(.user(options.credentials), as: .user) : send(.login(options.credentials), as: .pass)
  }

  private mutating func fetchNext(_ unseen: Int) -> AccessClientStep {
    if unseen > 0 { return send(.retrieve, as: .retrieve) }
    if options.idles { return send(.idle, as: .idle) }
    return leave()
  }

  private mutating func send(_ command: AccessCommand, as stage: Stage) -> AccessClientStep {
    self.stage = stage
    return .send(command)
  }
}
