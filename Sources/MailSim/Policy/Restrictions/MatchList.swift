/// A list of domains as in `mydestination` or `relay_domains`: names, tables, and `!` for not.
public struct MatchList: Hashable, Sendable {
  public enum Item: Hashable, Sendable {
    case name(String)
    case table(LookupTable)
  }

  public typealias Element = ListElement<Item>

  public enum Answer: Hashable, Sendable {
    case yes, no
    /// It hangs on this table.
    case unknown(String)
    /// The list cannot be asked: 451 to whoever no earlier entry settles.
    case failing

    /// Of two lists either will do.
    func or(_ other: @autoclosure () -> Answer) -> Answer {
      switch self {
      case .yes, .failing: return self
      case .no: return other()
      case .unknown:
        let other = other()
        return other == .no ? self : other
      }
    }
  }

  public var elements: [Element] {
    didSet { plain = plainNames }
  }
  /// The names, where the list is a few of them and nothing else, and each stands for itself.
  private(set) var plain: [Domain]?
  /// Whether a domain stands for its subdomains too (`parent_domain_matches_subdomains`).
  public var includesSubdomains: Bool {
    didSet { plain = plainNames }
  }

  public init(_ elements: [Element] = [], includesSubdomains: Bool = false) {
    self.elements = elements
    self.includesSubdomains = includesSubdomains
    plain = plainNames
  }

  /// Most lists are a name or two, which are compared quickest one by one.
  private var plainNames: [Domain]? {
    guard elements.count <= 4, !includesSubdomains || elements.isEmpty else { return nil }
    var names: [Domain] = []
    for element in elements {
      guard !element.isNegated, case .name(let name) = element.item, let domain = Domain(name)
      else { return nil }
      names.append(domain)
    }
    return names
  }

  public init(names: [String], includesSubdomains: Bool = false) {
    self.init(names.map { Element(.name($0)) }, includesSubdomains: includesSubdomains)
  }

  /// The first element that matches decides (match_list(3) of Postfix).
  public func contains(_ domain: Domain) -> Answer {
    if let plain { return Answer(plain.contains { $0 == domain }) }
    for element in elements {
      switch matches(element.item, domain.text) {
      case .no: continue
      case .yes: return element.isNegated ? .no : .yes
      case .unknown(let table): return .unknown(table)
      case .failing: return .failing
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
