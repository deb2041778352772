/// A command of an SMTP client (RFC 5321 §4.1.1, RFC 3207, RFC 4954), addresses as numbers.
public enum SMTPCommand: Hashable, Sendable, BitwiseCopyable {
  case helo
  case ehlo
  case startTLS
  /// AUTH with a response that completes it, or the line that completes an exchange.
  case auth(AuthMechanism, Credentials)
  /// AUTH without a response, which the server answers with a challenge (RFC 4954 §4).
  case beginAuth(AuthMechanism)
  /// A line of an exchange that another challenge answers.
  case authResponse(AuthMechanism)
  /// The line `*`: the client gives the exchange up.
  case cancelAuth
  /// `from` nil is the null reverse-path `<>`; `size` is the SIZE parameter in octets (RFC 1870).
  case mail(from: MailboxID?, size: UInt32?)
  case rcpt(to: MailboxID)
  case data
  /// The message and the line with the dot alone that ends it.
  case endOfData(octets: UInt32)
  case rset
  case noop
  case vrfy
  case expn
  case help
  case quit
  /// A line that is no command, or one whose arguments break its grammar.
  case malformed(Malformation)

  public enum Malformation: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    case unknownVerb, missingHelloName, badMailSyntax, badRcptSyntax, badReversePath
    case badForwardPath, unknownParameter, unwantedArgument, lineTooLong, badBase64
    case unknownMechanism
  }
}

/// How a client proves who it is in AUTH.
public enum AuthMechanism: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  case plain, login, cramMD5, external

  /// Client lines after the AUTH command itself, each a round trip
  /// (PLAIN sends its response with the command: RFC 4954 §4).
  public var furtherRoundTrips: Int {
    switch self {
    case .plain, .external: 0
    case .cramMD5: 1
    case .login: 2
    }
  }

  /// Whether a listener on the wire learns the password.
  public var revealsPassword: Bool { self == .plain || self == .login }
}

/// The number of an account at a server: the person behind a login.
public struct AccountID: TableID {
  public let index: UInt32

  public init(index: UInt32) {
    self.index = index
  }
}

/// What a client says to log in: whose account, and whether the secret is the right one.
public struct Credentials: Hashable, Sendable, BitwiseCopyable {
  /// nil is a name the server does not know.
  public let account: AccountID?
  public let secretIsRight: Bool

  public init(account: AccountID?, secretIsRight: Bool) {
    self.account = account
    self.secretIsRight = secretIsRight
  }
}
