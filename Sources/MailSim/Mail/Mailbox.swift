/// A mailbox as it stands in an envelope: `local-part@domain` (RFC 5321 §4.1.2).
public struct Mailbox: Hashable, Sendable {
  /// Without the quotes of a quoted string; `wasQuoted` says whether it had them.
  public let localPart: String
  public let domain: Domain
  public let wasQuoted: Bool
  /// Whether the local part asks for routing: it holds `@`, `%` or `!`, quoted or not.
  ///
  /// A stranger's mail for such an address must be judged as mail for somewhere
  /// else (RFC 2505 §2.1): the local part may turn into another domain. Every relay decision asks,
  /// so it is looked up once.
  public let hasRoutingTricks: Bool

  public init(localPart: String, domain: Domain, wasQuoted: Bool = false) {
    self.localPart = localPart
    self.domain = domain
    self.wasQuoted = wasQuoted
    hasRoutingTricks = localPart.utf8.contains { $0 == 0x40 || $0 == 0x25 || $0 == 0x21 }
  }
}

extension Mailbox: CustomStringConvertible {
  public var description: String {
    guard wasQuoted || !localPart.utf8.allSatisfy(AddressSyntax.isDotAtomByte) else {
      return "\(localPart)@\(domain)"
    }
    return "\"\(localPart.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"@\(domain)"
  }
}

extension Mailbox: LosslessStringConvertible {
  /// Reads `user@example.org` or `"odd one"@example.org`, without angle brackets.
  public init?(_ description: String) {
    guard let path = AddressSyntax.path(description[...]), path.sourceRoute.isEmpty else {
      return nil
    }
    self = path.mailbox
  }
}

extension Mailbox {
  /// The junk folder of a mailbox, as a detail behind `+`.
  var junk: Mailbox { Mailbox(localPart: "\(localPart)\(Self.junkDetail)", domain: domain) }

  var isJunk: Bool { localPart.hasSuffix(Self.junkDetail) }

  private static let junkDetail = "+junk"
}
