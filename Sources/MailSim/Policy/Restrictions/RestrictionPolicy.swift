/// A relay policy as restriction lists, one a stage, with the semantics of Postfix's smtpd(8).
///
/// Within a list the first restriction with an answer decides; a permit ends only its own list, a
/// refusal ends everything. What cannot be known here leaves several answers possible, and the
/// decision says which.
public struct RestrictionPolicy: Hashable, Sendable {
  public var name: String
  public var destinations = Destinations()
  public var lists: [RestrictionStage: [Restriction]] = [:]
  /// What words in access tables stand for, by the words.
  public var words: [String: [Restriction]] = [:]
  /// Whose machines may relay (`mynetworks`).
  public var inside = ClientList()
  /// Whether the server offers AUTH at all, and whether before TLS.
  public var offersLogin = true
  public var offersLoginInClear = true
  /// Whether MAIL is refused until TLS is on (`smtpd_tls_security_level = encrypt`).
  public var demandsTLS = false
  /// Whether a connection begins with TLS (`smtpd_tls_wrappermode`).
  public var isWrappedInTLS = false
  public var reportsUnlistedRecipients = true
  /// Whether the relay list is asked before the recipient list
  /// (`smtpd_relay_before_recipient_restrictions`).
  public var asksRelayFirst = true
  /// Whether refusals wait for RCPT (`smtpd_delay_reject`); otherwise they fall at the banner, at
  /// HELO and at MAIL.
  public var delaysRefusals = true
  /// What a client hears whose mail is not relayed (`relay_domains_reject_code`).
  public var relayRefusal = Reply(554, EnhancedStatus(5, 7, 1), .relayAccessDenied)
  /// `soft_bounce`: whether every 5xx is said as 4xx.
  public var softensRefusals = false
  /// Whether the server refuses to run, for want of any rule against relaying: smtpd(8) stops with a
  /// fatal error at every connection, before it says a word.
  public var standsStill = false
  /// How long a POP or IMAP login lets its address send, where a rule asks for it.
  public var window = Delay.minutes(15)

  public init(name: String) {
    self.name = name
  }

  /// Which domains end here or pass through by agreement.
  public struct Destinations: Hashable, Sendable {
    /// `mydestination` and the virtual domains.
    public var local = MatchList() { didSet { names = plainNames } }
    public var virtual = MatchList() { didSet { names = plainNames } }
    /// `relay_domains`.
    public var relay = MatchList() { didSet { names = plainNames } }
    /// The names of all three, where there is nothing else in them: almost always.
    private var names: [Domain]? = []
    public var ownAddresses: Set<IPAddress> = []
    /// `resolve_dequoted_address`: an `@` inside the local part leads on.
    public var undoesQuotedAddress = true
    /// What an address without a domain gets (`myorigin`); nil where it is no address at all.
    public var origin: Domain?
    public var undoesPercentHack = true
    public var undoesBangPath = true
    /// `allow_untrusted_routing`.
    public var trustsRouting = false

    public init() {}

    private var plainNames: [Domain]? {
      guard let local = local.plain, let virtual = virtual.plain, let relay = relay.plain else {
        return nil
      }
      // What a literal means hangs on the addresses of the server, never on a list.
      return (local + virtual + relay).filter { $0.literalAddress == nil }
    }

    /// Whether mail for a domain ends here or passes by agreement, where the lists are a few names
    /// each; nil where there is more in them.
    func hold(_ domain: Domain) -> Bool? {
      guard let names else { return nil }
      for name in names where name == domain { return true }
      return domain.literalAddress.map { ownAddresses.contains($0) } ?? false
    }
  }

  /// The lists in the order in which they are asked.
  public var stages: [RestrictionStage] {
    asksRelayFirst
      ? RestrictionStage.allCases : [.client, .helo, .sender, .recipient, .relay, .data]
  }

  /// All restrictions in the order in which they are asked.
  public var restrictions: [Restriction] { stages.flatMap { lists[$0] ?? [] } }

  /// The restrictions without the classes they stand in, those that values of tables name included.
  var leaves: [Restriction] {
    var all = restrictions
    for word in words.keys.sorted() { all += words[word] ?? [] }
    return all.flatMap(\.withInner).filter { $0.kind != .list && $0.kind != .warnIfReject }
  }

  /// What any of them looks at. Networks alone ask for no name.
  var parts: FactParts {
    let asksForNames = !inside.names.isEmpty || !inside.tables.isEmpty
    return leaves.reduce([]) { all, rule in
      let parts = rule.kind.parts
      let isOnlyNetworks = !asksForNames && rule.kind == .permitNetworks
      return all.union(isOnlyNetworks ? parts.subtracting(FactParts(.clientName)) : parts)
    }
  }

  /// Networks whose machines may relay, as they are written.
  public var networks: [IPNetwork] {
    get { inside.networks }
    set { inside = ClientList(newValue) }
  }

  func isInside(_ client: RelayFacts.Client) -> MatchList.Answer {
    inside.contains(client.address, name: client.name)
  }

  /// Whether a client is one of `mynetworks`.
  func isInside(_ address: IPAddress, name: String?) -> MatchList.Answer {
    inside.contains(address, name: name)
  }
}

extension RestrictionPolicy.Destinations {
  /// The address mail really goes to, once the routing tricks at our own domains are undone.
  public func resolve(_ mailbox: Mailbox) -> Mailbox {
    var mailbox = mailbox
    while let next = undone(mailbox), isFinal(mailbox.domain) { mailbox = next }
    return mailbox
  }

  private func isFinal(_ domain: Domain) -> Bool {
    if let address = domain.literalAddress { return ownAddresses.contains(address) }
    return local.contains(domain) == .yes
  }

  private func undone(_ mailbox: Mailbox) -> Mailbox? {
    let local = mailbox.localPart
    if undoesQuotedAddress, let at = local.lastIndex(of: "@") {
      return Self.mailbox(local[..<at], local[local.index(after: at)...])
    }
    if undoesBangPath, let bang = local.firstIndex(of: "!") {
      return Self.mailbox(local[local.index(after: bang)...], local[..<bang])
    }
    if undoesPercentHack, let percent = local.lastIndex(of: "%") {
      return Self.mailbox(local[..<percent], local[local.index(after: percent)...])
    }
    return nil
  }

  private static func mailbox(_ local: Substring, _ domain: Substring) -> Mailbox? {
    Domain(domain).map { Mailbox(localPart: String(local), domain: $0) }
  }

  /// Whether mail for the address ends here or passes by agreement, for a stranger.
  public func accepts(_ mailbox: Mailbox) -> MatchList.Answer {
    guard mailbox.hasRoutingTricks else { return isOurs(mailbox.domain) }
    let goal = resolve(mailbox)
    return leadsOn(goal) ? .no : isOurs(goal.domain)
  }

  /// Whether the next server may send the mail elsewhere, and that is not allowed.
  func distrusts(_ mailbox: Mailbox) -> Bool {
    leadsOn(resolve(mailbox))
  }

  private func leadsOn(_ goal: Mailbox) -> Bool { !trustsRouting && goal.hasRoutingTricks }

  public func isOurs(_ domain: Domain) -> MatchList.Answer {
    if let address = domain.literalAddress {
      return ownAddresses.contains(address) ? .yes : .no
    }
    return local.contains(domain).or(virtual.contains(domain)).or(relay.contains(domain))
  }

  /// The comparison a careless script makes: text that ends in our domain's text.
  func endsLikeOurs(_ facts: RelayFacts) -> Bool {
    local.domains.contains { ours in
      // A detour is suspicious even to the careless, as it is to Postfix.
      !facts.forwardPath.hasRoutingTricks && facts.forwardPath.domain.text.hasSuffix(ours.text)
        || facts.reversePath?.domain.text.hasSuffix(ours.text) == true
    }
  }
}
