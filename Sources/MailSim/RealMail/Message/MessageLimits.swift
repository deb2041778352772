/// How much of a message is kept in memory, whatever it holds.
///
/// Servers give up long before: Postfix refuses a message with 50 `Received` fields, RFC 5321
/// §6.3 asks for at least 100. What lies beyond a limit is counted and said.
public struct MessageLimits: Sendable {
  /// Octets kept of one header field.
  public var fieldOctets = 64 * 1024
  /// `Received` fields kept.
  public var receivedFields = 1000
  /// Other fields kept.
  public var otherFields = 1000
  /// Octets kept of all fields together.
  public var headerOctets = 8 * 1024 * 1024
  /// Parts of a MIME body whose types are noted.
  public var parts = 500
  /// How deep multiparts may stand in each other.
  public var depth = 20

  public init() {}

  public static let standard = MessageLimits()
}

/// Why a file holds no message that can be traced.
public enum MessageReadingError: Error, Hashable, Sendable {
  case empty
  /// A file of another kind, recognised by its first octets.
  case otherFormat(String)
  /// Text, but no header fields that mail has; the first line is given.
  case notAMessage(firstLine: String)
}

extension MessageReadingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "the file is empty"
    case .otherFormat(let kind): "this is \(kind), not the text of a message"
    case .notAMessage(let line):
      "no header fields of a message were found; the text begins \"\(line)\""
    }
  }
}
