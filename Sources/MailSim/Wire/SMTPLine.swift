/// A line of an SMTP client (RFC 5321 §4.1.1), its names and addresses still words.
///
/// Lenient where every server is: case, a blank after the colon, missing angle brackets.
public enum SMTPLine: Hashable, Sendable {
  case helo(name: String)
  case ehlo(name: String)
  /// nil is the null reverse-path.
  case mail(from: Mailbox?, size: UInt32?)
  /// nil is `<postmaster>` without a domain, which every server takes (RFC 5321 §4.1.1.3).
  case rcpt(to: Mailbox?)
  /// The response on the same line is kept as it came, in base64; `SASLServer` reads it
  /// (RFC 4954 §4).
  case auth(AuthMechanism, initialResponse: String?)
  /// One that needs nothing but its verb.
  case plain(SMTPCommand)
  case malformed(SMTPCommand.Malformation)

  /// Reads one line without its CRLF.
  public init(_ line: String) {
    // Postfix takes 2048 octets; the RFC asks for at least 512 (§4.5.3.1.4).
    guard line.utf8.count <= 2_048 else {
      self = .malformed(.lineTooLong)
      return
    }
    let verb = line.prefix { $0 != " " }.uppercased()
    let rest = line.dropFirst(verb.count).drop { $0 == " " }
    switch verb {
    case "HELO": self = rest.isEmpty ? .malformed(.missingHelloName) : .helo(name: String(rest))
    case "EHLO": self = rest.isEmpty ? .malformed(.missingHelloName) : .ehlo(name: String(rest))
    case "MAIL": self = Self.mail(rest)
    case "RCPT": self = Self.rcpt(rest)
    case "AUTH": self = Self.auth(rest)
    case "DATA", "RSET", "QUIT", "STARTTLS":
      self = rest.isEmpty ? .plain(Self.bare[verb] ?? .noop) : .malformed(.unwantedArgument)
    case "NOOP", "HELP", "VRFY", "EXPN": self = .plain(Self.bare[verb] ?? .noop)
    default: self = .malformed(.unknownVerb)
    }
  }

  private static let bare: [String: SMTPCommand] = [
    "DATA": .data, "RSET": .rset, "QUIT": .quit, "STARTTLS": .startTLS, "NOOP": .noop,
    "HELP": .help, "VRFY": .vrfy, "EXPN": .expn,
  ]

  // MARK: Paths and parameters

  private static func mail(_ rest: Substring) -> SMTPLine {
    guard let (path, parameters) = split(rest, after: "FROM:") else {
      return .malformed(.badMailSyntax)
    }
    var size: UInt32?
    for parameter in parameters {
      let pair = parameter.split(separator: "=", maxSplits: 1)
      switch pair.first?.uppercased() {
      case "SIZE":
        guard pair.count == 2, let octets = UInt32(pair[1]) else {
          return .malformed(.badMailSyntax)
        }
        size = octets
      case "BODY", "RET", "ENVID", "AUTH": continue
      default: return .malformed(.unknownParameter)
      }
    }
    if path.isEmpty { return .mail(from: nil, size: size) }
    guard let mailbox = AddressSyntax.path(path)?.mailbox else {
      return .malformed(.badReversePath)
    }
    return .mail(from: mailbox, size: size)
  }

  private static func rcpt(_ rest: Substring) -> SMTPLine {
    guard let (path, parameters) = split(rest, after: "TO:") else {
      return .malformed(.badRcptSyntax)
    }
    for parameter in parameters {
      let name = parameter.prefix { $0 != "=" }.uppercased()
      guard name == "NOTIFY" || name == "ORCPT" else { return .malformed(.unknownParameter) }
    }
    if path.lowercased() == "postmaster" { return .rcpt(to: nil) }
    guard let mailbox = AddressSyntax.path(path)?.mailbox else {
      return .malformed(.badForwardPath)
    }
    return .rcpt(to: mailbox)
  }

  /// Takes `FROM:<path> parameters` apart; a quoted local part may hold blanks and brackets.
  private static func split(
    _ rest: Substring, after keyword: String
  ) -> (path: Substring, parameters: [Substring])? {
    guard rest.prefix(keyword.count).uppercased() == keyword else { return nil }
    let text = rest.dropFirst(keyword.count).drop { $0 == " " }
    guard text.first == "<" else {
      let words = text.split(separator: " ")
      return words.first.map { ($0, Array(words.dropFirst())) }
    }
    var isQuoted = false
    var isEscaped = false
    for index in text.indices {
      if isEscaped {
        isEscaped = false
        continue
      }
      switch text[index] {
      case "\\": isEscaped = isQuoted
      case "\"": isQuoted.toggle()
      case ">" where !isQuoted:
        let path = text[text.index(after: text.startIndex)..<index]
        return (path, text[text.index(after: index)...].split(separator: " "))
      default: continue
      }
    }
    return nil
  }

  // MARK: AUTH

  private static func auth(_ rest: Substring) -> SMTPLine {
    let words = rest.split(separator: " ")
    guard let name = words.first, let mechanism = AuthMechanism(keyword: name) else {
      return .malformed(.unknownMechanism)
    }
    guard words.count <= 2 else { return .malformed(.badBase64) }
    return .auth(mechanism, initialResponse: words.count == 2 ? String(words[1]) : nil)
  }

  // MARK: Writing

  /// The line as a client writes it, without its end; nil for what no client meant to write.
  public var text: String? {
    switch self {
    case .helo(let name): "HELO \(name)"
    case .ehlo(let name): "EHLO \(name)"
    case .mail(let from, let size):
      "MAIL FROM:<\(from?.description ?? "")>" + (size.map { " SIZE=\($0)" } ?? "")
    case .rcpt(let to): "RCPT TO:<\(to?.description ?? "postmaster")>"
    case .auth(let mechanism, let response):
      "AUTH \(mechanism.keyword)" + (response.map { " \($0)" } ?? "")
    case .plain(let command): Self.bare.first { $0.value == command }?.key
    case .malformed: nil
    }
  }
}

extension AuthMechanism {
  /// The name in the reply to EHLO and in AUTH (RFC 4422 §3.1).
  public var keyword: String {
    switch self {
    case .plain: "PLAIN"
    case .login: "LOGIN"
    case .cramMD5: "CRAM-MD5"
    case .external: "EXTERNAL"
    }
  }

  public init?(keyword: some StringProtocol) {
    let name = keyword.uppercased()
    guard let known = Self.allCases.first(where: { $0.keyword == name }) else { return nil }
    self = known
  }
}
