extension Schema {
  /// People and their machines.
  static let peopled: [SchemaSection: Schema] = [
    .machine: Schema(
      title: "a machine", meaning: "A computer with a mail program on it, which may travel.",
      keys: [
        Key("title", .text, otherwise: "its name", "What pictures call it."),
        Key("site", .name(of: .site), required: true, "Where it stands at the beginning."),
        Key("address", .address, otherwise: "lent by the site", "Its address there."),
        Key("attacker", .flag, otherwise: "no", "Drawn as somebody who means no good."),
      ]),
    .person: Schema(
      title: "a person", meaning: "Somebody with a mail program.",
      keys: [
        Key("title", .text, otherwise: "the name", "What pictures call them."),
        Key("machine", .name(of: .machine), otherwise: "one of their own", "A shared machine."),
        Key("site", .name(of: .site), "Where their own machine stands at the beginning."),
        Key("address", .address, otherwise: "lent by the site", "The address of their machine."),
        Key("attacker", .flag, otherwise: "no", "Drawn as somebody who means no good."),
        Key("mailbox", .mailbox, "Their own address."),
        Key(
          "home", .name(of: .server), otherwise: "the server that holds the mailbox's domain",
          "The server with their mailbox."),
        Key("password", .text, otherwise: "secret", "What they type in a dialogue."),
        Key(
          "certificate", .flag, otherwise: "no",
          "Their program has a certificate of theirs; on the help page that is what makes it "
            + "encrypt."),
        Key(
          "encrypts", .word(UserEncryption.allCases.map(\.rawValue)),
          otherwise: "client-certificate",
          "What makes their program encrypt: their certificate (as the page has it), the "
            + "server's (as today), or both; `always`: it goes on in no other way."),
        Key(
          "end-to-end", .word(EndToEndProtection.words), otherwise: "none", "For all they write."),
        Key("send", .object(.submission), "How their program sends."),
        Key(
          "read", .either([.word(["unknown"]), .object(.retrieval)]),
          otherwise: "by POP3, when an event says so",
          "How they read; `unknown`: nobody in the scenario knows."),
      ]),
    .submission: Schema(
      title: "a way to send", meaning: "How a mail program sends.",
      keys: [
        Key("server", .name(of: .server), otherwise: "the home server", "Where to."),
        Key(
          "service", .word(["smtp", "submission", "submissions"]), otherwise: "smtp",
          "Port 25, 587 or 465."),
        Key("auth", .flag, otherwise: "no", "Logs in with AUTH when the server lets it."),
        Key(
          "mechanism", .word(AuthMechanism.words), otherwise: "plain",
          "For what the exchange costs."),
        Key("pipelining", .flag, otherwise: "no", "MAIL, RCPT and DATA in one write (RFC 2920)."),
        Key(
          "retry", .delay, otherwise: "never",
          "Tries again after a failure that may pass; otherwise the user is told at once."),
      ]),
    .retrieval: Schema(
      title: "a way to read", meaning: "How a mail program reads.",
      keys: [
        Key(
          "service", .word(["pop3", "pop3s", "imap", "imaps"]), otherwise: "pop3",
          "Port 110, 995, 143 or 993."),
        Key("keep", .flag, otherwise: "no", "POP: leave messages on the server; IMAP always does."),
        Key("idle", .flag, otherwise: "no", "IMAP: stay connected and wait (RFC 2177)."),
        Key(
          "order", .word(Scenario.Retrieval.Order.allCases.map(\.rawValue)),
          otherwise: "independent",
          "`send-first` and `receive-first`: what is written waits for the next check."),
        Key("every", .distribution, otherwise: "only on request", "Automatic checks."),
        Key("first", .instant, otherwise: "anywhere in the first interval", "The first of them."),
        Key("failing", .number(0...1), otherwise: "0", "The chance that a check fails to log in."),
        Key("until", .instant, otherwise: "the end", "The last of them."),
      ]),
  ]
}

extension EndToEndProtection {
  static let words = allCases.map(\.rawValue)
}

extension AuthMechanism {
  static let words = ["plain", "login", "cram-md5", "external"]

  init?(word: String) {
    guard let row = Self.words.firstIndex(of: word) else { return nil }
    self = [.plain, .login, .cramMD5, .external][row]
  }
}
