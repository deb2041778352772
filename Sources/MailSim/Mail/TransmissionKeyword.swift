/// The word after `with` in a `Received:` line (RFC 3848): how a message came in.
public enum TransmissionKeyword: String, Hashable, Sendable, CaseIterable {
  case smtp = "SMTP"
  case esmtp = "ESMTP"
  case esmtps = "ESMTPS"
  case esmtpa = "ESMTPA"
  case esmtpsa = "ESMTPSA"
  case lmtp = "LMTP"

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
}
