/// Commands, replies and problems as JSON.
extension TraceCodec {
  // MARK: Replies

  static func json(_ reply: Reply) -> JSON {
    [
      "code": .number(reply.code), "enhanced": .text(reply.enhanced?.description),
      "wording": .string(CaseName.name(reply.wording)),
    ]
  }

  static func reply(_ fields: TraceFields) throws(FieldError) -> Reply {
    Reply(
      try fields.number("code"),
      fields.isNull("enhanced") ? nil : try fields.parsed("enhanced"),
      try fields.choice("wording"))
  }

  static func extensions(_ fields: TraceFields, _ key: String) throws(FieldError) -> SMTPExtensions
  {
    var extensions: SMTPExtensions = []
    for keyword in try fields.texts(key) {
      guard let known = allExtensions.first(where: { $0.keywords == [keyword] }) else {
        throw FieldError("'\(key)': no extension is called '\(keyword)'")
      }
      extensions.insert(known)
    }
    return extensions
  }

  private static let allExtensions = (0..<16).map { SMTPExtensions(rawValue: 1 << $0) }

  // MARK: SMTP commands

  static func json(_ command: SMTPCommand) -> JSON {
    switch command {
    case .auth(let mechanism, let credentials):
      [
        "verb": "auth", "mechanism": .string(CaseName.name(mechanism)),
        "account": .id(credentials.account), "isRight": .bool(credentials.secretIsRight),
      ]
    case .beginAuth(let mechanism):
      ["verb": "begin-auth", "mechanism": .string(CaseName.name(mechanism))]
    case .authResponse(let mechanism):
      ["verb": "auth-response", "mechanism": .string(CaseName.name(mechanism))]
    case .mail(let from, let size):
      ["verb": "mail", "from": .id(from), "size": size.map { .number($0) } ?? .null]
    case .rcpt(let to): ["verb": "rcpt", "to": .id(to)]
    case .endOfData(let octets): ["verb": "end-of-data", "octets": .number(octets)]
    case .malformed(let how): ["verb": "malformed", "how": .string(CaseName.name(how))]
    default: ["verb": .string(plainCommands.first { $0.1 == command }?.0 ?? "noop")]
    }
  }

  /// Commands that are nothing but their verb.
  private static let plainCommands: [(String, SMTPCommand)] = [
    ("helo", .helo), ("ehlo", .ehlo), ("starttls", .startTLS), ("data", .data), ("rset", .rset),
    ("noop", .noop), ("vrfy", .vrfy), ("expn", .expn), ("help", .help), ("quit", .quit),
    ("cancel-auth", .cancelAuth),
  ]

  static func smtpCommand(_ fields: TraceFields) throws(FieldError) -> SMTPCommand {
    let verb = try fields.text("verb")
    switch verb {
    case "auth": return .auth(try fields.choice("mechanism"), try credentials(fields))
    case "begin-auth": return .beginAuth(try fields.choice("mechanism"))
    case "auth-response": return .authResponse(try fields.choice("mechanism"))
    case "mail":
      return .mail(
        from: try fields.optionalID("from", below: fields.bounds.mailboxes),
        size: fields.isNull("size") ? nil : try fields.number("size"))
    case "rcpt": return .rcpt(to: try fields.id("to", below: fields.bounds.mailboxes))
    case "end-of-data": return .endOfData(octets: try fields.number("octets"))
    case "malformed": return .malformed(try fields.choice("how"))
    default:
      guard let command = plainCommands.first(where: { $0.0 == verb })?.1 else {
        throw FieldError("no SMTP command is called '\(verb)'")
      }
      return command
    }
  }

  private static func credentials(_ fields: TraceFields) throws(FieldError) -> Credentials {
    Credentials(
      account: fields.isNull("account") ? nil : AccountID(index: try fields.number("account")),
      secretIsRight: try fields.flag("isRight"))
  }

  // MARK: POP and IMAP

  static func json(_ command: AccessCommand) -> JSON {
    func identified(_ verb: String, _ credentials: Credentials) -> JSON {
      [
        "verb": .string(verb), "account": .id(credentials.account),
        "isRight": .bool(credentials.secretIsRight),
      ]
    }
    return switch command {
    case .user(let credentials): identified("user", credentials)
    case .pass(let credentials): identified("pass", credentials)
    case .login(let credentials): identified("login", credentials)
    default: ["verb": .string(plainAccessCommands.first { $0.1 == command }?.0 ?? "noop")]
    }
  }

  private static let plainAccessCommands: [(String, AccessCommand)] = [
    ("capability", .capability), ("starttls", .startTLS), ("status", .status),
    ("retrieve", .retrieve), ("delete", .delete), ("noop", .noop), ("idle", .idle),
    ("done", .done), ("quit", .quit),
  ]

  static func accessCommand(_ fields: TraceFields) throws(FieldError) -> AccessCommand {
    let verb = try fields.text("verb")
    switch verb {
    case "user": return .user(try credentials(fields))
    case "pass": return .pass(try credentials(fields))
    case "login": return .login(try credentials(fields))
    default:
      guard let command = plainAccessCommands.first(where: { $0.0 == verb })?.1 else {
        throw FieldError("no POP or IMAP command is called '\(verb)'")
      }
      return command
    }
  }

  static func json(_ reply: AccessReply) -> JSON {
    switch reply {
    case .capabilities(let startTLS, let loginDisabled):
      [
        "kind": "capabilities", "startTLS": .bool(startTLS), "loginDisabled": .bool(loginDisabled),
      ]
    case .contents(let messages, let octets):
      ["kind": "contents", "messages": .number(messages), "octets": .number(octets)]
    case .message(let octets): ["kind": "message", "octets": .number(octets)]
    case .news(let messages): ["kind": "news", "messages": .number(messages)]
    case .refused(let refusal): ["kind": "refused", "why": .string(CaseName.name(refusal))]
    default: ["kind": .string(plainAccessReplies.first { $0.1 == reply }?.0 ?? "ok")]
    }
  }

  private static let plainAccessReplies: [(String, AccessReply)] = [
    ("ready", .ready), ("ok", .ok), ("starttls", .startTLS), ("logged-in", .loggedIn),
    ("preauthenticated", .preauthenticated),
    ("idling", .idling), ("closing", .closing),
  ]

  static func accessReply(_ fields: TraceFields) throws(FieldError) -> AccessReply {
    let kind = try fields.text("kind")
    switch kind {
    case "capabilities":
      return .capabilities(
        startTLS: try fields.flag("startTLS"), loginDisabled: try fields.flag("loginDisabled"))
    case "contents":
      return .contents(messages: try fields.number("messages"), octets: try fields.number("octets"))
    case "message": return .message(octets: try fields.number("octets"))
    case "news": return .news(messages: try fields.number("messages"))
    case "refused": return .refused(try fields.choice("why"))
    default:
      guard let reply = plainAccessReplies.first(where: { $0.0 == kind })?.1 else {
        throw FieldError("no POP or IMAP reply is called '\(kind)'")
      }
      return reply
    }
  }

  // MARK: Messages

  /// nil is the spool.
  static func json(_ storage: Storage) -> JSON {
    switch storage {
    case .spool: .null
    case .mailbox(let mailbox): .id(mailbox)
    }
  }

  static func storage(_ fields: TraceFields) throws(FieldError) -> Storage {
    let mailbox: MailboxID? = try fields.optionalID("mailbox", below: fields.bounds.mailboxes)
    return mailbox.map(Storage.mailbox) ?? .spool
  }

  static func json(_ failure: DeliveryFailure) -> JSON {
    switch failure {
    case .reply(let reply): ["kind": "reply", "reply": json(reply)]
    case .connection(let why): ["kind": "connection", "why": .string(CaseName.name(why))]
    case .connectionLost: ["kind": "connection-lost"]
    case .name(let outcome): ["kind": "name", "outcome": .string(CaseName.name(outcome))]
    case .security(let reason): ["kind": "security", "reason": .string(reason.rawValue)]
    case .expired: ["kind": "expired"]
    case .loop: ["kind": "loop"]
    case .mailboxUnknown: ["kind": "mailbox-unknown"]
    case .mailboxFull: ["kind": "mailbox-full"]
    }
  }

  static func failure(_ fields: TraceFields) throws(FieldError) -> DeliveryFailure {
    let kind = try fields.text("kind")
    switch kind {
    case "reply": return .reply(try reply(try fields.object("reply")))
    case "connection": return .connection(try fields.choice("why"))
    case "connection-lost": return .connectionLost
    case "name": return .name(try fields.choice("outcome"))
    case "security": return .security(try fields.raw("reason"))
    case "expired": return .expired
    case "loop": return .loop
    case "mailbox-unknown": return .mailboxUnknown
    case "mailbox-full": return .mailboxFull
    default: throw FieldError("no problem is called '\(kind)'")
    }
  }
}
