/// What a proof starts from: the policy, and what is really its designer's.
///
/// A policy that calls the whole world inside must not be proven by its own word. So a stranger is
/// an address of public space that nobody has named, and a remote domain is one that no list names;
/// a network or a list too wide to be anybody's own names nobody. Who states what is his
/// (`--inside`, `--ours`) is believed, and the configuration is not.
public struct Premises: Sendable {
  public let policy: RestrictionPolicy
  /// The networks that are the designer's own; nil: as far as `mynetworks` names them narrowly.
  public let inside: [IPNetwork]?
  /// The domains that are, with those below them; nil: as the lists name them.
  public let ours: [Domain]?
  /// The narrow entries of `mynetworks`.
  private let named: ClientList
  /// Tables that name domains by their keys.
  private let naming: [LookupTable]

  public init(_ policy: RestrictionPolicy, inside: [IPNetwork]? = nil, ours: [Domain]? = nil) {
    self.policy = policy
    self.inside = inside
    self.ours = ours
    named = policy.inside.narrow
    naming = policy.leaves.compactMap { rule in
      rule.kind.subject == .access(.recipient) ? rule.table : nil
    }
  }

  /// From public space, named by nobody, and neither logged in, nor with a certificate, nor in an
  /// open window.
  func isStranger(_ client: RelayFacts.Client) -> Bool {
    guard client.login == nil, client.certificate == nil, !client.window.isOpen,
      AddressSpace.isPublic(client.address)
    else { return false }
    if let inside { return !inside.contains { $0.contains(client.address) } }
    return named.contains(client.address, name: client.name) != .yes
  }

  /// Whether mail for the recipient goes on to a domain nobody has named.
  ///
  /// What a list of local or virtual domains takes for its own ends here, be it the whole world:
  /// that is a finding of its own and no relaying.
  func isRemote(_ recipient: Mailbox) -> Bool {
    let destinations = policy.destinations
    let domain = destinations.resolve(recipient).domain
    if let address = domain.literalAddress { return !destinations.ownAddresses.contains(address) }
    guard destinations.local.contains(domain) != .yes, destinations.virtual.contains(domain) != .yes
    else { return false }
    if let ours { return !ours.contains { domain == $0 || domain.isSubdomain(of: $0) } }
    return !destinations.relay.names(domain) && !naming.contains { $0.names(domain) }
  }
}

/// Which addresses the Internet routes (RFC 6890).
enum AddressSpace {
  /// Documentation networks count as public: examples are made of them.
  static func isPublic(_ address: IPAddress) -> Bool {
    guard address.isV4 else { return globalV6.contains(address) }
    return !special.contains { $0.contains(address) }
  }

  /// Whether some address of the network is public.
  static func touchesPublic(_ network: IPNetwork) -> Bool {
    guard network.isV4 else { return network.overlaps(globalV6) }
    return !special.contains { $0.contains(network.base) && $0.contains(network.last) }
  }

  /// The shortest prefix that may be one network's own: /16, and /32 of IPv6.
  static let narrowest = (v4: 16, v6: 32)

  /// Whether a network is too wide to be anybody's own.
  static func isWide(_ network: IPNetwork) -> Bool {
    touchesPublic(network)
      && network.prefixLength < (network.isV4 ? narrowest.v4 : narrowest.v6)
  }

  /// Whether the network lies where Docker, Podman, Kubernetes or libvirt put theirs.
  static func isContainers(_ network: IPNetwork) -> Bool {
    containers.contains { $0.overlaps(network) } && !touchesPublic(network)
  }

  private static func networks(_ texts: String...) -> [IPNetwork] {
    texts.compactMap { IPNetwork($0) }
  }

  private static let globalV6 = networks("2000::/3")[0]
  private static let special = networks(
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4")
  private static let containers =
    networks("172.17.0.0/16", "172.18.0.0/15", "172.20.0.0/14")
    + networks("172.24.0.0/13", "10.88.0.0/16", "10.42.0.0/16", "10.244.0.0/16")
    + networks("192.168.122.0/24")
}

extension ClientList {
  /// The entries that name somebody: no network too wide, no name of one label, no table that holds
  /// everything.
  var narrow: ClientList {
    ClientList(
      elements.filter { element in
        switch element.item {
        case .network(let network): element.isNegated || !AddressSpace.isWide(network)
        case .name(let name): element.isNegated || !MatchList.isWide(name)
        case .table, .broken: true
        }
      }
    ).mapTables(\.narrow)
  }
}

extension MatchList {
  /// Whether a name stands for more than one organisation's: a single label, or what is below a dot.
  static func isWide(_ name: String) -> Bool { name.hasPrefix(".") || !name.contains(".") }

  /// Whether the list names the domain or, where it means those too, one above it.
  func names(_ domain: Domain) -> Bool {
    elements.contains { element in
      guard !element.isNegated else { return false }
      switch element.item {
      case .name(let name):
        let name = name.lowercased()
        return !Self.isWide(name)
          && (domain.text == name || includesSubdomains && domain.text.hasSuffix("." + name))
      case .table(let table): return table.names(domain)
      }
    }
  }
}

extension LookupTable {
  /// Whether a key is the domain or one above it of two labels or more.
  func names(_ domain: Domain) -> Bool {
    switch content {
    case .keyed(let entries):
      Domain.withParents(domain.text).contains { $0.contains(".") && entries[$0] != nil }
    case .union(let tables), .pipe(let tables): tables.contains { $0.names(domain) }
    case .networks, .patterns, .constant, .anyOf, .unknown: false
    }
  }

  /// The table without what holds everything.
  fileprivate var narrow: LookupTable {
    var table = self
    switch content {
    case .networks(let networks):
      table.content = .networks(
        NetworkTable(networks.rows.filter { $0.isNegated || !AddressSpace.isWide($0.network) }))
    case .constant, .anyOf, .patterns, .unknown: table.content = .keyed([:])
    case .union(let tables): table.content = .union(tables.map(\.narrow))
    case .pipe(let tables): table.content = .pipe(tables.map(\.narrow))
    case .keyed: break
    }
    return table
  }
}
