/// The parts of a question to a relay policy: what a restriction looks at, and nothing else of it.
///
/// A proof cuts each part into classes by what the restrictions say that look at it, `why` varies
/// the parts that were looked at, and a run gathers no other.
public enum FactPart: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  case address, clientName, helo, login, encryption, certificate, window
  case sender, recipient
  /// Whether the recipient or the sender is among the users of a domain kept here.
  case recipientExistence, senderExistence
  /// What the DNS says of the domain of either path.
  case senderDomain, recipientDomain
  /// Whether the client sent on before it was answered (RFC 2920 §3.1).
  case pipelining

  /// The first list at which it is known.
  var knownFrom: RestrictionStage {
    switch self {
    case .address, .clientName, .login, .encryption, .certificate, .window, .pipelining: .client
    case .helo: .helo
    case .sender, .senderExistence, .senderDomain: .sender
    case .recipient, .recipientExistence, .recipientDomain: .relay
    }
  }
}

/// Some of the parts, as a small value.
public struct FactParts: OptionSet, Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  public init(_ part: FactPart) {
    self.init(rawValue: 1 << UInt16(part.rawValue))
  }

  public func contains(_ part: FactPart) -> Bool { contains(FactParts(part)) }

  /// The first list at which all of them are known.
  var knownFrom: RestrictionStage {
    FactPart.allCases.filter { contains($0) }.map(\.knownFrom).max() ?? .client
  }
}

extension FactParts: ExpressibleByArrayLiteral {
  public init(arrayLiteral parts: FactPart...) {
    self = parts.reduce(FactParts(rawValue: 0)) { $0.union(FactParts($1)) }
  }
}
