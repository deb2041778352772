/// Figure 1: the path of messages, connection by connection, and what lay readable where.
struct EncryptionDiagram {
  private let trace: Trace
  private let elements: DiagramElements
  private let links: [HopGroup]
  private let rests: [Rest]
  private let blocked: [Blocked]
  private let readers: DisclosureLabels
  private let layout: PathLayout

  init(_ trace: Trace, _ options: DiagramOptions) throws(DiagramError) {
    self.trace = trace
    elements = DiagramElements(options)
    let hops = trace.hops(of: options.message)
    let logins = options.message == nil ? trace.clearLogins : []
    links = HopGroup.adding(logins, to: HopGroup.merged(hops, in: trace), in: trace)
    rests = trace.rests(of: options.message)
    readers = DisclosureLabels(trace, of: options.message)
    blocked = options.message == nil ? Blocked.all(in: trace) : []
    if links.isEmpty, blocked.isEmpty { throw .nothingTravelled }
    layout = PathLayout(links, blocked.map { ($0.client, $0.server) }, in: trace)
  }

  func graph() -> Graph {
    var graph = elements.graph("encryption", legend: legend, header: trace.header)
    graph.attributes["nodesep"] = "0.3"
    graph.attributes["ranksep"] = "0.45"
    graph.attributes["splines"] = "ortho"
    addParties(to: &graph)
    for (row, link) in links.enumerated() { add(link, row, to: &graph) }
    for (row, item) in blocked.enumerated() { add(item, row, to: &graph) }
    graph.ranks = layout.columns.map { $0.map { id($0) } }
    for (below, above) in layout.order {
      graph.edges.append(
        Graph.Edge(Graph.End(id(below)), Graph.End(id(above)), ["style": "invis"]))
    }
    graph.sentences =
      DiagramSentences.hops(links, in: trace) + DiagramSentences.rests(rests, in: trace)
      + readerSentences
    return graph
  }

  // MARK: Parties

  private func addParties(to graph: inout Graph) {
    var zones: [SiteID: Graph.Cluster] = [:]
    var order: [SiteID] = []
    for placement in layout.hosts {
      let site = placement.site
      if zones[site] == nil {
        zones[site] = elements.zone("\(site.index)", trace.cast.sites[site])
        order.append(site)
      }
      zones[site]?.nodes.append(node(placement))
    }
    // A pill belongs to the zone if both its ends do.
    for (row, link) in links.enumerated() {
      guard link.from.site == link.to.site else { continue }
      zones[link.from.site]?.nodes.append(pill(link, row))
    }
    graph.clusters = order.sorted().compactMap { zones[$0] }
  }

  private func node(_ placement: HostPlacement) -> Graph.Node {
    let host = placement.host
    let row = trace.cast.hosts[host]
    let isServer = row.role == .server || row.role == .gateway
    let users = trace.cast.people.filter { $0.machine == host }
    let title = users.count == 1 && !isServer ? users[0].title : row.title
    var remarks = [row.remark]
    if !isServer {
      remarks = [users.count > 1 ? users.map(\.title).joined(separator: ", ") : "mail program"]
    }
    let sign = row.role == .attacker ? "☠ " : ""
    return Graph.Node(
      placement.id,
      elements.box(
        sign + title, elements.isCompact ? [] : remarks,
        border: row.role == .server
          ? elements.palette.insideLine : row.role == .attacker ? elements.palette.bad : nil,
        rows: isServer ? storageRows(host) + readerRows(host) : []),
      title: title,
      layout.group(of: placement).map { ["class": "party", "group": $0] } ?? ["class": "party"])
  }

  /// What lay on the disks of a server: readable, or only its envelope and headers.
  private func storageRows(_ host: HostID) -> [[GraphLabel.Cell]] {
    let here = rests.filter { $0.host == host }
    return [Protection.plaintext, .encrypted].compactMap { protection in
      let places = here.filter { $0.protection == protection }.map(\.storage)
      guard !places.isEmpty else { return nil }
      var names: [String] = []
      if places.contains(.spool) { names.append("spool") }
      if places.contains(where: { $0 != .spool }) { names.append("mailbox") }
      let state = protection == .plaintext ? "plaintext" : "content sealed"
      let fill = elements.palette.fill(protection)
      return [
        GraphLabel.Cell(
          ["BGCOLOR": fill, "WIDTH": "38", "CELLPADDING": "5"],
          elements.lock(protection == .encrypted)),
        GraphLabel.Cell(
          ["BGCOLOR": fill, "ALIGN": "LEFT", "CELLPADDING": "5"],
          .lines([
            elements.text(
              "\(names.joined(separator: ", ")): \(state)", size: elements.type.small + 1,
              elements.palette.line(protection), bold: true)
          ])),
      ]
    }
  }

  /// Who read there, apart from what anybody could have read.
  private func readerRows(_ host: HostID) -> [[GraphLabel.Cell]] {
    readers.signs(at: host).map { sign in
      [
        GraphLabel.Cell(
          ["COLSPAN": "2", "ALIGN": "LEFT", "CELLPADDING": "5"],
          .lines([
            elements.text(sign, size: elements.type.small + 1, elements.palette.bad, bold: true)
          ]))
      ]
    }
  }

  private var readerSentences: [String] {
    let lines = links.flatMap { link in
      readers.signs(on: link).map { sign in
        let ends = [link.from, link.to].map { DiagramSentences.title($0.host, in: trace) }
        return "Between \(ends[0]) and \(ends[1]), \(sign.dropFirst(DisclosureLabels.mark.count))."
      }
    }
    let disks = layout.hosts.flatMap { placement in
      readers.signs(at: placement.host).map { sign in
        "At \(DiagramSentences.title(placement.host, in: trace)), \(sign.dropFirst(DisclosureLabels.mark.count))."
      }
    }
    return lines + disks
  }

  // MARK: Hops

  private func pill(_ link: HopGroup, _ row: Int) -> Graph.Node {
    var words = [link.protocols.joined(separator: " · "), link.reason.phrase]
    if link.count > 1 { words[0] += "  ×\(link.count)" }
    if !link.logins.isEmpty { words.insert("password in the clear", at: 1) }
    var attributes: Attributes = ["class": "pill", "comment": "\(row)"]
    if layout.isMainLine(link) { attributes["group"] = "main" }
    return Graph.Node(
      "hop-\(row)", elements.pill(link.protection, words, readers: readers.signs(on: link)),
      title: DiagramSentences.sentence(link, in: trace), attributes)
  }

  private func add(_ link: HopGroup, _ row: Int, to graph: inout Graph) {
    if link.from.site != link.to.site { graph.nodes.append(pill(link, row)) }
    let title = DiagramSentences.sentence(link, in: trace)
    var style = elements.hop(link.protection)
    let head = style["arrowhead"] ?? "normal"
    style["arrowhead"] = nil
    style["comment"] = "\(row)"
    if !layout.isVertical(link) { style["weight"] = "50" }
    let (first, last) = layout.drawnFrom(link)
    let half = Graph.End("hop-\(row)")
    // Each end has a head if the message goes that way; the pill has none.
    var toPill = style
    toPill["dir"] = link.reaches(first) ? "back" : "none"
    if link.reaches(first) { toPill["arrowtail"] = head }
    var fromPill = style
    fromPill["dir"] = link.reaches(last) ? "forward" : "none"
    if link.reaches(last) { fromPill["arrowhead"] = head }
    graph.edges.append(Graph.Edge(Graph.End(first.id), half, title: title, toPill))
    graph.edges.append(Graph.Edge(half, Graph.End(last.id), title: title, fromPill))
  }

  /// A connection that an egress rule prevented: the arrow stops at the sign.
  private func add(_ item: Blocked, _ row: Int, to graph: inout Graph) {
    let title =
      "\(DiagramSentences.title(item.client.host, in: trace)) to \(DiagramSentences.title(item.server.host, in: trace)): blocked"
    let color = elements.palette.bad
    let label = GraphLabel.table(
      GraphLabel.Table(
        [
          "BORDER": "3", "COLOR": color, "BGCOLOR": elements.palette.badFill, "CELLBORDER": "0",
          "CELLSPACING": "0", "CELLPADDING": "6",
        ],
        [
          .cells([
            GraphLabel.Cell(
              .lines([
                elements.text(
                  "✘ port \(item.port) blocked", size: elements.type.word, color, bold: true),
                elements.text(
                  "by the site's egress rule" + (item.count > 1 ? "  ×\(item.count)" : "")),
              ]))
          ])
        ]))
    graph.nodes.append(Graph.Node("block-\(row)", label, title: title, ["class": "block"]))
    graph.edges.append(
      Graph.Edge(
        Graph.End(item.client.id), Graph.End("block-\(row)"), title: title,
        elements.flow(accepted: false)))
    graph.edges.append(
      Graph.Edge(
        Graph.End("block-\(row)"), Graph.End(item.server.id), ["style": "invis"]))
  }

  private func id(_ item: PathLayout.Item) -> String {
    switch item {
    case .host(let placement): placement.id
    case .link(let row): "hop-\(row)"
    }
  }

  // MARK: Legend

  private var legend: [[GraphLabel.Cell]] {
    var entries: [[GraphLabel.Cell]] = []
    let shown = Set(links.map(\.protection))
    if shown.contains(.encrypted) {
      entries.append([
        GraphLabel.Cell(elements.lock(true)),
        elements.legendText("━━━▶ encrypted", elements.palette.ok),
      ])
    }
    if shown.contains(.plaintext) {
      entries.append([
        GraphLabel.Cell(elements.lock(false)),
        elements.legendText("╍╍╍▷ readable on the line", elements.palette.bad),
      ])
    }
    if shown.contains(.unknown) {
      entries.append([
        GraphLabel.Cell(elements.lock(false)),
        elements.legendText("·····▷ not known", elements.palette.bad),
      ])
    }
    if !readerSentences.isEmpty {
      entries.append([elements.legendText("☠ an attacker, and what he read", elements.palette.bad)])
    }
    if rests.contains(where: { $0.protection == .plaintext }) {
      var cell = elements.legendText("stored readable", elements.palette.bad)
      cell.attributes["BGCOLOR"] = elements.palette.badFill
      entries.append([cell])
    }
    if rests.contains(where: { $0.protection == .encrypted }) {
      var cell = elements.legendText("stored sealed by the author", elements.palette.ok)
      cell.attributes["BGCOLOR"] = elements.palette.okFill
      entries.append([cell])
    }
    return entries
  }
}

/// A connection that never left its site.
struct Blocked: Hashable {
  let client: HostPlacement
  let server: HostPlacement
  let port: UInt16
  var count = 1

  static func all(in trace: Trace) -> [Blocked] {
    let history = PlacementHistory(trace)
    var found: [Blocked] = []
    for record in trace.records {
      guard case .openFailed(let id, let why) = record.event,
        why == .egressDropped || why == .egressRejected
      else { continue }
      let connection = trace.connections[id]
      let item = Blocked(
        client: history.placement(of: connection.client, at: record.at),
        server: history.placement(of: connection.server, at: record.at),
        port: connection.service.port)
      let row = found.firstIndex {
        $0.client == item.client && $0.server == item.server && $0.port == item.port
      }
      if let row {
        found[row].count += 1
      } else {
        found.append(item)
      }
    }
    return found
  }
}
