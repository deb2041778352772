/// What stands after `with`: the protocol a message came in by, or the program that brought it.
public struct ReceivedProtocol: Hashable, Sendable {
  public enum Channel: String, Hashable, Sendable, CaseIterable {
    case smtp, lmtp, http, pop3, imap
    /// Batched or queued SMTP, UUCP, QMQP: mail, but by other ways than a dialogue with a peer.
    case batch
    /// A program on the same machine.
    case local
    /// A protocol of one vendor, inside its own network.
    case proprietary
    /// A word of nobody we know.
    case unknown
  }

  /// As written.
  public internal(set) var text: String
  public internal(set) var channel: Channel
  /// The registered keyword it is or stands for (RFC 3848).
  public internal(set) var keyword: TransmissionKeyword?
  /// The words say that the session was encrypted, whatever the keyword.
  public internal(set) var saysEncrypted: Bool
  public internal(set) var saysAuthenticated: Bool

  init(
    text: String, channel: Channel, keyword: TransmissionKeyword? = nil,
    saysEncrypted: Bool = false, saysAuthenticated: Bool = false
  ) {
    self.text = text
    self.channel = channel
    self.keyword = keyword
    self.saysEncrypted = saysEncrypted || keyword?.isEncrypted == true
    self.saysAuthenticated = saysAuthenticated || keyword?.isAuthenticated == true
  }

  public var isKnown: Bool { channel != .unknown }
}

extension ReceivedProtocol {
  /// Reads the words after `with`, comments left out.
  static func of(_ words: [String]) -> ReceivedProtocol? {
    guard let first = words.first else { return nil }
    let text = words.joined(separator: " ")
    let lower = text.lowercased()
    if let simple = word(first, as: text), words.count == 1 { return simple }
    if let phrase = phrases.first(where: { lower.hasPrefix($0.beginning) }) {
      return ReceivedProtocol(text: text, channel: phrase.channel)
    }
    // `ESMTP/TLS/AES256-GCM-SHA384`, `SMTP/TLS`: protocol, then what protected it.
    let parts = first.split(separator: "/")
    if parts.count > 1, var known = word(String(parts[0]), as: text) {
      known.saysEncrypted = parts.dropFirst().contains { ["tls", "ssl"].contains($0.lowercased()) }
      return known
    }
    // `AES128-SHA encrypted SMTP`, `[XMail 1.27 ESMTP Server]`, `MailEnable ESMTP`.
    let pieces = lower.split { $0 == " " || $0 == "[" || $0 == "]" }.map(String.init)
    if let name = pieces.last(where: { word($0, as: text) != nil }),
      var known = word(name, as: text), words.count <= 5
    {
      if pieces.contains("encrypted") { known.saysEncrypted = true }
      return known
    }
    return ReceivedProtocol(text: text, channel: .unknown)
  }

  /// A single word that names a protocol.
  private static func word(_ word: String, as text: String) -> ReceivedProtocol? {
    let upper = word.uppercased()
    if let keyword = TransmissionKeyword(rawValue: upper) {
      return ReceivedProtocol(text: text, channel: keyword.isLMTP ? .lmtp : .smtp, keyword: keyword)
    }
    if let known = words[upper] {
      return ReceivedProtocol(
        text: text, channel: known.channel, keyword: known.keyword,
        saysEncrypted: known.isEncrypted,
        saysAuthenticated: known.isAuthenticated)
    }
    let lower = word.lowercased()
    if lower.hasPrefix("local") || lower.hasSuffix("scanned") || lower.contains("scanned-") {
      return ReceivedProtocol(text: text, channel: .local)
    }
    return nil
  }

  private struct Known {
    var channel: Channel
    var keyword: TransmissionKeyword?
    var isEncrypted = false
    var isAuthenticated = false
  }

  /// Words in use that RFC 3848 does not register.
  private static let words: [String: Known] = [
    "SMTPS": Known(channel: .smtp, isEncrypted: true),
    "SSMTP": Known(channel: .smtp, isEncrypted: true),
    "SMTP-TLS": Known(channel: .smtp, isEncrypted: true),
    "ESMTP-TLS": Known(channel: .smtp, isEncrypted: true),
    "SMTPA": Known(channel: .smtp, isAuthenticated: true),
    "SMTPSA": Known(channel: .smtp, isEncrypted: true, isAuthenticated: true),
    "ASMTP": Known(channel: .smtp, keyword: .esmtpa, isAuthenticated: true),
    "ESMTPSMTP": Known(channel: .smtp),
    "BIZSMTP": Known(channel: .smtp, keyword: .esmtp),
    "ECSTREAM": Known(channel: .proprietary),
    "FQDP": Known(channel: .smtp),
    "HTTP": Known(channel: .http),
    "HTTPU": Known(channel: .http),
    "HTTPREST": Known(channel: .http),
    "WEBMAIL": Known(channel: .http),
    "HTTPS": Known(channel: .http, isEncrypted: true),
    "POP3": Known(channel: .pop3),
    "APOP": Known(channel: .pop3),
    "POP3S": Known(channel: .pop3, isEncrypted: true),
    "IMAP": Known(channel: .imap),
    "IMAPS": Known(channel: .imap, isEncrypted: true),
    "BSMTP": Known(channel: .batch),
    "QMQP": Known(channel: .batch),
    "QMTP": Known(channel: .batch),
    "UUCP": Known(channel: .batch),
    "ODMR": Known(channel: .batch),
    "PIPE": Known(channel: .local),
    "SPOOL": Known(channel: .local),
    "STDIO": Known(channel: .local),
    "STDIN": Known(channel: .local),
    "PICKUP": Known(channel: .local),
    "SENDMAIL": Known(channel: .local),
    "DROP": Known(channel: .local),
    "MAPI": Known(channel: .proprietary),
    "NNFMP": Known(channel: .proprietary),
    "INTERNAL": Known(channel: .proprietary),
    "NOVELL_GROUPWISE": Known(channel: .proprietary),
    "X.400": Known(channel: .proprietary),
    "X400": Known(channel: .proprietary),
    "DECNET": Known(channel: .proprietary),
  ]

  private static let phrases: [(beginning: String, channel: Channel)] = [
    ("microsoft smtp", .smtp), ("microsoft exchange", .proprietary), ("microsoft pickup", .local),
    ("internet mail service", .smtp), ("mailmarshal", .smtp), ("spamassassin", .local),
    ("qmail-scanner", .local), ("mailenable", .smtp), ("novell", .proprietary),
    ("mapi", .proprietary), ("storedriver", .proprietary), ("lotus", .smtp), ("domino", .smtp),
    ("smtp server", .smtp), ("mail.ru", .http), ("store", .proprietary),
  ]
}
