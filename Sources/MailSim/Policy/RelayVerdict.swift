/// What a relay policy says of one recipient.
public enum RelayVerdict: String, Hashable, Sendable, CaseIterable, Codable, BitwiseCopyable {
  case accept
  case refuse
  /// Refused for now, with a 4xx: the client keeps the message and tries again.
  case `defer`
}
