extension Graph {
  /// The graph in the DOT language; everything that came from outside is quoted or escaped.
  public var dot: String {
    var writer = DOTWriter()
    writer.write(self)
    return writer.text
  }
}

/// Writes DOT.
private struct DOTWriter {
  var text = ""

  mutating func write(_ graph: Graph) {
    line("digraph \(quoted(graph.name)) {")
    line("  layout=\(graph.engine.rawValue)")
    line("  graph \(list(graph.attributes))")
    line("  node \(list(graph.nodeDefaults))")
    line("  edge \(list(graph.edgeDefaults))")
    for cluster in graph.clusters { write(cluster) }
    for node in graph.nodes { write(node, indent: "  ") }
    for rank in graph.ranks where rank.count > 1 {
      line("  {rank=same; \(rank.map(quoted).joined(separator: "; "))}")
    }
    for (row, edge) in graph.edges.enumerated() { write(edge, id: "edge-\(row)") }
    line("}")
  }

  private mutating func write(_ cluster: Graph.Cluster) {
    line("  subgraph \(quoted("cluster_" + cluster.id)) {")
    var attributes = cluster.attributes
    attributes["id"] = "zone-" + cluster.id
    attributes.set("label", .html(cluster.label))
    line("    graph \(list(attributes))")
    for node in cluster.nodes { write(node, indent: "    ") }
    line("  }")
  }

  private mutating func write(_ node: Graph.Node, indent: String) {
    var attributes = Attributes()
    attributes["id"] = "node-" + node.id
    attributes.set("label", .html(node.label))
    line("\(indent)\(quoted(node.id)) \(list(attributes.merging(node.attributes)))")
  }

  private mutating func write(_ edge: Graph.Edge, id: String) {
    var attributes = Attributes()
    attributes["id"] = id
    line("  \(end(edge.from)) -> \(end(edge.to)) \(list(attributes.merging(edge.attributes)))")
  }

  private func end(_ end: Graph.End) -> String {
    [quoted(end.node), end.port.map(quoted), end.side].compactMap(\.self).joined(separator: ":")
  }

  private func list(_ attributes: Attributes) -> String {
    let items = attributes.pairs.map { pair in
      switch pair.value {
      case .text(let text): "\(pair.name)=\(quoted(text))"
      case .html(let html): "\(pair.name)=<\(html.markup)>"
      }
    }
    return "[\(items.joined(separator: " "))]"
  }

  private func quoted(_ text: String) -> String { DOTText.quoted(text) }

  private mutating func line(_ line: String) {
    text += line + "\n"
  }
}

extension GraphLabel {
  fileprivate var markup: String {
    switch self {
    case .table(let table):
      "<TABLE\(Self.list(table.attributes))>\(table.rows.map(\.markup).joined())</TABLE>"
    case .lines(let lines): Self.markup(lines)
    }
  }

  private static func markup(_ lines: [TextLine]) -> String {
    let isLeft = lines.contains(where: \.isLeft)
    let rows = lines.map { line in
      let words = DOTText.label(line.text)
      let inner = line.isBold ? "<B>\(words)</B>" : words
      return "<FONT POINT-SIZE=\"\(line.size)\" COLOR=\"\(line.color)\">\(inner)</FONT>"
    }
    // A left-aligned line needs its break after it, a centred one between two.
    return isLeft
      ? rows.map { $0 + "<BR ALIGN=\"LEFT\"/>" }.joined() : rows.joined(separator: "<BR/>")
  }

  fileprivate static func list(_ attributes: Attributes) -> String {
    attributes.pairs.map { pair in
      guard case .text(let text) = pair.value else { return "" }
      return " \(pair.name)=\"\(DOTText.label(text))\""
    }.joined()
  }
}

extension GraphLabel.Row {
  fileprivate var markup: String {
    switch self {
    case .rule: "<HR/>"
    case .cells(let cells):
      "<TR>"
        + cells.map { "<TD\(GraphLabel.list($0.attributes))>\($0.content.cellMarkup)</TD>" }
        .joined()
        + "</TR>"
    }
  }
}

extension GraphLabel {
  /// An empty cell stays empty.
  fileprivate var cellMarkup: String {
    if case .lines(let lines) = self, lines.isEmpty { return "" }
    return markup
  }
}
