/// What a client has shown to prove who it is, once an exchange is over.
public enum SASLProof: Hashable, Sendable {
  case password(user: String, password: String)
  /// CRAM-MD5: the keyed digest of the server's challenge, in hexadecimal digits (RFC 2195 §2).
  case digest(user: String, challenge: String, digest: String)
  /// EXTERNAL: whom the certificate of the connection vouches for (RFC 4422, appendix A).
  case identity(String)

  public var user: String {
    switch self {
    case .password(let user, _), .digest(let user, _, _), .identity(let user): user
    }
  }

  /// Whether somebody with this password would have shown the same; EXTERNAL proves nothing by one.
  public func proves(_ password: String) -> Bool {
    switch self {
    case .password(_, let shown): shown == password
    case .digest(_, let challenge, let digest):
      digest.lowercased() == MD5.hexadecimal(MD5.keyed(Array(password.utf8), Array(challenge.utf8)))
    case .identity: false
    }
  }
}

/// The server's half of an authentication exchange: PLAIN (RFC 4616), LOGIN, CRAM-MD5 (RFC 2195)
/// and EXTERNAL, as SMTP, POP3 and IMAP carry them, in base64 (RFC 4954 §4, RFC 5034, RFC 9051
/// §6.2.2).
public struct SASLServer: Hashable, Sendable {
  public enum Step: Hashable, Sendable {
    /// To be sent in base64, as a continuation.
    case challenge(String)
    case proof(SASLProof)
    /// The client gave up with `*`.
    case cancelled
    case malformed
  }

  public let mechanism: AuthMechanism
  private let challenge: String
  private var user: String?

  /// - Parameter challenge: what CRAM-MD5 signs; a server never gives the same one twice.
  public init(_ mechanism: AuthMechanism, challenge: String = "") {
    self.mechanism = mechanism
    self.challenge = challenge
  }

  /// The AUTH command itself, with the response it may carry; `=` stands for an empty one.
  public mutating func begin(_ initialResponse: String?) -> Step {
    switch (mechanism, initialResponse) {
    case (.cramMD5, nil): .challenge(challenge)
    // The server speaks first (RFC 4954 §4).
    case (.cramMD5, _): .malformed
    case (.login, nil): .challenge("Username:")
    case (_, nil): .challenge("")
    case (_, let response?): receive(response == "=" ? "" : response)
    }
  }

  /// A line of the client after the AUTH command.
  public mutating func receive(_ line: String) -> Step {
    if line == "*" { return .cancelled }
    guard let octets = Base64.octets(line) else { return .malformed }
    let text = String(decoding: octets, as: UTF8.self)
    switch mechanism {
    case .plain:
      let fields = octets.split(separator: 0, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return .malformed }
      return .proof(
        .password(
          user: String(decoding: fields[1], as: UTF8.self),
          password: String(decoding: fields[2], as: UTF8.self)))
    case .login:
      guard let user else {
        user = text
        return .challenge("Password:")
      }
      return .proof(.password(user: user, password: text))
    case .cramMD5:
      guard let blank = text.lastIndex(of: " ") else { return .malformed }
      return .proof(
        .digest(
          user: String(text[..<blank]), challenge: challenge,
          digest: String(text[text.index(after: blank)...])))
    case .external: return .proof(.identity(text))
    }
  }
}

/// The client's half of the same exchange.
public struct SASLClient: Hashable, Sendable {
  public let mechanism: AuthMechanism
  private let user: String
  private let password: String

  public init(_ mechanism: AuthMechanism, user: String, password: String) {
    self.mechanism = mechanism
    self.user = user
    self.password = password
  }

  /// What goes with the AUTH command, in base64; nil where the server speaks first.
  public var initialResponse: String? {
    switch mechanism {
    case .plain: Base64.text([0] + Array(user.utf8) + [0] + Array(password.utf8))
    // An identity of its own is not asked for: the certificate's counts.
    case .external: "="
    case .login, .cramMD5: nil
    }
  }

  /// The answer to a challenge; both are in base64. nil to one that is not.
  public func answer(_ challenge: String) -> String? {
    guard let octets = Base64.octets(challenge) else { return nil }
    switch mechanism {
    case .plain, .external: return initialResponse
    case .login:
      let asksForName = String(decoding: octets, as: UTF8.self).lowercased().hasPrefix("user")
      return Base64.text(Array((asksForName ? user : password).utf8))
    case .cramMD5:
      let digest = MD5.hexadecimal(MD5.keyed(Array(password.utf8), octets))
      return Base64.text(Array("\(user) \(digest)".utf8))
    }
  }
}
