/// Looks at a finished layout as a reader would: does anything lie on top of something else?
public enum LayoutCheck {
  /// What is wrong with a layout, in sentences; empty when it can be read without doubt.
  public static func violations(of graph: Graph, drawnAs drawing: Drawing) -> [String] {
    let nodes = graph.allNodes.compactMap { node in
      drawing.node(node.id)?.box.map { (node: node, box: $0) }
    }
    return overlaps(nodes) + crossedNodes(graph, nodes, drawing) + crowdedZones(graph, drawing)
  }

  /// Lines and margins may touch; two points more is on top of each other.
  private static let margin = 2.0

  private static func overlaps(_ nodes: [(node: Graph.Node, box: Box)]) -> [String] {
    var violations: [String] = []
    for (row, one) in nodes.enumerated() {
      for other in nodes[(row + 1)...]
      where one.box.inset(by: margin).overlaps(other.box.inset(by: margin)) {
        violations.append("'\(one.node.title)' and '\(other.node.title)' overlap")
      }
    }
    return violations
  }

  private static func crossedNodes(
    _ graph: Graph, _ nodes: [(node: Graph.Node, box: Box)], _ drawing: Drawing
  ) -> [String] {
    var violations: [String] = []
    for (row, edge) in graph.edges.enumerated() {
      guard let curve = drawing.edge(row)?.curve else { continue }
      // Words on a line are meant to interrupt it.
      for (node, box) in nodes
      where node.id != edge.from.node && node.id != edge.to.node
        && node.attributes["class"] != "words"
        && curve.contains(where: box.inset(by: margin).contains)
      {
        violations.append("the arrow '\(edge.title)' runs through '\(node.title)'")
      }
    }
    return violations
  }

  private static func crowdedZones(_ graph: Graph, _ drawing: Drawing) -> [String] {
    var violations: [String] = []
    for (row, zone) in graph.clusters.enumerated() {
      guard let box = drawing.zone(zone.id)?.box?.inset(by: margin) else { continue }
      let members = Set(zone.nodes.map(\.id))
      for node in graph.allNodes where !members.contains(node.id) {
        guard let other = drawing.node(node.id)?.box, other.overlaps(box) else { continue }
        violations.append("'\(node.title)' stands in '\(zone.title)', where it does not belong")
      }
      for other in graph.clusters[(row + 1)...] {
        guard let otherBox = drawing.zone(other.id)?.box, otherBox.overlaps(box) else { continue }
        violations.append("the zones '\(zone.title)' and '\(other.title)' overlap")
      }
    }
    return violations
  }
}
