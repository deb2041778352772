/// Everything a policy could tell apart, simplest first: what stands before is shown as the example.
struct Candidates {
  var addresses: [IPAddress] = []
  var names: [String?] = [nil]
  var helos: [String?] = ["client.example.net", "client", "bad_!name"]
  var senders: [Mailbox?] = []
  var recipients: [Mailbox] = []
  var logins: [RelayFacts.Login] = []

  init(_ policies: [RestrictionPolicy], _ leaves: [LeafRules]) {
    addresses = Self.strangers.compactMap { IPAddress($0) }
    for network in policies.flatMap(\.networks) { cut(network) }
    for policy in policies {
      for table in policy.networkTables { cut(at: table) }
    }
    for leaf in leaves {
      for table in leaf.clientTables { cut(at: table) }
      for key in leaf.heloTables.flatMap(\.keys) { helos.append(key) }
    }
    var seen: Set<IPAddress> = []
    addresses = addresses.filter { seen.insert($0).inserted }
    let ours = Self.domains(policies)
    envelope(ours)
    for leaf in leaves {
      senders += leaf.senderTables.flatMap(\.keys).flatMap(Self.mailboxes)
      recipients += leaf.recipientTables.flatMap(\.keys).flatMap(Self.mailboxes)
      logins += leaf.senderTables.flatMap(\.entries).compactMap(Self.owner)
    }
    let own = ours.first.map { Mailbox(localPart: "alice", domain: $0) }
    logins = [RelayFacts.Login(name: "alice", mailbox: own)] + logins.prefix(4)
  }

  private static let strangers = ["203.0.113.9", "198.51.100.9", "192.0.2.9", "2001:db8:bad::9"]
  private static let outside = ["example.net", "example.org", "outside.example"]

  // MARK: Clients

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
        } else {
          names += [key, "host.\(key)"]
        }
      }
    }
  }

  /// `192.0.2` stands for its /24 in a keyed table; IPv6 likewise by groups.
  private static func network(prefix key: String) -> IPNetwork? {
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

  // MARK: Envelope

  /// The domains that are ours by any of the policies, in order.
  private static func domains(_ policies: [RestrictionPolicy]) -> [Domain] {
    var found: [Domain] = []
    for list in policies.flatMap({
      [$0.destinations.local, $0.destinations.virtual, $0.destinations.relay]
    }) {
      for element in list.elements {
        switch element.item {
        case .name(let name):
          found += [name, "sub.\(name)"].compactMap { Domain($0.drop { $0 == "." }) }
        case .table(let table): found += table.keys.prefix(1_000).compactMap { Domain($0) }
        }
      }
    }
    return found
  }

  private mutating func envelope(_ ours: [Domain]) {
    let foreign = Self.outside.compactMap { Domain($0) }.filter { !ours.contains($0) }
    senders = foreign.map { Mailbox(localPart: "user", domain: $0) }
    senders += ours.map { Mailbox(localPart: "alice", domain: $0) } + [nil]
    for domain in ours {
      senders += ["bob", "user%\(Self.outside[0])"].map { Mailbox(localPart: $0, domain: domain) }
    }
    senders += [Domain("unqualified")].compactMap(\.self).map {
      Mailbox(localPart: "user", domain: $0)
    }
    recipients = foreign.map { Mailbox(localPart: "someone", domain: $0) }
    for domain in ours {
      recipients += ["alice", "postmaster"].map { Mailbox(localPart: $0, domain: domain) }
    }
    let target = foreign.first?.text ?? "example.net"
    for domain in ours {
      recipients += ["user%\(target)", "\(target)!user", "user@\(target)", "a%b%\(target)"].map {
        Mailbox(localPart: $0, domain: domain, wasQuoted: $0.contains("@"))
      }
    }
    recipients += foreign.prefix(1).map { Mailbox(localPart: "user%elsewhere.example", domain: $0) }
    recipients += [Domain("unqualified")].compactMap(\.self).map {
      Mailbox(localPart: "someone", domain: $0)
    }
  }

  /// The addresses a key of an access table can stand for.
  private static func mailboxes(_ key: String) -> [Mailbox] {
    if key.hasSuffix("@") {
      return outside.prefix(1).compactMap { Mailbox("\(key)\($0)") }
    }
    if key.contains("@") { return [Mailbox(key)].compactMap(\.self) }
    // The last is what a pattern without an anchor at its start also matches.
    return ["someone@\(key)", "someone@sub.\(key)", "someone@not\(key)"].compactMap { Mailbox($0) }
  }

  private static func owner(_ entry: LookupTable.Entry) -> RelayFacts.Login? {
    let name = entry.value.split { $0 == "," || $0.isWhitespace }.first
    return name.map { RelayFacts.Login(name: String($0)) }
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
