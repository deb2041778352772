/// Everything policies and a property could tell apart, simplest first: what stands before is shown
/// as the example.
struct Candidates {
  private(set) var addresses: [IPAddress] = []
  /// The last is a name no table holds.
  private(set) var names: [String?] = [nil, "host.unlisted.test"]
  private(set) var helos: [String?] = [
    "client.example.net", "client", "bad_!name", "host.unlisted.test",
  ]

  /// Clients and what they say of themselves; `EnvelopeCandidates` has the rest.
  init(
    _ policies: [(policy: RestrictionPolicy, leaves: LeafRules)], _ refinement: Refinement
  ) {
    addresses = Self.strangers.compactMap { IPAddress($0) }
    for element in policies.flatMap(\.policy.inside.elements) {
      if case .network(let network) = element.item { cut(network) }
    }
    names += policies.flatMap(\.policy.inside.names).flatMap { [$0, "host.\($0)"] }
    for network in refinement.networks { cut(network) }
    for (policy, leaves) in policies {
      for table in policy.inside.tables + leaves.clientTables { cut(at: table) }
      for table in leaves.heloTables { call(by: table) }
    }
    names += refinement.clientNames
    helos += refinement.helos
    var seen: Set<IPAddress> = []
    addresses = addresses.filter { seen.insert($0).inserted }
  }

  private static let strangers = ["203.0.113.9", "198.51.100.9", "192.0.2.9", "2001:db8:bad::9"]

  // MARK: Addresses

  /// Cuts at a network that no rule names.
  mutating func add(_ network: IPNetwork) {
    cut(network)
    var seen: Set<IPAddress> = []
    addresses = addresses.filter { seen.insert($0).inserted }
  }

  /// Both ends of a network and the neighbours behind them.
  private mutating func cut(_ network: IPNetwork) {
    let last = network.last
    addresses.append(network.address(at: 1) ?? network.base)
    addresses += [network.base, last]
    if network.base.bits > 0 { addresses.append(IPAddress(bits: network.base.bits - 1)) }
    if last.bits < UInt128.max { addresses.append(IPAddress(bits: last.bits + 1)) }
  }

  private mutating func cut(at table: LookupTable) {
    switch table.content {
    case .networks(let networks):
      for row in networks.rows {
        cut(row.network)
        for condition in row.conditions { cut(condition.network) }
      }
    case .union(let tables), .pipe(let tables): for inner in tables { cut(at: inner) }
    default:
      for key in table.keys {
        if let network = Self.network(prefix: key) {
          cut(network)
          if !network.isV4 { cut(belowPrefix: key, network) }
        } else {
          names += [key, "host.\(key)"]
        }
      }
    }
  }

  /// `192.0.2` stands for its /24 in a keyed table; IPv6 likewise by groups.
  static func network(prefix key: String) -> IPNetwork? {
    // Most keys of large tables are names, which begin with a letter no address has.
    guard let first = key.utf8.first, first < 0x67 else { return nil }
    if let network = IPNetwork(key) { return network }
    let parts = key.split(separator: ".", omittingEmptySubsequences: false)
    if (1...3).contains(parts.count), parts.allSatisfy({ UInt8($0) != nil }) {
      let filled = parts.map(String.init) + Array(repeating: "0", count: 4 - parts.count)
      return IPNetwork("\(filled.joined(separator: "."))/\(parts.count * 8)")
    }
    let groups = key.split(separator: ":", omittingEmptySubsequences: false)
    guard groups.count > 1, groups.count < 8 else { return nil }
    return IPNetwork("\(key)::/\(groups.count * 16)")
  }

  /// Zeros at the end of a prefix are written as `::` and match no longer, unless a group that is
  /// not zero follows.
  private mutating func cut(belowPrefix key: String, _ network: IPNetwork) {
    let groups = key.count { $0 == ":" } + 1
    guard groups < 8, !key.contains("::") else { return }
    let next = UInt128(1) << UInt128(112 - 16 * groups)
    addresses.append(IPAddress(bits: network.base.bits | next))
  }

  // MARK: HELO

  /// Names and address literals that a table of HELO names tells apart.
  private mutating func call(by table: LookupTable) {
    switch table.content {
    case .networks(let networks):
      for row in networks.rows {
        helos += [row.network.base.literal, row.network.last.literal]
        for condition in row.conditions { helos.append(condition.network.base.literal) }
      }
    case .union(let tables), .pipe(let tables): for inner in tables { call(by: inner) }
    default:
      for key in table.keys {
        helos.append(key)
        if let network = Self.network(prefix: key) {
          helos.append(network.base.literal)
        } else {
          helos.append("host.\(key)")
        }
      }
    }
  }
}

extension LookupTable {
  /// The keys of keyed tables, sorted, so that classes come in one order.
  var keys: [String] {
    switch content {
    case .keyed(let entries): entries.keys.sorted()
    case .union(let tables), .pipe(let tables): tables.flatMap(\.keys)
    case .patterns(let rules): rules.compactMap(\.pattern.sample)
    case .networks, .constant, .anyOf, .unknown: []
    }
  }
}
