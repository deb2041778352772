/// An entry of a list of clients or of domains, where `!` means not (match_list(3) of Postfix).
public struct ListElement<Item: Hashable & Sendable>: Hashable, Sendable {
  public var item: Item
  public var isNegated: Bool
  public var position: ConfigurationPosition?

  public init(_ item: Item, isNegated: Bool = false, position: ConfigurationPosition? = nil) {
    self.item = item
    self.isNegated = isNegated
    self.position = position
  }
}
