/// What a server offers in its EHLO reply.
public struct SMTPExtensions: OptionSet, Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let pipelining = SMTPExtensions(rawValue: 1 << 0)  // RFC 2920
  public static let size = SMTPExtensions(rawValue: 1 << 1)  // RFC 1870
  public static let startTLS = SMTPExtensions(rawValue: 1 << 2)  // RFC 3207
  public static let auth = SMTPExtensions(rawValue: 1 << 3)  // RFC 4954
  public static let enhancedStatusCodes = SMTPExtensions(rawValue: 1 << 4)  // RFC 2034
  public static let eightBitMIME = SMTPExtensions(rawValue: 1 << 5)  // RFC 6152
  public static let dsn = SMTPExtensions(rawValue: 1 << 6)  // RFC 3461
  public static let requireTLS = SMTPExtensions(rawValue: 1 << 7)  // RFC 8689

  /// The keywords in the order servers print them.
  public var keywords: [String] {
    let names: [(SMTPExtensions, String)] = [
      (.pipelining, "PIPELINING"), (.size, "SIZE"), (.startTLS, "STARTTLS"), (.auth, "AUTH"),
      (.enhancedStatusCodes, "ENHANCEDSTATUSCODES"), (.eightBitMIME, "8BITMIME"), (.dsn, "DSN"),
      (.requireTLS, "REQUIRETLS"),
    ]
    return names.filter { contains($0.0) }.map(\.1)
  }
}
