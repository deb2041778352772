/// One word of a Postfix restriction list, with what it needs to decide (access(5), postconf(5)).
public struct Restriction: Hashable, Sendable {
  public indirect enum Test: Hashable, Sendable {
    case permit, reject, `defer`, deferIfPermit, deferIfReject
    case permitNetworks, permitLogin, permitWindow, permitClientCertificate
    case permitListedCertificate(LookupTable)
    case permitDestination, rejectUnauthDestination, deferUnauthDestination
    case rejectUnlistedRecipient, rejectUnlistedSender
    case rejectNonFQDNHelo, rejectInvalidHelo, rejectNonFQDNSender, rejectNonFQDNRecipient
    case rejectPlaintext
    case rejectLoginMismatch(MismatchScope, LookupTable?)
    /// MAIL FROM claims a domain of ours, taken at its word (no word of Postfix's).
    case permitSenderDomain
    /// A login with a MAIL FROM that is not its own address (no word of Postfix's).
    case rejectForeignSender
    /// The domain of MAIL FROM, or of the recipient, is not in the DNS or takes no mail.
    case rejectUnknownDomain(EnvelopeSide)
    case access(AccessSubject, LookupTable)
    /// A restriction class, or several restrictions that stand in a table.
    case list([Restriction])
    /// `warn_if_reject`: a refusal of the next restriction is logged, not obeyed; a permit counts.
    case warnOnly(Restriction)
    /// Something that has no bearing on a client that keeps to the protocol.
    case noEffect
    /// What only the outside world can answer: DNS, a policy service, a directory.
    case unknown(source: String, may: Set<Effect>)
  }

  /// Whose ownership of MAIL FROM is asked (the four `reject_*_sender_login_mismatch`).
  public enum MismatchScope: Hashable, Sendable {
    case anyone, authenticated, unauthenticated, known
  }

  public enum EnvelopeSide: Hashable, Sendable {
    case sender, recipient
  }

  /// What an unknown answer could do.
  public enum Effect: Hashable, Sendable {
    case permit, reject, goOn
  }

  public var test: Test
  /// The words as configured, `check_client_access hash:/etc/postfix/access`.
  public var name: String
  public var position: ConfigurationPosition?

  public init(_ test: Test, name: String, position: ConfigurationPosition? = nil) {
    self.test = test
    self.name = name
    self.position = position
  }

  /// `permit_mynetworks (main.cf:14)`
  public var label: String { position.map { "\(name) (\($0))" } ?? name }
}

/// What a `check_*_access` table is asked for.
public enum AccessSubject: String, Hashable, Sendable, CaseIterable {
  case client, helo, sender, recipient, certificate
}
