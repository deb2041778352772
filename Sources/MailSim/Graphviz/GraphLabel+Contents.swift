extension GraphLabel {
  /// Every cell, those of tables within tables after the one they stand in.
  var cells: [Cell] {
    guard case .table(let table) = self else { return [] }
    return table.rows.flatMap { row -> [Cell] in
      guard case .cells(let cells) = row else { return [] }
      return cells.flatMap { [$0] + $0.content.cells }
    }
  }

  /// Every line of text, in reading order.
  var texts: [TextLine] {
    switch self {
    case .lines(let lines): lines
    case .table(let table):
      table.rows.flatMap { row -> [TextLine] in
        guard case .cells(let cells) = row else { return [] }
        return cells.flatMap(\.content.texts)
      }
    }
  }

  /// An attribute of the outermost table.
  subscript(name: String) -> String? {
    guard case .table(let table) = self else { return nil }
    return table.attributes[name]
  }
}

extension Graph {
  /// Every node, also those in clusters.
  var allNodes: [Node] { nodes + clusters.flatMap(\.nodes) }
}
