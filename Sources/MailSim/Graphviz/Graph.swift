/// A drawing as data: nodes, edges, boxes around nodes; knows nothing of what it depicts.
///
/// Everything is kept in the order it was added, so the same graph is the same text.
public struct Graph: Hashable, Sendable {
  public var name: String
  /// What the picture shows, in a line; the title of an SVG.
  public var title = ""
  /// The same content as sentences, for those who cannot see it.
  public var sentences: [String] = []
  public var engine = Engine.dot
  public var attributes = Attributes()
  public var nodeDefaults = Attributes()
  public var edgeDefaults = Attributes()
  public var clusters: [Cluster] = []
  public var nodes: [Node] = []
  /// Nodes that stand in one column (or row).
  public var ranks: [[String]] = []
  public var edges: [Edge] = []

  public init(name: String) {
    self.name = name
  }

  /// The layout programs of Graphviz that are used here.
  public enum Engine: String, Hashable, Sendable {
    case dot
    /// Nodes stand where their `pos` says.
    case neato
  }

  public struct Node: Hashable, Sendable {
    public var id: String
    public var label: GraphLabel
    /// What a reader is told when pointing at it.
    public var title: String
    public var attributes: Attributes

    public init(
      _ id: String, _ label: GraphLabel, title: String, _ attributes: Attributes = Attributes()
    ) {
      self.id = id
      self.label = label
      self.title = title
      self.attributes = attributes
    }
  }

  public struct Cluster: Hashable, Sendable {
    public var id: String
    public var label: GraphLabel
    public var title: String
    public var attributes: Attributes
    public var nodes: [Node] = []

    public init(_ id: String, _ label: GraphLabel, title: String, _ attributes: Attributes) {
      self.id = id
      self.label = label
      self.title = title
      self.attributes = attributes
    }
  }

  /// One end of an edge: a node, a port in it, and the side where the edge meets it.
  public struct End: Hashable, Sendable {
    public var node: String
    public var port: String?
    public var side: String?

    public init(_ node: String, port: String? = nil, side: String? = nil) {
      self.node = node
      self.port = port
      self.side = side
    }
  }

  public struct Edge: Hashable, Sendable {
    public var from: End
    public var to: End
    public var title: String
    public var attributes: Attributes

    public init(_ from: End, _ to: End, title: String = "", _ attributes: Attributes) {
      self.from = from
      self.to = to
      self.title = title
      self.attributes = attributes
    }
  }
}

/// Attributes in the order they were set.
public struct Attributes: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  public enum Content: Hashable, Sendable {
    case text(String)
    case html(GraphLabel)
  }

  public private(set) var pairs: [Pair] = []

  public struct Pair: Hashable, Sendable {
    public let name: String
    public var value: Content
  }

  public init() {}

  public init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { self[name] = value }
  }

  /// The text of an attribute; nil where there is none or it is HTML.
  public subscript(name: String) -> String? {
    get {
      guard case .text(let text)? = pairs.first(where: { $0.name == name })?.value else {
        return nil
      }
      return text
    }
    set { set(name, newValue.map { .text($0) }) }
  }

  public mutating func set(_ name: String, _ value: Content?) {
    let row = pairs.firstIndex { $0.name == name }
    guard let value else {
      if let row { pairs.remove(at: row) }
      return
    }
    if let row {
      pairs[row].value = value
    } else {
      pairs.append(Pair(name: name, value: value))
    }
  }

  public func merging(_ others: Attributes) -> Attributes {
    var merged = self
    for pair in others.pairs { merged.set(pair.name, pair.value) }
    return merged
  }
}
