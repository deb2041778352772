/// A label as Graphviz's HTML subset has it: tables in tables, and text.
public indirect enum GraphLabel: Hashable, Sendable {
  case table(Table)
  case lines([TextLine])

  public struct Table: Hashable, Sendable {
    public var attributes: Attributes
    public var rows: [Row]

    public init(_ attributes: Attributes = Attributes(), _ rows: [Row]) {
      self.attributes = attributes
      self.rows = rows
    }
  }

  public enum Row: Hashable, Sendable {
    case cells([Cell])
    /// A horizontal rule.
    case rule
  }

  public struct Cell: Hashable, Sendable {
    public var attributes: Attributes
    public var content: GraphLabel

    public init(_ attributes: Attributes = Attributes(), _ content: GraphLabel) {
      self.attributes = attributes
      self.content = content
    }
  }

  public struct TextLine: Hashable, Sendable {
    public var text: String
    public var size: Int
    public var color: String
    public var isBold: Bool
    public var isLeft: Bool

    public init(
      _ text: String, size: Int, color: String, isBold: Bool = false, isLeft: Bool = false
    ) {
      self.text = text
      self.size = size
      self.color = color
      self.isBold = isBold
      self.isLeft = isLeft
    }
  }
}
