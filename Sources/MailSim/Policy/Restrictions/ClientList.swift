/// Whose machines count as inside (`mynetworks`): networks, names, tables, and `!` for not, the
/// first entry that matches winning (match_list(3) of Postfix).
public struct ClientList: Hashable, Sendable {
  public enum Item: Hashable, Sendable {
    case network(IPNetwork)
    /// The client's name in the DNS, or a domain above it.
    case name(String)
    case table(LookupTable)
    /// What cannot stand in the list, such as a network with host bits.
    case broken(String)
  }

  public typealias Element = ListElement<Item>

  public private(set) var elements: [Element]
  /// The networks, where there is nothing else in the list.
  private let plain: [IPNetwork]?
  /// The same, for lists too long to go through.
  private let table: NetworkTable?

  public init(_ elements: [Element] = []) {
    self.elements = elements
    let plain = elements.compactMap { element -> IPNetwork? in
      guard !element.isNegated, case .network(let network) = element.item else { return nil }
      return network
    }
    let isPlain = plain.count == elements.count
    self.plain = isPlain ? plain : nil
    let isLong = isPlain && plain.count > 16
    table = isLong ? NetworkTable(plain.map { NetworkTable.Row($0, entry: .init("")) }) : nil
  }

  public init(_ networks: [IPNetwork]) {
    self.init(networks.map { Element(.network($0)) })
  }

  /// The networks it names, those taken out by `!` left out.
  public var networks: [IPNetwork] {
    elements.compactMap { element in
      guard !element.isNegated, case .network(let network) = element.item else { return nil }
      return network
    }
  }

  var tables: [LookupTable] {
    elements.compactMap { if case .table(let table) = $0.item { table } else { nil } }
  }

  var names: [String] {
    elements.compactMap { if case .name(let name) = $0.item { name } else { nil } }
  }

  /// Whether the address lies in one of the networks; nil where there is more in the list.
  func holds(_ address: IPAddress) -> Bool? {
    if let table { return table.first(containing: address) != nil }
    guard let plain else { return nil }
    for network in plain where network.holds(address) { return true }
    return false
  }

  func contains(_ address: IPAddress, name: String?) -> MatchList.Answer {
    if let holds = holds(address) { return MatchList.Answer(holds) }
    for element in elements {
      switch matches(element.item, address, name?.lowercased() ?? "unknown") {
      case .no: continue
      case .yes: return element.isNegated ? .no : .yes
      case .unknown(let table): return .unknown(table)
      case .failing: return .failing
      }
    }
    return .no
  }

  private func matches(_ item: Item, _ address: IPAddress, _ name: String) -> MatchList.Answer {
    switch item {
    case .network(let network): return .init(network.holds(address))
    case .name(let wanted): return .init(name == wanted || name.hasSuffix("." + wanted))
    case .broken: return .failing
    case .table(let table):
      let byName = table.lookUp(domain: name)
      switch byName == .notFound ? table.look(up: address) : byName {
      case .found, .oneOf: return .yes
      case .notFound: return .no
      case .unknown: return .unknown(table.name)
      }
    }
  }

  func mapTables(_ change: (LookupTable) -> LookupTable) -> ClientList {
    ClientList(
      elements.map { element in
        guard case .table(let table) = element.item else { return element }
        var element = element
        element.item = .table(change(table))
        return element
      })
  }
}

extension IPNetwork {
  /// As Postfix compares: `[::]/0` holds no IPv4 address.
  fileprivate func holds(_ address: IPAddress) -> Bool {
    contains(address) && (sharedBits >= 96 || !address.isV4)
  }
}
