/// A table of networks, the first match in file order winning (cidr_table(5)).
///
/// A table of a hundred thousand networks is asked by prefix length, not line by line.
public struct NetworkTable: Hashable, Sendable {
  public struct Row: Hashable, Sendable {
    public var network: IPNetwork
    public var isNegated: Bool
    /// Enclosing `if` blocks: all must hold.
    public var conditions: [Condition]
    public var entry: LookupTable.Entry

    public init(
      _ network: IPNetwork, isNegated: Bool = false, conditions: [Condition] = [],
      entry: LookupTable.Entry
    ) {
      self.network = network
      self.isNegated = isNegated
      self.conditions = conditions
      self.entry = entry
    }
  }

  public struct Condition: Hashable, Sendable {
    public var network: IPNetwork
    public var isNegated: Bool
  }

  public let rows: [Row]
  /// For each prefix length in use the first row of each network; plain rows only.
  private let index: [Int: [IPNetwork: Int]]
  private let lengths: [Int]
  /// Rows with `!` or inside an `if`, which the index cannot hold.
  private let special: [Int]

  public init(_ rows: [Row]) {
    self.rows = rows
    var index: [Int: [IPNetwork: Int]] = [:]
    var special: [Int] = []
    for (number, row) in rows.enumerated() {
      guard !row.isNegated, row.conditions.isEmpty else {
        special.append(number)
        continue
      }
      let known = index[row.network.sharedBits, default: [:]][row.network]
      if known == nil { index[row.network.sharedBits, default: [:]][row.network] = number }
    }
    self.index = index
    self.special = special
    lengths = index.keys.sorted()
  }

  public func first(containing address: IPAddress) -> LookupTable.Entry? {
    var best = Int.max
    for length in lengths {
      let network = IPNetwork(base: address, sharedBits: length)
      if let row = index[length]?[network] { best = min(best, row) }
    }
    for row in special where row < best && rows[row].matches(address) { best = row }
    return best < rows.count ? rows[best].entry : nil
  }
}

extension NetworkTable.Row {
  fileprivate func matches(_ address: IPAddress) -> Bool {
    network.suits(address, isNegated)
      && conditions.allSatisfy { $0.network.suits(address, $0.isNegated) }
  }
}

extension IPNetwork {
  /// As Postfix compares: a row says nothing about addresses of the other family, not even with `!`.
  fileprivate func suits(_ address: IPAddress, _ isNegated: Bool) -> Bool {
    address.isV4 == isV4 && contains(address) != isNegated
  }
}
