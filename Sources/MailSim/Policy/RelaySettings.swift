/// What the rules of a relay policy compare with.
public struct RelaySettings: Hashable, Sendable {
  /// The networks whose machines count as inside.
  public var insideNetworks: [IPNetwork]
  /// Domains with mailboxes here.
  public var localDomains: Set<Domain>
  /// Domains this server takes mail for and passes on.
  public var relayDomains: Set<Domain>
  /// Addresses of the server: a mailbox at one of its address literals is local.
  public var ownAddresses: Set<IPAddress>
  /// How long a POP or IMAP login lets its address send.
  public var window: Delay
  /// What a refused recipient hears: 550 5.7.1 (RFC 5321 §3.6.2, §7.9).
  public var refusal: Reply

  public init(
    insideNetworks: [IPNetwork], localDomains: Set<Domain>, relayDomains: Set<Domain> = [],
    ownAddresses: Set<IPAddress> = [], window: Delay = .minutes(15),
    refusal: Reply = .relayingDenied
  ) {
    self.insideNetworks = insideNetworks
    self.localDomains = localDomains
    self.relayDomains = relayDomains
    self.ownAddresses = ownAddresses
    self.window = window
    self.refusal = refusal
  }

  public func isInside(_ address: IPAddress) -> Bool {
    insideNetworks.contains { $0.contains(address) }
  }

  /// Whether the mailbox's domain is kept here, with no mailbox that asks for a detour.
  ///
  /// A local part with `@`, `%` or `!` may turn into another domain on its way, so a stranger's
  /// mail to it counts as mail for somewhere else (RFC 2505 §2.1).
  public func isOurs(_ mailbox: Mailbox) -> Bool {
    !mailbox.hasRoutingTricks && hasDomain(mailbox.domain)
  }

  /// Whether mail for the domain ends here or passes through by agreement.
  public func hasDomain(_ domain: Domain) -> Bool {
    isLocal(domain) || Self.holds(relayDomains, domain)
  }

  public func isLocal(_ domain: Domain) -> Bool {
    if Self.holds(localDomains, domain) { return true }
    return !ownAddresses.isEmpty && domain.literalAddress.map(ownAddresses.contains) == true
  }

  /// Most servers have a domain or two: comparing with each is quicker than hashing one.
  private static func holds(_ domains: Set<Domain>, _ domain: Domain) -> Bool {
    domains.count <= 4 ? domains.contains { $0 == domain } : domains.contains(domain)
  }
}
