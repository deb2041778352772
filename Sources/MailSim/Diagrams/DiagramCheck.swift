/// Holds a picture against the trace it was drawn from.
///
/// The picture is read as its viewers read it, by colour, dash, head and word, and the trace is
/// counted anew, without the steps in between that the drawing took. A picture that says
/// something else than its trace is worse than none.
public enum DiagramCheck {
  /// Where picture and trace disagree, in sentences; empty when they agree.
  public static func violations(
    in graph: Graph, of diagram: Diagram, from trace: Trace,
    _ options: DiagramOptions = DiagramOptions()
  ) -> [String] {
    switch diagram {
    case .encryption: PathCheck(graph, trace, options).violations
    case .relay: RelayCheck(graph, trace, options).violations
    // These show records and parties one by one; nothing is merged that could get lost.
    case .sequence, .topology: []
    }
  }
}

/// Reads looks back into meanings.
enum Look {
  /// The protection that a hop's arrow shows; nil for a look that no hop has.
  static func protection(_ edge: Attributes, _ palette: Palette) -> Protection? {
    Protection.allCases.first {
      edge["color"] == palette.line($0) && edge["style"] == lineStyle($0)
    }
  }

  /// The protection that a pill shows by its frame, its fill and its lock.
  static func protection(_ pill: GraphLabel, _ palette: Palette) -> Protection? {
    Protection.allCases.first {
      pill["COLOR"] == palette.line($0) && pill["BGCOLOR"] == palette.fill($0)
        && pill["STYLE"] == frameStyle($0)
    }
  }

  private static func lineStyle(_ protection: Protection) -> String? {
    switch protection {
    case .encrypted: nil
    case .plaintext: "dashed"
    case .unknown: "dotted"
    }
  }

  private static func frameStyle(_ protection: Protection) -> String {
    switch protection {
    case .encrypted: "ROUNDED"
    case .plaintext: "DASHED"
    case .unknown: "DOTTED"
    }
  }
}

extension GraphLabel.TextLine {
  /// The number after a multiplication sign at the end; 1 without one.
  var times: Int {
    text.split(separator: "×").dropFirst().last.flatMap { Int($0) } ?? 1
  }
}

extension Graph.Node {
  /// The number of the host that a node stands for: "host-3" or, for one who travels, "host-3-1".
  static func host(_ id: some StringProtocol) -> HostID? {
    let words = id.split(separator: "-").drop { $0 != "host" && UInt32($0) == nil }
    return words.lazy.compactMap { UInt32($0) }.first.map { HostID(index: $0) }
  }
}
