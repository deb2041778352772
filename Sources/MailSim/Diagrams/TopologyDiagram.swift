/// The scene before anything happens: sites with their networks and rules, who stands in them,
/// and the lines between.
struct TopologyDiagram {
  private let trace: Trace
  private let elements: DiagramElements

  init(_ trace: Trace, _ options: DiagramOptions) {
    self.trace = trace
    elements = DiagramElements(options)
  }

  func graph() -> Graph {
    var graph = elements.graph("topology", legend: [], header: trace.header)
    graph.attributes["nodesep"] = "0.3"
    graph.attributes["ranksep"] = "1.1"
    graph.attributes["compound"] = "true"
    graph.attributes["splines"] = "true"
    for (row, site) in trace.cast.sites.enumerated() {
      var zone = elements.zone("\(row)", site, remarks: remarks(site))
      zone.nodes = hosts(in: SiteID(row))
      if zone.nodes.isEmpty {
        zone.nodes = [Graph.Node("empty-\(row)", .lines([elements.text(" ")]), title: "")]
      }
      graph.clusters.append(zone)
      graph.ranks.append(zone.nodes.map(\.id))
    }
    graph.nodes.append(
      Graph.Node("internet", elements.box("☁ Internet", []), title: "Internet", ["class": "party"]))
    addLines(to: &graph)
    graph.sentences = sentences
    return graph
  }

  private func remarks(_ site: Cast.Site) -> [String] {
    var remarks = [site.networks.joined(separator: ", ")]
    if let address = site.publicAddress { remarks.append("seen from outside as \(address) (NAT)") }
    return remarks + site.egress
  }

  private func hosts(in site: SiteID) -> [Graph.Node] {
    trace.cast.hosts.indices.filter { trace.cast.hosts[$0].site == site }.map { row in
      let host = trace.cast.hosts[row]
      let users = trace.cast.people.filter { $0.machine == HostID(row) }.map(\.title)
      let name = host.domain?.text ?? users.filter { $0 != host.title }.joined(separator: ", ")
      let sign = host.role == .attacker ? "☠ " : ""
      return Graph.Node(
        id(HostID(row)),
        elements.box(
          sign + host.title, [name, host.address?.description ?? "address lent by the site"],
          border: host.role == .server
            ? elements.palette.insideLine : host.role == .attacker ? elements.palette.bad : nil),
        title: host.title, ["class": "party"])
    }
  }

  /// Every site hangs on the Internet; links of their own join two sites directly.
  private func addLines(to graph: inout Graph) {
    let style: Attributes = ["dir": "none", "color": elements.palette.line, "penwidth": "2"]
    for row in trace.cast.sites.indices {
      let isOurs = trace.cast.sites[row].isOurs
      var edge = style
      edge[isOurs ? "ltail" : "lhead"] = "cluster_\(row)"
      let site = Graph.End(anchor(SiteID(row)))
      let core = Graph.End("internet")
      graph.edges.append(isOurs ? Graph.Edge(site, core, edge) : Graph.Edge(core, site, edge))
    }
    for link in trace.cast.links {
      let edge: Attributes = [
        "dir": "none", "color": elements.palette.insideLine, "penwidth": "3",
        "ltail": "cluster_\(link.a.index)", "lhead": "cluster_\(link.b.index)",
        "xlabel": link.remark, "constraint": "false", "fontcolor": elements.palette.ink,
      ]
      graph.edges.append(Graph.Edge(Graph.End(anchor(link.a)), Graph.End(anchor(link.b)), edge))
    }
  }

  private func anchor(_ site: SiteID) -> String {
    // The host in the middle, so that a line meets its site in the middle.
    let rows = trace.cast.hosts.indices.filter { trace.cast.hosts[$0].site == site }
    return rows.isEmpty ? "empty-\(site.index)" : id(HostID(rows[rows.count / 2]))
  }

  private func id(_ host: HostID) -> String { "host-\(host.index)" }

  private var sentences: [String] {
    trace.cast.sites.enumerated().map { row, site in
      let names = trace.cast.hosts.filter { $0.site == SiteID(row) }.map(\.title)
      let who = names.isEmpty ? "nobody" : names.joined(separator: ", ")
      let rules = site.egress.isEmpty ? "" : " Rule: \(site.egress.joined(separator: "; "))."
      let mask = site.publicAddress.map { " Seen from outside as \($0) (NAT)." } ?? ""
      return "\(site.title) (\(site.networks.joined(separator: ", "))): \(who).\(mask)\(rules)"
    }
  }
}
