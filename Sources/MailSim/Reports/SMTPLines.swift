/// SMTP commands and replies as they go over the wire (RFC 5321 §4.1.1, §4.2).
enum SMTPLines {
  /// A command's line; what an AUTH exchange would give away is masked.
  static func line(
    _ command: SMTPCommand, on connection: Trace.Connection, in trace: Trace
  ) -> String {
    switch command {
    case .helo: "HELO \(connection.helloName)"
    case .ehlo: "EHLO \(connection.helloName)"
    case .startTLS: "STARTTLS"
    case .auth(let mechanism, let credentials):
      "AUTH \(mechanism.keyword) ******** (\(trace.name(credentials.account)))"
    case .beginAuth(let mechanism): "AUTH \(mechanism.keyword)"
    case .authResponse: "********"
    case .cancelAuth: "*"
    case .mail(let from, let size):
      "MAIL FROM:\(trace.path(from))" + (size.map { " SIZE=\($0)" } ?? "")
    case .rcpt(let to): "RCPT TO:\(trace.path(to))"
    case .data: "DATA"
    case .endOfData: "."
    case .rset: "RSET"
    case .noop: "NOOP"
    case .vrfy: "VRFY"
    case .expn: "EXPN"
    case .help: "HELP"
    case .quit: "QUIT"
    case .malformed(let how): how.line
    }
  }

  /// A reply's lines: a greeting and EHLO's answer name the server, and EHLO's lists its offers.
  static func lines(
    _ reply: Reply, _ offering: SMTPExtensions?, to command: SMTPCommand?,
    on connection: Trace.Connection, in trace: Trace
  ) -> [String] {
    let server = trace.cast.hosts[connection.server]
    return SMTPReplyLines.lines(
      reply, host: server.domain?.text ?? server.name, client: connection.helloName,
      offering: offering, challenge: challenge(after: command))
  }

  /// What a server asks in an exchange; what CRAM-MD5 signs is not kept in a trace.
  private static func challenge(after command: SMTPCommand?) -> String {
    switch command {
    case .beginAuth(.login): "Username:"
    case .authResponse(.login): "Password:"
    case .beginAuth(.cramMD5): "<challenge>"
    default: ""
    }
  }
}

extension SMTPCommand {
  /// Whether the next line of the client belongs to an exchange, and is no command.
  var isFollowedByResponse: Bool {
    switch self {
    case .beginAuth, .authResponse: true
    default: false
    }
  }
}

extension SMTPCommand.Malformation {
  /// The words typed are not kept, only what was wrong with them.
  fileprivate var line: String {
    switch self {
    case .unknownVerb: "[a line that is no command]"
    case .missingHelloName: "[EHLO or HELO without a name]"
    case .badMailSyntax: "[MAIL with a broken argument]"
    case .badRcptSyntax: "[RCPT with a broken argument]"
    case .badReversePath: "[MAIL with a broken address]"
    case .badForwardPath: "[RCPT with a broken address]"
    case .unknownParameter: "[a command with an unknown parameter]"
    case .unwantedArgument: "[a command with an argument it does not take]"
    case .lineTooLong: "[a line that is too long]"
    case .badBase64: "[AUTH with broken base64]"
    case .unknownMechanism: "[AUTH with an unknown mechanism]"
    }
  }
}
