/// The dialogue line by line: a life line for each host, an arrow for each command with its
/// reply, green where nobody on the line could read it.
struct SequenceDiagram {
  private let trace: Trace
  private let elements: DiagramElements
  private let rows: [SequenceRow]
  private let hosts: [HostID]
  /// Rows that found no room.
  private let cut: Int

  /// Points between two life lines, and between two rows.
  private static let column = 430
  private static let rowHeight = 30
  private static let top = 60
  /// A chart longer than this is no picture any more.
  private static let mostRows = 120

  init(_ trace: Trace, _ options: DiagramOptions) throws(DiagramError) {
    self.trace = trace
    elements = DiagramElements(options)
    let all = SequenceRow.all(in: trace, of: options.message)
    if all.isEmpty { throw .noDialogue }
    rows = Array(all.prefix(Self.mostRows))
    cut = all.count - rows.count
    var hosts: [HostID] = []
    for row in rows {
      for host in [row.from, row.to] where !hosts.contains(host) { hosts.append(host) }
    }
    self.hosts = hosts
  }

  func graph() -> Graph {
    var graph = elements.graph("sequence", legend: legend, header: trace.header)
    graph.engine = .neato
    graph.attributes["rankdir"] = nil
    graph.attributes["newrank"] = nil
    graph.attributes["splines"] = "line"
    graph.attributes["inputscale"] = "72"
    graph.attributes["notranslate"] = "true"
    graph.nodeDefaults["pin"] = "true"
    for host in hosts { addLifeLine(of: host, to: &graph) }
    for (number, row) in rows.enumerated() { add(row, number, to: &graph) }
    graph.sentences = rows.map(\.sentence)
    if cut > 0 { addRemainder(to: &graph) }
    return graph
  }

  /// A chart that ends before the dialogue does says so.
  private func addRemainder(to graph: inout Graph) {
    let words = "… and \(cut) more lines"
    var node = Graph.Node(
      "remainder", .lines([elements.text(words, elements.palette.muted, bold: true)]), title: words)
    node.attributes["pos"] = "\((hosts.count - 1) * Self.column / 2),\(y(rows.count) - 16)!"
    graph.nodes.append(node)
    graph.sentences.append("And \(cut) more lines.")
  }

  private func addLifeLine(of host: HostID, to graph: inout Graph) {
    let title = DiagramSentences.title(host, in: trace)
    let x = x(host)
    var head = Graph.Node(
      "head-\(host.index)", elements.box(title, []), title: title, ["class": "party"])
    head.attributes["pos"] = "\(x),0!"
    graph.nodes.append(head)
    graph.nodes.append(point("foot-\(host.index)", x, y(rows.count)))
    graph.edges.append(
      Graph.Edge(
        Graph.End("head-\(host.index)"), Graph.End("foot-\(host.index)"),
        [
          "dir": "none", "color": elements.palette.outsideLine, "penwidth": "1.5",
          "style": "dashed",
          "class": "life",
        ]))
  }

  private func add(_ row: SequenceRow, _ number: Int, to graph: inout Graph) {
    let y = y(number)
    graph.nodes.append(point("a-\(number)", x(row.from), y))
    graph.nodes.append(point("b-\(number)", x(row.to), y))
    var style = row.isRefused ? elements.flow(accepted: false) : elements.hop(row.protection)
    style["penwidth"] = "2.5"
    style["arrowsize"] = "0.8"
    style["comment"] = "\(number)"
    graph.edges.append(
      Graph.Edge(Graph.End("a-\(number)"), Graph.End("b-\(number)"), title: row.sentence, style))
    let color = row.isRefused ? elements.palette.bad : elements.palette.line(row.protection)
    let label = GraphLabel.table(
      GraphLabel.Table(
        [
          "BORDER": "0", "CELLBORDER": "0", "CELLSPACING": "0", "CELLPADDING": "1",
          "BGCOLOR": elements.palette.background,
        ],
        [
          .cells([
            GraphLabel.Cell(.lines([elements.text(cut(row.words), color, bold: row.isRefused)]))
          ])
        ]))
    var text = Graph.Node("text-\(number)", label, title: row.sentence, ["class": "words"])
    text.attributes["pos"] = "\((x(row.from) + x(row.to)) / 2),\(y + 10)!"
    text.attributes["comment"] = "\(number)"
    graph.nodes.append(text)
    var time = Graph.Node(
      "time-\(number)",
      .lines([elements.text(trace.timeFormatter.time(row.at), size: 11, elements.palette.muted)]),
      title: "", ["class": "time"])
    time.attributes["pos"] = "\(-115),\(y)!"
    graph.nodes.append(time)
  }

  private func cut(_ words: String) -> String {
    words.count <= 58 ? words : words.prefix(57) + "…"
  }

  private func point(_ id: String, _ x: Int, _ y: Int) -> Graph.Node {
    Graph.Node(
      id, .lines([]), title: "",
      ["shape": "point", "width": "0.01", "style": "invis", "pos": "\(x),\(y)!", "label": ""])
  }

  private func x(_ host: HostID) -> Int { (hosts.firstIndex(of: host) ?? 0) * Self.column }
  private func y(_ row: Int) -> Int { -Self.top - row * Self.rowHeight }

  private var legend: [[GraphLabel.Cell]] {
    let shown = Set(rows.map(\.protection))
    var entries: [[GraphLabel.Cell]] = []
    if shown.contains(.encrypted) {
      entries.append([elements.legendText("━━━▶ encrypted", elements.palette.ok)])
    }
    if shown.contains(.plaintext) {
      entries.append([elements.legendText("╍╍╍▷ readable on the line", elements.palette.bad)])
    }
    if shown.contains(.unknown) {
      entries.append([elements.legendText("·····▷ not known", elements.palette.bad)])
    }
    if rows.contains(where: \.isRefused) {
      entries.append([elements.legendText("╍╍╍┫ refused", elements.palette.bad)])
    }
    return entries
  }
}
