/// The word after `with` in a `Received:` line: how a message came in (RFC 3848, RFC 6531 §4.3).
public enum TransmissionKeyword: String, Hashable, Sendable, CaseIterable {
  case smtp = "SMTP"
  case esmtp = "ESMTP"
  case esmtps = "ESMTPS"
  case esmtpa = "ESMTPA"
  case esmtpsa = "ESMTPSA"
  case lmtp = "LMTP"
  case lmtps = "LMTPS"
  case lmtpa = "LMTPA"
  case lmtpsa = "LMTPSA"
  case utf8SMTP = "UTF8SMTP"
  case utf8SMTPS = "UTF8SMTPS"
  case utf8SMTPA = "UTF8SMTPA"
  case utf8SMTPSA = "UTF8SMTPSA"
  case utf8LMTP = "UTF8LMTP"
  case utf8LMTPS = "UTF8LMTPS"
  case utf8LMTPA = "UTF8LMTPA"
  case utf8LMTPSA = "UTF8LMTPSA"

  /// An encrypted or authenticated session was opened with EHLO, since only EHLO offers either.
  public init(usedEHLO: Bool, isEncrypted: Bool, isAuthenticated: Bool) {
    self =
      switch (isEncrypted, isAuthenticated) {
      case (true, true): .esmtpsa
      case (true, false): .esmtps
      case (false, true): .esmtpa
      case (false, false): usedEHLO ? .esmtp : .smtp
      }
  }

  /// Whether the session was encrypted, by STARTTLS or from its first octet.
  public var isEncrypted: Bool {
    switch self {
    case .esmtps, .esmtpsa, .lmtps, .lmtpsa, .utf8SMTPS, .utf8SMTPSA, .utf8LMTPS, .utf8LMTPSA: true
    default: false
    }
  }

  public var isAuthenticated: Bool {
    switch self {
    case .esmtpa, .esmtpsa, .lmtpa, .lmtpsa, .utf8SMTPA, .utf8SMTPSA, .utf8LMTPA, .utf8LMTPSA: true
    default: false
    }
  }

  /// Handed to a delivery agent rather than to another relay (RFC 2033).
  public var isLMTP: Bool { rawValue.contains("LMTP") }
}
