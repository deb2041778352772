/// The pictures there are, each made from a trace alone.
public enum Diagram: String, Hashable, Sendable, CaseIterable {
  case encryption, relay, sequence, topology

  public var summary: String {
    switch self {
    case .encryption:
      "which connections on a message's path were encrypted, and where it lay readable"
    case .relay: "what a server took and refused, and by which rule"
    case .sequence: "the dialogue of a message or a step, line by line"
    case .topology: "sites, networks, servers and people; needs no run"
    }
  }

  /// Draws one picture of what the run did.
  ///
  /// - Throws: `DiagramError` when the run did nothing that this picture could show, or when
  ///   the finished picture says something else than the run.
  public func graph(of trace: Trace, _ options: DiagramOptions = DiagramOptions())
    throws(DiagramError) -> Graph
  {
    // The scene is there before any message.
    if self != .topology, let message = options.message,
      Int(message.index) >= trace.messages.count
    {
      throw .noSuchMessage(Int(message.index) + 1, count: trace.messages.count)
    }
    var graph =
      switch self {
      case .encryption: try EncryptionDiagram(trace, options).graph()
      case .relay: try RelayDiagram(trace, options).graph()
      case .sequence: try SequenceDiagram(trace, options).graph()
      case .topology: TopologyDiagram(trace, options).graph()
      }
    graph.title = "\(trace.header.title): \(summary)"
    if let violation = DiagramCheck.violations(in: graph, of: self, from: trace, options).first {
      throw .contradictsTrace(violation)
    }
    return graph
  }

  /// The same picture as it grows: every frame has the layout of the last, so that slides can
  /// show one after the other in place.
  public func frames(of trace: Trace, _ options: DiagramOptions = DiagramOptions())
    throws(DiagramError) -> [Graph]
  {
    let whole = try graph(of: trace, options)
    let steps = Set(whole.edges.compactMap { $0.attributes["comment"] }.compactMap { Int($0) })
    return steps.sorted().map { whole.hidden(after: $0) }
  }
}

/// How a picture is drawn.
public struct DiagramOptions: Hashable, Sendable {
  public enum Theme: String, Hashable, Sendable, CaseIterable {
    /// Light, and dark by itself where an SVG's reader prefers that.
    case auto
    case light, dark, mono
  }

  public enum Density: String, Hashable, Sendable, CaseIterable {
    case page
    /// Larger type, for a projector.
    case lecture
    /// Fewer words, for a small place.
    case compact
  }

  public var theme = Theme.auto
  public var density = Density.page
  /// Only this message.
  public var message: MessageID?
  /// Only this server's decisions, in `relay`.
  public var server: HostID?

  public init() {}

  public var palette: Palette {
    switch theme {
    case .auto, .light: .light
    case .dark: .dark
    case .mono: .mono
    }
  }

  /// What makes an SVG of this theme ready to use.
  public var polish: SVGPolish {
    var polish = SVGPolish()
    if theme == .auto { polish.darkColors = Palette.darkColors }
    return polish
  }

  /// Points of the largest lettering and what goes with it.
  var type: TypeSizes {
    switch density {
    case .page, .compact: TypeSizes(name: 17, word: 15, small: 13)
    case .lecture: TypeSizes(name: 21, word: 19, small: 16)
    }
  }
}

struct TypeSizes: Hashable, Sendable {
  let name, word, small: Int
}

/// Why a picture cannot be made.
public enum DiagramError: Error, Hashable, Sendable, CustomStringConvertible {
  case nothingTravelled
  case nothingDecided
  case noDialogue
  case noSuchMessage(Int, count: Int)
  /// The picture would have said something else than the run: a mistake of the drawing code.
  case contradictsTrace(String)

  public var description: String {
    switch self {
    case .nothingTravelled:
      "no message and no password travelled in this run, so there is no path to draw"
    case .nothingDecided: "no server decided about a recipient in this run"
    case .noDialogue: "there was no connection in this run"
    case .noSuchMessage(let number, let count):
      "there is no message \(number); the run has \(count)"
    case .contradictsTrace(let violation): "the picture would contradict the run: \(violation)"
    }
  }
}

extension Graph {
  /// The graph with everything that happens after a step made invisible, its room kept.
  func hidden(after step: Int) -> Graph {
    func isLater(_ attributes: Attributes) -> Bool {
      attributes["comment"].flatMap { Int($0) }.map { $0 > step } ?? false
    }
    func hide(_ attributes: inout Attributes) {
      if isLater(attributes) { attributes["style"] = "invis" }
    }
    var graph = self
    for row in graph.edges.indices { hide(&graph.edges[row].attributes) }
    for row in graph.nodes.indices { hide(&graph.nodes[row].attributes) }
    for row in graph.clusters.indices {
      for node in graph.clusters[row].nodes.indices {
        hide(&graph.clusters[row].nodes[node].attributes)
      }
    }
    return graph
  }
}
