/// What passes an attacker that sits on a line, as far as it can read it.
enum Observation: Sendable {
  /// A server's greeting in the clear.
  case greeting(Service)
  /// A server says that it can encrypt.
  case offer(Service)
  /// A client asks for STARTTLS.
  case startTLS(Service)
  /// A client goes on in the clear with a command that belongs behind a login.
  case command
  /// The password of an account.
  case password(PersonID)
  /// The content of a message that its author has not closed.
  case content(MessageID)
}

/// What an attacker does to what passes it; it takes `modify`.
enum Tampering: Sendable {
  case none
  /// Takes the offer to encrypt out.
  case withhold
  /// Greets as if the client had logged in already (IMAP PREAUTH, RFC 9051 §7.1.4).
  case greetAsLoggedIn
  /// Adds commands of its own behind STARTTLS.
  case addCommands
}

/// A copy on the disk of a server, as whoever reads the disk sees it.
struct StoredCopy: Hashable, Sendable {
  let copy: CopyID
  let message: MessageID
  /// Its author closed the content; envelope and headers are open all the same.
  let isClosed: Bool
}
