/// A command of POP3 (RFC 1939, RFC 2449, RFC 2595) or IMAP (RFC 9051), as far as mail reading needs it.
public enum AccessCommand: Hashable, Sendable, BitwiseCopyable {
  case capability
  /// STLS in POP3, STARTTLS in IMAP.
  case startTLS
  /// USER and PASS in POP3, LOGIN or AUTHENTICATE in IMAP.
  case user(Credentials)
  case pass(Credentials)
  case login(Credentials)
  /// STAT in POP3, SELECT INBOX in IMAP.
  case status
  case retrieve
  case delete
  case noop
  case idle
  case done
  /// QUIT in POP3, LOGOUT in IMAP.
  case quit
}

/// A server's answer in POP3 or IMAP.
public enum AccessReply: Hashable, Sendable, BitwiseCopyable {
  case ready
  case ok
  case capabilities(startTLS: Bool, loginDisabled: Bool)
  /// How many messages wait, and their octets.
  case contents(messages: UInt32, octets: UInt64)
  case message(octets: UInt32)
  case startTLS
  case loggedIn
  /// IMAP: a greeting that says the client is logged in (RFC 9051 §7.1.4).
  case preauthenticated
  /// IMAP: waiting for news (RFC 2177), and news: so many messages now.
  case idling
  case news(messages: UInt32)
  case refused(Refusal)
  case closing

  public enum Refusal: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    case badCredentials, mailboxLocked, loginTooSoon, plaintextDisabled, noSuchMessage, badSequence
    case unavailable, accountDisabled
  }

  public var isRefusal: Bool {
    if case .refused = self { true } else { false }
  }
}

/// The two ways to read mail from a store.
public enum AccessProtocol: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  case pop3, imap

  public var name: String { self == .pop3 ? "POP3" : "IMAP" }
}
