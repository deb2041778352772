/// The moments of a session at which a restriction list is asked, in their order.
///
/// Whether the relay list comes before the recipient list is the policy's to say.
public enum RestrictionStage: String, Hashable, Sendable, CaseIterable, Comparable {
  case client, helo, sender, relay, recipient, data

  public static func < (a: RestrictionStage, b: RestrictionStage) -> Bool { a.order < b.order }

  private var order: Int {
    switch self {
    case .client: 0
    case .helo: 1
    case .sender: 2
    case .relay: 3
    case .recipient: 4
    case .data: 5
    }
  }

  /// The parameter of the list in main.cf.
  public var parameter: String { "smtpd_\(rawValue)_restrictions" }
}
