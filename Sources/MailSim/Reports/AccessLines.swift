/// POP3 and IMAP as they go over the wire (RFC 1939, RFC 2449, RFC 9051); passwords are masked.
enum AccessLines {
  static func line(
    _ command: AccessCommand, tag: Int, of connection: Trace.Connection, in trace: Trace
  ) -> String {
    let isIMAP = connection.service.accessProtocol == .imap
    let text = isIMAP ? imap(command, in: trace) : pop3(command, in: trace)
    // DONE ends IDLE and carries no tag (RFC 9051 §6.3.13).
    return isIMAP && command != .done ? "a\(tag) \(text)" : text
  }

  private static func pop3(_ command: AccessCommand, in trace: Trace) -> String {
    switch command {
    case .capability: "CAPA"
    case .startTLS: "STLS"
    case .user(let credentials), .login(let credentials):
      "USER \(trace.name(credentials.account))"
    case .pass: "PASS ********"
    case .status: "STAT"
    case .retrieve: "RETR"
    case .delete: "DELE"
    case .noop, .idle, .done: "NOOP"
    case .quit: "QUIT"
    }
  }

  private static func imap(_ command: AccessCommand, in trace: Trace) -> String {
    switch command {
    case .capability: "CAPABILITY"
    case .startTLS: "STARTTLS"
    case .login(let credentials), .user(let credentials), .pass(let credentials):
      "LOGIN \(trace.name(credentials.account)) ********"
    case .status: "SELECT INBOX"
    case .retrieve: "UID FETCH"
    case .delete: "UID STORE +FLAGS (\\Deleted)"
    case .noop: "NOOP"
    case .idle: "IDLE"
    case .done: "DONE"
    case .quit: "LOGOUT"
    }
  }

  static func lines(
    _ reply: AccessReply, to command: AccessCommand?, tag: Int, of connection: Trace.Connection,
    in trace: Trace
  ) -> [String] {
    let server = trace.cast.hosts[connection.server]
    let host = server.domain?.text ?? server.name
    return connection.service.accessProtocol == .imap
      ? imap(reply, tag: "a\(tag)", host: host) : pop3(reply, to: command, host: host)
  }

  private static func pop3(
    _ reply: AccessReply, to command: AccessCommand?, host: String
  ) -> [String] {
    switch reply {
    case .ready: ["+OK \(host) POP3 ready"]
    case .ok: ["+OK"]
    case .capabilities(let startTLS, let loginDisabled):
      ["+OK Capabilities follow"] + (startTLS ? ["STLS"] : []) + (loginDisabled ? [] : ["USER"])
        + ["UIDL", "."]
    case .contents(let messages, let octets): ["+OK \(messages) \(octets)"]
    case .message(let octets): ["+OK \(octets) octets", "[the message]", "."]
    case .startTLS: ["+OK Begin TLS"]
    case .loggedIn, .preauthenticated: ["+OK Logged in"]
    case .idling, .news: ["+OK"]
    case .refused(let refusal): ["-ERR \(refusal.code)\(refusal.sentence.asName)"]
    case .closing: ["+OK Bye"]
    }
  }

  private static func imap(_ reply: AccessReply, tag: String, host: String) -> [String] {
    switch reply {
    case .ready: ["* OK \(host) IMAP4rev2 ready"]
    case .ok: ["\(tag) OK Done"]
    case .capabilities(let startTLS, let loginDisabled):
      [
        "* CAPABILITY IMAP4rev2 IDLE" + (startTLS ? " STARTTLS" : "")
          + (loginDisabled ? " LOGINDISABLED" : " AUTH=PLAIN"),
        "\(tag) OK Done",
      ]
    case .contents(let messages, _): ["* \(messages) EXISTS", "\(tag) OK [READ-WRITE] Selected"]
    case .message(let octets): ["* FETCH (BODY[] {\(octets)} [the message])", "\(tag) OK Fetched"]
    case .startTLS: ["\(tag) OK Begin TLS"]
    case .preauthenticated: ["* PREAUTH \(host) IMAP4rev2 logged in already"]
    case .loggedIn: ["\(tag) OK Logged in"]
    case .idling: ["+ idling"]
    case .news(let messages): ["* \(messages) EXISTS"]
    case .refused(let refusal): ["\(tag) NO \(refusal.code)\(refusal.sentence.asName)"]
    case .closing: ["* BYE Logging out", "\(tag) OK Done"]
    }
  }
}

extension AccessReply.Refusal {
  /// The response code before the words (RFC 2449 §8, RFC 9051 §7.1), with a space after it.
  fileprivate var code: String {
    switch self {
    case .badCredentials, .accountDisabled: "[AUTH] "
    case .mailboxLocked: "[IN-USE] "
    case .loginTooSoon: "[LOGIN-DELAY] "
    case .plaintextDisabled: "[PRIVACYREQUIRED] "
    case .unavailable: "[UNAVAILABLE] "
    case .noSuchMessage, .badSequence: ""
    }
  }
}
