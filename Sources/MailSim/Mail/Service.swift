/// What a server listens for, with its port of the RFCs.
public enum Service: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  case smtp, submission, submissions, pop3, pop3s, imap, imaps

  /// The registered port (RFC 5321 §4.5.4.2, RFC 6409 §3.1, RFC 8314 §3).
  public var port: UInt16 {
    switch self {
    case .smtp: 25
    case .submission: 587
    case .submissions: 465
    case .pop3: 110
    case .pop3s: 995
    case .imap: 143
    case .imaps: 993
    }
  }

  public init?(port: UInt16) {
    guard let service = Self.allCases.first(where: { $0.port == port }) else { return nil }
    self = service
  }

  /// Whether TLS begins with the first octet.
  public var isImplicitTLS: Bool { self == .submissions || self == .pop3s || self == .imaps }

  /// The protocol for reading mail; nil where mail is sent.
  public var accessProtocol: AccessProtocol? {
    switch self {
    case .pop3, .pop3s: .pop3
    case .imap, .imaps: .imap
    default: nil
    }
  }

  /// The protocol's name as a reader knows it.
  public var protocolName: String { accessProtocol?.name ?? "SMTP" }
}
