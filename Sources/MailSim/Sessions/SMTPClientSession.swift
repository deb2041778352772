/// What a client does next.
enum SMTPClientStep: Hashable, Sendable, BitwiseCopyable {
  case send(Command)
  /// MAIL, every RCPT and DATA in one write (PIPELINING, RFC 2920).
  case sendEnvelope
  case startHandshake
  /// More replies of the group are due; nothing to send yet.
  case wait
  /// The transaction is over; `begin` starts the next, `finish` ends the session.
  case transactionDone
  /// QUIT was answered, or there is no point in saying it.
  case close
  /// The whole session is of no use for what was wanted.
  case abandon(Abandonment)

  enum Command: Hashable, Sendable, BitwiseCopyable {
    case ehlo, helo, startTLS, auth
    /// The answer to a challenge of the exchange.
    case authResponse
    case mail, rcpt(UInt32), data, message, rset, quit
  }

  enum Abandonment: Hashable, Sendable, BitwiseCopyable {
    /// The server's reply ended it: a greeting that refuses, 421, no EHLO or HELO taken, AUTH failed.
    case refused(Reply)
    /// Our own TLS rule was not met.
    case security(ProtectionReason)
  }
}

/// What became of one recipient in a transaction.
enum RecipientResult: Hashable, Sendable, BitwiseCopyable {
  case rcpt(UInt32, Reply)
  /// MAIL or DATA was refused, or the message was: it counts for all that were not refused before.
  case everyone(Reply)
  /// 250 to the final dot: the server is responsible for the recipients it accepted.
  case taken(Reply)
}

/// How a client wants to talk.
struct SMTPClientOptions: Hashable, Sendable, BitwiseCopyable {
  var tls: TLSDemand = .opportunistic
  var start: TLSStart = .upgrade
  /// Logs in when the server lets it.
  var authenticates = false
  var pipelines = false
}

/// The client's half of an SMTP dialogue: a reply in, the next step out.
///
///     S: 220                     C: EHLO
///     S: 250 (STARTTLS, SIZE)    C: STARTTLS
///     S: 220                     the handshake, then EHLO again
///     S: 250                     C: MAIL, each RCPT, DATA
///     S: 354                     C: the message and a dot
///     S: 250                     transactionDone
///
/// It holds no addresses: `recipients` says how many there are, and lines name them by row.
struct SMTPClientSession: Hashable, Sendable, BitwiseCopyable {
  enum Stage: UInt8, BitwiseCopyable, Sendable {
    case greeting, ehlo, helo, startTLS, handshake, auth, idle, mail, rcpt, data, message, rset
    case quit, closed
  }

  let options: SMTPClientOptions
  private(set) var stage = Stage.greeting
  private(set) var isEncrypted = false
  private(set) var offers: SMTPExtensions = []
  private var recipients: UInt32 = 0
  private var nextRecipient: UInt32 = 0
  private var accepted: UInt32 = 0
  /// Replies of a pipelined group that count for nothing, since MAIL was refused.
  private var mailRefused = false
  private var isGrouped = false
  /// The protection has been settled for good, one way or the other.
  private(set) var settled: ProtectionReason?

  init(options: SMTPClientOptions, recipients: Int) {
    self.options = options
    self.recipients = UInt32(recipients)
  }

  /// Starts the next transaction on a session that is idle.
  mutating func begin(recipients: Int) -> SMTPClientStep {
    precondition(stage == .idle, "a transaction begins when the last is over")
    self.recipients = UInt32(recipients)
    return startTransaction()
  }

  /// Ends the session politely.
  mutating func finish() -> SMTPClientStep {
    guard stage != .closed, stage != .quit else { return .close }
    stage = .quit
    return .send(.quit)
  }

  /// Takes a reply and says what comes next, and what it means for recipients.
  mutating func receive(
    _ reply: Reply, offering: SMTPExtensions?
  ) -> (step: SMTPClientStep, result: RecipientResult?) {
    // The server is about to close, whatever we asked (RFC 5321 §3.8).
    if reply.code == 421, stage != .quit {
      stage = .closed
      return (.abandon(.refused(reply)), nil)
    }
    switch stage {
    case .greeting: return (greeted(reply), nil)
    case .ehlo: return (extendedHello(reply, offering ?? []), nil)
    case .helo:
      offers = []
      return (reply.isSuccess ? prepared() : giveUp(reply), nil)
    case .startTLS: return (tlsAnswered(reply), nil)
    case .auth:
      if reply.severity == .intermediate { return (.send(.authResponse), nil) }
      return (reply.isSuccess ? startTransaction() : giveUp(reply), nil)
    case .mail: return mailAnswered(reply)
    case .rcpt: return rcptAnswered(reply)
    case .data: return dataAnswered(reply)
    case .message:
      stage = .idle
      let wasTaken = reply.isSuccess && accepted > 0
      return (.transactionDone, wasTaken ? .taken(reply) : failedForAll(reply))
    case .rset:
      stage = .idle
      return (.transactionDone, nil)
    case .quit, .closed, .idle, .handshake:
      stage = .closed
      return (.close, nil)
    }
  }

  /// The handshake is over; the certificate decides whether the server gets the message.
  mutating func handshakeFinished(
    _ certificate: CertificateStanding, isGenuine: Bool
  ) -> SMTPClientStep {
    isEncrypted = true
    switch options.tls.afterHandshake(certificate, isGenuine: isGenuine, over: options.start) {
    case .giveUp(let reason): return giveUp(reason)
    case .goOn(let reason):
      settled = reason
    case .startTLS: break
    }
    if options.start == .implicit {
      stage = .greeting
      return .wait
    }
    // What was learned in the clear may be forged, so EHLO is said again (RFC 3207 §4.2).
    stage = .ehlo
    offers = []
    return .send(.ehlo)
  }

  mutating func handshakeFailed() -> SMTPClientStep {
    giveUp(.handshakeFailed)
  }

  // MARK: Before the first transaction

  private mutating func greeted(_ reply: Reply) -> SMTPClientStep {
    guard reply.isSuccess else { return giveUp(reply) }
    stage = .ehlo
    return .send(.ehlo)
  }

  private mutating func extendedHello(_ reply: Reply, _ offered: SMTPExtensions) -> SMTPClientStep {
    guard reply.isSuccess else {
      // An old server knows HELO only (RFC 5321 §3.2).
      guard reply.severity == .permanentFailure else { return giveUp(reply) }
      stage = .helo
      return .send(.helo)
    }
    offers = offered
    return prepared()
  }

  /// Hello is said: encrypt, log in, or begin.
  private mutating func prepared() -> SMTPClientStep {
    if !isEncrypted, settled == nil {
      switch options.tls.afterHello(offered: offers.contains(.startTLS)) {
      case .startTLS:
        stage = .startTLS
        return .send(.startTLS)
      case .giveUp(let reason): return giveUp(reason)
      case .goOn(let reason): settled = reason
      }
    }
    if options.authenticates, offers.contains(.auth) {
      stage = .auth
      return .send(.auth)
    }
    return startTransaction()
  }

  private mutating func tlsAnswered(_ reply: Reply) -> SMTPClientStep {
    if reply.isSuccess {
      stage = .handshake
      return .startHandshake
    }
    switch options.tls.afterRefusal() {
    case .goOn(let reason):
      settled = reason
      return prepared()
    case .giveUp(let reason): return giveUp(reason)
    case .startTLS: return giveUp(reply)
    }
  }

  // MARK: A transaction

  private mutating func startTransaction() -> SMTPClientStep {
    nextRecipient = 0
    accepted = 0
    mailRefused = false
    isGrouped = options.pipelines && offers.contains(.pipelining)
    stage = .mail
    return isGrouped ? .sendEnvelope : .send(.mail)
  }

  private mutating func mailAnswered(_ reply: Reply) -> (SMTPClientStep, RecipientResult?) {
    if !reply.isSuccess {
      mailRefused = true
      // The rest of a group is on its way and will be answered.
      if isGrouped {
        stage = .rcpt
        return (.wait, .everyone(reply))
      }
      stage = .idle
      return (.transactionDone, .everyone(reply))
    }
    stage = .rcpt
    return (isGrouped ? .wait : .send(.rcpt(0)), nil)
  }

  private mutating func rcptAnswered(_ reply: Reply) -> (SMTPClientStep, RecipientResult?) {
    let row = nextRecipient
    nextRecipient += 1
    if reply.isSuccess { accepted += 1 }
    let result: RecipientResult? = mailRefused ? nil : .rcpt(row, reply)
    if nextRecipient < recipients {
      return (isGrouped ? .wait : .send(.rcpt(nextRecipient)), result)
    }
    stage = .data
    if isGrouped { return (.wait, result) }
    if accepted > 0 { return (.send(.data), result) }
    stage = .rset
    return (.send(.rset), result)
  }

  private mutating func dataAnswered(_ reply: Reply) -> (SMTPClientStep, RecipientResult?) {
    if reply.severity == .intermediate {
      // A pipelined DATA can be let through although nobody was accepted: then only the dot
      // is sent, and the server refuses that (RFC 2920 §3.1).
      stage = .message
      return (.send(.message), nil)
    }
    stage = .idle
    return (.transactionDone, failedForAll(reply))
  }

  private func failedForAll(_ reply: Reply) -> RecipientResult? {
    accepted > 0 && !mailRefused ? .everyone(reply) : nil
  }

  private mutating func giveUp(_ reply: Reply) -> SMTPClientStep {
    stage = .idle
    return .abandon(.refused(reply))
  }

  private mutating func giveUp(_ reason: ProtectionReason) -> SMTPClientStep {
    stage = .idle
    return .abandon(.security(reason))
  }
}
