extension Schema {
  /// What happens, and what should come of it.
  static let happening: [SchemaSection: Schema] = [
    .event: Schema(
      title: "an event",
      meaning: "A time, one thing that happens (`mail`, `login`, `move` or `smtp`), and what is "
        + "expected of it.",
      keys: [
        Key(
          "at", .instant, required: true,
          "A time of day (`09:14:59.5`), or a time after the start (`15m`)."),
        Key(
          "jitter", .distribution, otherwise: "0",
          "A random delay on top of that, drawn anew in every run."),
        Key("title", .text, otherwise: "made from what happens", "What reports call it."),
        Key("mail", .object(.mail), "A message is written."),
        Key("login", .either([.name(of: .person), .object(.login)]), "A check for mail."),
        Key("move", .object(.move), "A machine turns up elsewhere."),
        Key("smtp", .object(.dialogue), "SMTP typed by hand."),
        Key("expect", .object(.expectation), "What should come of it."),
      ]),
    .mail: Schema(
      title: "a message", meaning: "Somebody writes a message.",
      keys: [
        Key("from", .name(of: .person), required: true, "Who writes it."),
        Key("to", .some(.mailbox), required: true, "The recipients."),
        Key("subject", .text, "Its subject."),
        Key("size", .octets, otherwise: "2000", "Its octets."),
        Key(
          "end-to-end", .word(EndToEndProtection.words), otherwise: "as the person has it",
          "What the author does to the content."),
        Key(
          "mail-from", .reversePath, otherwise: "the person's address",
          "The reverse-path: any address, or `<>`."),
        Key(
          "header-from", .mailbox, otherwise: "the person's address", "What the From field says."),
        Key(
          "via", .text, otherwise: "as the person sends",
          "A server, or a server and a service: `mail:submission`."),
        Key(
          "direct", .flag, otherwise: "no", "Straight to the recipients' exchangers on port 25."),
        Key("helo", .text, otherwise: "the machine's address", "What the program says in EHLO."),
      ]),
    .login: Schema(
      title: "a login", meaning: "Somebody checks for mail.",
      keys: [
        Key("person", .name(of: .person), required: true, "Who."),
        Key("server", .name(of: .server), otherwise: "the home server", "Where."),
        Key(
          "service", .word(["pop3", "pop3s", "imap", "imaps"]), otherwise: "as the person reads",
          "By which protocol."),
        Key("password", .word(["right", "wrong"]), otherwise: "right", "Whether it is known."),
      ]),
    .move: Schema(
      title: "a move", meaning: "A machine turns up at another site.",
      keys: [
        Key(
          "machine", .name(of: .machine), required: true, "A machine, or the person whose it is."),
        Key("to", .name(of: .site), required: true, "Where it goes."),
        Key("address", .address, otherwise: "lent by the site", "Its address there."),
      ]),
    .dialogue: Schema(
      title: "a dialogue", meaning: "SMTP typed by hand, each line waiting for its reply.",
      keys: [
        Key("from", .name(of: .machine), required: true, "A machine, or the person whose it is."),
        Key("to", .name(of: .server), required: true, "The server."),
        Key(
          "service", .word(["smtp", "submission", "submissions"]), otherwise: "smtp",
          "Port 25, 587 or 465."),
        Key(
          "lines", .list(.either([.text, .object(.typedLine)])), required: true,
          "The lines, as they go over the wire. After DATA: the message, and a `.` alone."),
      ]),
    .typedLine: Schema(
      title: "a typed line", meaning: "A line and the reply it should get.",
      keys: [
        Key("send", .text, required: true, "The line."),
        Key("reply", .reply, required: true, "The reply expected."),
      ]),
    .expectation: Schema(
      title: "an expectation", meaning: "What should come of an event.",
      keys: [
        Key("relay", .word(RelayVerdict.words), "The first server's verdict on the recipient."),
        Key("because", .word(ReasonCode.allCases.map(\.rawValue)), "The reason it gave."),
        Key("reply", .reply, "Its reply to RCPT, or the one that ended the attempt before it."),
        Key(
          "hops", .list(.word(Protection.allCases.map(\.rawValue))),
          "The protection of each hop from author to reader, in order."),
        Key(
          "stored", .word([Protection.plaintext.rawValue, Protection.encrypted.rawValue]),
          "How it lay on every disk."),
        Key("delivered", .flag, "Whether it reached the mailbox."),
        Key("delivered-within", .delay, "How long after being written at most."),
        Key("bounced", .flag, "Whether a server gave it up."),
        Key("login", .flag, "Whether the login succeeded."),
        Key("connects", .flag, "Whether there was a connection at all."),
        Key("reaches", .name(of: .server), "The last server it came to."),
        Key("for", .map(.object(.expectation)), "Expectations for one recipient of several."),
      ]),
    .traffic: Schema(
      title: "traffic", meaning: "Mail that comes by itself.",
      keys: [
        Key("from", .some(.name(of: .person)), required: true, "Who writes."),
        Key("to", .some(.mailbox), required: true, "One of these for each message, at random."),
        Key("every", .distribution, required: true, "Between two messages of one person."),
        Key(
          "first", .distribution, otherwise: "as `every`",
          "From the start to the first message of each person."),
        Key(
          "active", .number(0...1), otherwise: "1",
          "The chance that a person takes part, drawn once in every run."),
        Key(
          "size", .either([.octets, .list(.octets)]), otherwise: "2000", "Octets, or two bounds."),
        Key("start", .instant, otherwise: "the beginning", "When it begins."),
        Key("until", .instant, otherwise: "the end", "When it stops."),
        Key("limit", .integer(1...1_000_000_000), otherwise: "none", "Messages of each person."),
        Key(
          "mail-from", .reversePath, otherwise: "the person's address",
          "The reverse-path: any address, or `<>`."),
        Key("via", .text, otherwise: "as the person sends", "A server, or a server and a service."),
        Key(
          "direct", .flag, otherwise: "no", "Straight to the recipients' exchangers on port 25."),
      ]),
    .counts: Schema(
      title: "a set of counts",
      meaning: "Numbers at the end of the run: `3`, `1..5`, `>=2` or `<=7`.",
      keys: Scenario.CountExpectation.Quantity.allCases.map {
        Key($0.rawValue, .range, $0.meaning)
      }
        + Scenario.SpamExpectation.Quantity.allCases.map { Key($0.rawValue, .range, $0.meaning) }
        + [
          Key(
            "attacks", .map(.word(Scenario.AttackExpectation.Outcome.allCases.map(\.rawValue))),
            "Whether attacks, by name, have what they want by then.")
        ]),
  ]
}

extension RelayVerdict {
  static let words = allCases.map(\.rawValue)
}

extension Scenario.CountExpectation.Quantity {
  /// What is counted.
  public var meaning: String {
    switch self {
    case .messages: "Messages written by people."
    case .delivered: "Recipients whose mailbox the message reached."
    case .bounced: "Recipients a server gave up."
    case .refused: "Recipients the author was told about at once."
    case .queued: "Recipients still waiting at the end."
    case .accepted: "Verdicts of servers in favour."
    case .denied: "Verdicts of servers against, deferrals not counted."
    case .logins: "Successful POP and IMAP logins."
    case .failedLogins: "Failed logins."
    case .encryptedHops: "Hops over an encrypted connection."
    case .plaintextHops: "Hops anybody on the line can read."
    case .unknownHops: "Hops nobody in the scenario knows about."
    case .blockedConnections: "Connections an egress rule prevented."
    }
  }
}
