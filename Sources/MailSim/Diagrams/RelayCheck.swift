/// Whether the relay picture shows every verdict at its rule, and lets nothing through that was
/// refused.
struct RelayCheck {
  private let graph: Graph
  private let trace: Trace
  private let palette: Palette
  private let server: Graph.Node?
  private let decisions: [Decision]

  init(_ graph: Graph, _ trace: Trace, _ options: DiagramOptions) {
    self.graph = graph
    self.trace = trace
    palette = options.palette
    let server = graph.allNodes.first { $0.id.hasPrefix("server-") }
    self.server = server
    decisions = trace.decisions.filter { decision in
      guard "server-\(decision.server.index)" == server?.id, decision.recipient != nil else {
        return false
      }
      guard let message = options.message else { return true }
      return trace.connections[decision.connection].step == trace.messages[message].step
    }
  }

  var violations: [String] {
    guard server != nil else { return ["the server is not drawn"] }
    return arrowViolations + rowViolations
  }

  // MARK: Arrows

  /// An arrow as its viewers see it: where it begins, where it ends, and whether it is one of
  /// those that were let through.
  private struct Arrow: Hashable, Comparable {
    let from, to: String
    let isAccepted: Bool

    static func < (one: Arrow, other: Arrow) -> Bool {
      (one.from, one.to, one.isAccepted ? 1 : 0) < (other.from, other.to, other.isAccepted ? 1 : 0)
    }
  }

  private var arrowViolations: [String] {
    var violations: [String] = []
    var drawn: Set<Arrow> = []
    for edge in graph.edges where edge.attributes["style"] != "invis" {
      guard let isAccepted = isAccepted(edge) else {
        violations.append("'\(edge.title)': colour, dash and head do not agree")
        continue
      }
      drawn.insert(Arrow(from: end(edge.from), to: end(edge.to), isAccepted: isAccepted))
    }
    let happened = happened
    for arrow in happened.subtracting(drawn).sorted() {
      violations.append("not drawn: \(words(arrow))")
    }
    for arrow in drawn.subtracting(happened).sorted() {
      violations.append("drawn, but never happened: \(words(arrow))")
    }
    return violations
  }

  private func isAccepted(_ edge: Graph.Edge) -> Bool? {
    let look = (edge.attributes["color"], edge.attributes["style"], edge.attributes["arrowhead"])
    if look == (palette.ok, nil, "normal") { return true }
    if look == (palette.bad, "dashed", "tee") { return false }
    return nil
  }

  /// The arrows there must be: one to the rule for every verdict; one onwards if it was taken.
  private var happened: Set<Arrow> {
    var arrows: Set<Arrow> = []
    for decision in decisions {
      let isAccepted = decision.verdict == .accept
      let client = trace.connections[decision.connection].client
      arrows.insert(
        Arrow(
          from: "sender \(client.index)", to: "rule \(decision.rule.index)", isAccepted: isAccepted)
      )
      guard isAccepted, let recipient = decision.recipient else { continue }
      arrows.insert(
        Arrow(
          from: "rule \(decision.rule.index)",
          to: "to-\(trace.cast.mailboxes[recipient].domain.text)", isAccepted: true))
    }
    return arrows
  }

  /// The server's ports are its rules; other ports say more about the same sender.
  private func end(_ end: Graph.End) -> String {
    if end.node == server?.id, let port = end.port { return "rule \(port.dropFirst())" }
    guard end.node.hasPrefix("from-"), let host = Graph.Node.host(end.node) else { return end.node }
    return "sender \(host.index)"
  }

  private func words(_ arrow: Arrow) -> String {
    "\(arrow.from) to \(arrow.to), \(arrow.isAccepted ? "accepted" : "refused")"
  }

  // MARK: Rows

  private var rowViolations: [String] {
    var violations: [String] = []
    let cells = server?.label.cells ?? []
    for cell in cells {
      guard let port = cell.attributes["PORT"], port.hasPrefix("e"),
        let rule = UInt32(port.dropFirst())
      else { continue }
      let here = decisions.filter { $0.rule.index == rule }
      let accepted = here.count { $0.verdict == .accept }
      let lines = cell.content.texts
      let drawn = count(lines, "✔", palette.ok)
      let refused = count(lines, "✘", palette.bad)
      if drawn != accepted || refused != here.count - accepted {
        violations.append("the row of rule \(rule) counts other verdicts than there were")
      }
    }
    return violations
  }

  private func count(_ lines: [GraphLabel.TextLine], _ sign: String, _ color: String) -> Int {
    lines.filter { $0.text.hasPrefix(sign) && $0.color == color }.reduce(0) { $0 + $1.times }
  }
}
