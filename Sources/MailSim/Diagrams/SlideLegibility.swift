/// How large a picture's lettering comes out on a slide.
public struct SlideLegibility: Hashable, Sendable {
  /// Points of names, and of the words under them, when the picture fills a 16:9 slide.
  public let names: Double
  public let words: Double

  /// What can be read from the last row of a lecture room.
  public static let legibleNames = 14.0
  public static let legibleWords = 12.0

  /// A 16:9 slide of 13⅓ by 7½ inches.
  private static let slide = (width: 960.0, height: 540.0)

  public init(_ drawing: Drawing, _ options: DiagramOptions) {
    let scale = min(
      Self.slide.width / max(drawing.width, 1), Self.slide.height / max(drawing.height, 1))
    names = Double(options.type.name) * scale
    words = Double(options.type.small) * scale
  }

  /// A remark for who is about to project it; nil when everybody will be able to read it.
  public var note: String? {
    guard names < Self.legibleNames || words < Self.legibleWords else { return nil }
    return "on a 16:9 slide its names are \(Self.text(names)) pt and its words \(Self.text(words))"
      + " pt high; for the last row they should be 14 and 12"
  }

  private static func text(_ points: Double) -> String {
    let tenths = Int((points * 10).rounded(.down))
    return "\(tenths / 10).\(tenths % 10)"
  }
}

extension Diagram {
  /// What to know before showing a picture: parts on top of each other, lettering too small.
  public static func notes(on graph: Graph, _ options: DiagramOptions)
    throws(GraphvizError) -> [String]
  {
    let drawing = Drawing(
      svg: String(decoding: try Graphviz.render(graph, as: .svg), as: UTF8.self))
    var notes = LayoutCheck.violations(of: graph, drawnAs: drawing)
    if let note = SlideLegibility(drawing, options).note {
      let remedy =
        options.density == .lecture
        ? "show fewer messages (--message)" : "try --density lecture"
      notes.append("\(note); \(remedy)")
    }
    return notes
  }
}
