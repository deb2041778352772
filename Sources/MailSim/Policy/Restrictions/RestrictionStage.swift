/// The moments of a session at which a restriction list is asked, in their order.
///
/// The relay list comes before the recipient list (`smtpd_relay_before_recipient_restrictions`).
public enum RestrictionStage: String, Hashable, Sendable, CaseIterable {
  case client, helo, sender, relay, recipient, data

  /// The parameter of the list in main.cf.
  public var parameter: String { "smtpd_\(rawValue)_restrictions" }
}
