/// A header field of a message: its name, and its body as it was sent.
public struct HeaderField: Hashable, Sendable {
  /// In lower case.
  public let name: String
  /// Unfolded: each line break with its following white space is one space.
  let bytes: [UInt8]
  /// Where the field begins in the file, counted from 1.
  public let line: Int
  /// The body was longer than the reader keeps; `bytes` is its beginning.
  public let isTruncated: Bool
  /// Lines were joined to it that had lost the white space in front, as pasted headers do.
  public let lostItsFolding: Bool

  init(
    name: String, bytes: [UInt8], line: Int, isTruncated: Bool = false,
    lostItsFolding: Bool = false
  ) {
    self.name = name
    self.bytes = bytes
    self.line = line
    self.isTruncated = isTruncated
    self.lostItsFolding = lostItsFolding
  }

  /// The body as text that is safe to print.
  public var text: String { ReadableText.of(bytes.trimmed) }

  /// The body with its encoded words decoded (RFC 2047).
  public var decodedText: String { EncodedWords.decoded(bytes.trimmed) }

  /// Whether a server wrote the field to say that it took the message.
  public var isReceived: Bool { name == "received" || name == "x-received" }
}

/// Which fields are worth keeping, and which tell a message from other text.
enum HeaderFieldNames {
  /// Fields the path of a message is told from; the rest are skipped as they are read.
  static let kept: Set<String> = [
    "received", "x-received", "return-path", "delivered-to", "x-original-to", "envelope-to",
    "x-envelope-to", "apparently-to", "x-apparently-to", "x-forwarded-to", "x-forwarded-for",
    "date", "from", "sender", "to", "subject", "message-id", "resent-from",
    "resent-to", "resent-date", "resent-sender", "x-loop", "x-beenthere", "x-mailman-version",
    "list-id", "list-post", "mailing-list", "x-mailing-list", "precedence", "auto-submitted",
    "content-type", "mime-version", "authentication-results", "authentication-results-original",
    "x-authentication-results", "arc-authentication-results", "arc-seal",
    "arc-message-signature", "received-spf", "x-received-spf", "dkim-signature",
    "domainkey-signature", "x-google-dkim-signature", "x-originating-ip",
    "x-ms-exchange-organization-authsource",
  ]

  /// Any of these makes a run of fields a message's header.
  static let telling: Set<String> = [
    "received", "x-received", "return-path", "delivered-to", "from", "to", "subject", "date",
    "message-id", "sender", "reply-to", "cc", "mime-version", "content-type",
    "content-transfer-encoding", "x-mailer", "user-agent", "envelope-to", "x-original-to",
    "authentication-results", "dkim-signature", "received-spf", "x-apparently-to", "references",
    "in-reply-to", "resent-from", "list-id", "arc-seal", "authentication-results-original",
  ]
}
