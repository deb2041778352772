/// What stands out in a policy without any question being asked: a list wider than anybody's own.
public struct PolicyRemark: Hashable, Sendable {
  public enum Code: String, Hashable, Sendable, CaseIterable {
    case wideNetwork = "WIDE-NETWORK"
    case wideDomain = "WIDE-DOMAIN"
    case takesTheWorld = "TAKES-THE-WORLD"
    case containerNetwork = "CONTAINER-NETWORK"
  }

  public let code: Code
  /// What stands there, and what it does.
  public let words: String
  public let position: ConfigurationPosition?

  /// Whether it fails a proof; otherwise it is something to think of.
  public var isFault: Bool { code != .containerNetwork }
}

extension Premises {
  /// The remarks on the policy, faults first; what is stated to be one's own is none.
  public var remarks: [PolicyRemark] {
    let all = policy.inside.elements.flatMap(remarks) + domainRemarks
    return all.filter(\.isFault) + all.filter { !$0.isFault }
  }

  private func remarks(on element: ClientList.Element) -> [PolicyRemark] {
    guard !element.isNegated else { return [] }
    switch element.item {
    case .network(let network): return remarks(on: network, element.position)
    case .name(let name):
      guard MatchList.isWide(name) else { return [] }
      return [wide("mynetworks: every client named below '\(name)' may relay", element.position)]
    case .broken: return []
    case .table(let table): return remarks(on: table, element.position)
    }
  }

  private func remarks(
    on table: LookupTable, _ position: ConfigurationPosition?
  ) -> [PolicyRemark] {
    switch table.content {
    case .networks(let rows):
      rows.rows.filter { !$0.isNegated && $0.conditions.isEmpty }.flatMap {
        remarks(on: $0.network, $0.entry.position ?? position)
      }
    case .constant: [wide("mynetworks: \(table.name) holds every address", position)]
    case .patterns where Self.strangers.allSatisfy({ table.look(up: $0) != .notFound }):
      [wide("mynetworks: \(table.name) matches any address", position)]
    case .union(let tables): tables.flatMap { remarks(on: $0, position) }
    default: []
    }
  }

  private static let strangers = ["203.0.113.9", "198.51.100.77", "2001:db8:bad::9"]

  private func remarks(
    on network: IPNetwork, _ position: ConfigurationPosition?
  ) -> [PolicyRemark] {
    if let inside, inside.contains(where: { $0.contains(network) }) { return [] }
    if AddressSpace.isWide(network) {
      let limit = network.isV4 ? "/\(AddressSpace.narrowest.v4)" : "/\(AddressSpace.narrowest.v6)"
      return [
        wide(
          "mynetworks: \(network) is public space and wider than \(limit): whoever is there may "
            + "relay", position)
      ]
    }
    guard AddressSpace.isContainers(network) else { return [] }
    return [
      PolicyRemark(
        code: .containerNetwork,
        words: "mynetworks: \(network) holds container networks: strangers whose connections a "
          + "bridge translates arrive from there", position: position)
    ]
  }

  private func wide(_ words: String, _ position: ConfigurationPosition?) -> PolicyRemark {
    PolicyRemark(code: .wideNetwork, words: words, position: position)
  }

  // MARK: Domains

  private var domainRemarks: [PolicyRemark] {
    let destinations = policy.destinations
    let relay = remarks(on: destinations.relay, "relay_domains", .wideDomain) {
      "mail for \($0) is relayed for anybody"
    }
    let local = remarks(on: destinations.local, "mydestination", .takesTheWorld) {
      "mail for \($0) ends here"
    }
    let virtual = remarks(on: destinations.virtual, "virtual domains", .takesTheWorld) {
      "mail for \($0) ends here"
    }
    return relay + local + virtual
  }

  private func remarks(
    on list: MatchList, _ name: String, _ code: PolicyRemark.Code, _ says: (String) -> String
  ) -> [PolicyRemark] {
    list.elements.compactMap { element in
      guard !element.isNegated else { return nil }
      let what: String
      switch element.item {
      case .name(let domain):
        guard MatchList.isWide(domain), list.includesSubdomains || domain.hasPrefix(".") else {
          return nil
        }
        let plain = domain.drop { $0 == "." }
        guard code == .wideDomain || !plain.contains("."), !isStated(String(plain)) else {
          return nil
        }
        what = "every domain below '\(plain)'"
      case .table(let table):
        guard Self.unheardOf.allSatisfy({ table.look(up: $0) != .notFound }), ours == nil,
          !table.isUnknown
        else { return nil }
        what = "every domain there is (\(table.name))"
      }
      return PolicyRemark(
        code: code, words: "\(name): \(says(what))", position: element.position)
    }
  }

  private func isStated(_ domain: String) -> Bool {
    guard let ours, let domain = Domain(domain) else { return false }
    return ours.contains { domain == $0 || domain.isSubdomain(of: $0) }
  }

  private static let unheardOf = ["nobody-names-this.com", "nor-this.net", "nor-that.example"]
}

extension IPNetwork {
  /// Whether every address of the other is one of these.
  func contains(_ other: IPNetwork) -> Bool {
    sharedBits <= other.sharedBits && contains(other.base)
  }
}

extension LookupTable {
  fileprivate var isUnknown: Bool { if case .unknown = content { true } else { false } }
}
