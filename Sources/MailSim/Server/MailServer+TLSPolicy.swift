/// What a server asks of the encryption on the way to a domain, and the MTA-STS policies it
/// remembers.
extension MailServer {
  /// What it wants for a domain, before anything published is looked at.
  mutating func securityLevel(for domain: Domain) -> Scenario.OutboundTLS.SecurityLevel {
    settings.outbound.exceptions.first { $0.domain == domain }?.level ?? settings.outbound.level
  }

  /// The MTA-STS policy of a domain: the one remembered, or fetched now (RFC 8461 §3.3, §5.1).
  ///
  /// - Parameter published: what the domain publishes; nil where somebody drops the answer.
  mutating func policy(
    of domain: Domain, published: Scenario.ServerTLS?, by source: ServerRow, at now: Instant
  ) -> Scenario.ServerTLS.STSMode {
    if let known = knownPolicies[domain], now < known.until { return known.mode }
    guard let published else { return .none }
    if published.sts != .none { remember(published, of: domain, by: source, at: now) }
    return published.sts
  }

  mutating func remember(
    _ published: Scenario.ServerTLS, of domain: Domain, by source: ServerRow, at now: Instant
  ) {
    knownPolicies[domain] = KnownPolicy(
      mode: published.sts, until: now + published.stsMaxAge, source: source)
  }
}
