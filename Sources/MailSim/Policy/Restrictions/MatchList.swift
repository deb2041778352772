/// A list of domains as in `mydestination` or `relay_domains`: names, tables, and `!` for not.
public struct MatchList: Hashable, Sendable {
  public enum Item: Hashable, Sendable {
    case name(String)
    case table(LookupTable)
  }

  public struct Element: Hashable, Sendable {
    public var item: Item
    public var isNegated: Bool

    public init(_ item: Item, isNegated: Bool = false) {
      self.item = item
      self.isNegated = isNegated
    }
  }

  public enum Answer: Hashable, Sendable {
    case yes, no
    /// It hangs on this table.
    case unknown(String)
  }

  public var elements: [Element]
  /// Whether a domain stands for its subdomains too (`parent_domain_matches_subdomains`).
  public var includesSubdomains: Bool

  public init(_ elements: [Element] = [], includesSubdomains: Bool = false) {
    self.elements = elements
    self.includesSubdomains = includesSubdomains
  }

  public init(names: [String], includesSubdomains: Bool = false) {
    self.init(names.map { Element(.name($0)) }, includesSubdomains: includesSubdomains)
  }

  /// The first element that matches decides (match_list(3) of Postfix).
  public func contains(_ domain: Domain) -> Answer {
    for element in elements {
      switch matches(element.item, domain.text) {
      case .no: continue
      case .yes: return element.isNegated ? .no : .yes
      case .unknown(let table): return .unknown(table)
      }
    }
    return .no
  }

  private func matches(_ item: Item, _ domain: String) -> Answer {
    switch item {
    case .name(let name):
      let name = name.lowercased()
      if domain == name { return .yes }
      let parent = includesSubdomains ? "." + name : name.hasPrefix(".") ? name : nil
      return parent.map { domain.hasSuffix($0) } == true ? .yes : .no
    case .table(let table): return matches(table, domain)
    }
  }

  private func matches(_ table: LookupTable, _ domain: String) -> Answer {
    for key in includesSubdomains ? Domain.withParents(domain) : [domain] {
      switch table.look(up: key) {
      case .found, .oneOf: return .yes
      case .unknown: return .unknown(table.name)
      case .notFound: continue
      }
    }
    return .no
  }
}

extension Domain {
  /// The name and the domains above it: `a.b.c`, `b.c`, `c`.
  static func withParents(_ name: String) -> [String] {
    var names = [name]
    var rest = name[...]
    while let dot = rest.firstIndex(of: ".") {
      rest = rest[rest.index(after: dot)...]
      if !rest.isEmpty { names.append(String(rest)) }
    }
    return names
  }
}
