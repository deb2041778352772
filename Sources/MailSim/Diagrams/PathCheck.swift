/// Whether the path picture shows every hop and every resting place as it was, and no other.
struct PathCheck {
  private let graph: Graph
  private let trace: Trace
  private let palette: Palette
  private let options: DiagramOptions
  private let hops: [Hop]
  private let rests: [Rest]

  init(_ graph: Graph, _ trace: Trace, _ options: DiagramOptions) {
    self.graph = graph
    self.trace = trace
    palette = options.palette
    self.options = options
    hops = trace.hops(of: options.message)
    rests = trace.rests(of: options.message)
  }

  var violations: [String] {
    var violations: [String] = []
    let drawn = drawn(&violations)
    let happened = happened
    for way in Set(drawn.keys).union(happened.keys).sorted() where drawn[way] != happened[way] {
      let name = "\(title(way.a)) and \(title(way.b)), \(way.protection.word)"
      violations.append(
        "\(name): drawn \(drawn[way]?.description ?? "not at all"), "
          + "in the trace \(happened[way]?.description ?? "not at all")")
    }
    return violations + storageViolations + readerViolations
  }

  /// Two hosts and how they were connected.
  private struct Way: Hashable, Comparable {
    let a, b: HostID
    let protection: Protection

    init(_ one: HostID, _ other: HostID, _ protection: Protection) {
      (a, b) = one < other ? (one, other) : (other, one)
      self.protection = protection
    }

    static func < (one: Way, other: Way) -> Bool {
      (one.a, one.b, one.protection.rawValue) < (other.a, other.b, other.protection.rawValue)
    }
  }

  /// What passed there: how often, and to which ends.
  private struct Passage: Hashable, CustomStringConvertible {
    var count = 0
    var ends: Set<HostID> = []
    var description: String {
      "\(count) times with \(ends.count) ends"
    }
  }

  private var happened: [Way: Passage] {
    var found: [Way: Passage] = [:]
    for hop in hops {
      let way = Way(hop.from, hop.to, hop.protection)
      found[way, default: Passage()].count += 1
      found[way, default: Passage()].ends.insert(hop.to)
    }
    guard options.message == nil else { return found }
    let links = HopGroup.adding(
      trace.clearLogins, to: HopGroup.merged(hops, in: trace), in: trace)
    for link in links where link.hops.isEmpty {
      let way = Way(link.from.host, link.to.host, link.protection)
      found[way, default: Passage()].count += link.logins.count
      found[way, default: Passage()].ends.insert(link.to.host)
    }
    return found
  }

  /// What a viewer takes from the arrows and pills.
  private func drawn(_ violations: inout [String]) -> [Way: Passage] {
    var found: [Way: Passage] = [:]
    let halves = Dictionary(grouping: graph.edges) { edge in
      edge.from.node.hasPrefix("hop-") ? edge.from.node : edge.to.node
    }
    for pill in graph.allNodes where pill.id.hasPrefix("hop-") {
      let edges = (halves[pill.id] ?? []).filter { $0.attributes["style"] != "invis" }
      let ends = edges.map { $0.from.node == pill.id ? $0.to.node : $0.from.node }
      let hosts = ends.compactMap { Graph.Node.host($0) }
      let looks =
        [Look.protection(pill.label, palette)]
        + edges.map { Look.protection($0.attributes, palette) }
      guard hosts.count == 2, let look = looks[0], Set(looks).count == 1 else {
        violations.append("'\(pill.title)': its lines and its sign do not agree")
        continue
      }
      let way = Way(hosts[0], hosts[1], look)
      found[way, default: Passage()].count += pill.label.texts.first?.times ?? 1
      for (row, edge) in edges.enumerated() where edge.hasHead(at: ends[row]) {
        found[way, default: Passage()].ends.insert(hosts[row])
      }
    }
    return found
  }

  // MARK: Readers

  /// Every message somebody read on a line or a disk is counted in a sign, and no other.
  private var readerViolations: [String] {
    let disclosures = Disclosures(trace, of: options.message)
    let onLines = hops.reduce(0) { sum, hop in
      let readers = hop.connection.flatMap { disclosures.onLine[$0] } ?? []
      return sum + readers.count { $0.contents.contains(hop.message) }
    }
    let hosts = graph.allNodes.filter { $0.id.hasPrefix("host-") }
      .compactMap { Graph.Node.host($0.id) }
    let onDisks = hosts.flatMap { disclosures.atHost[$0] ?? [] }
      .reduce(0) { $0 + $1.contents.count }
    let signs = graph.allNodes.flatMap(\.label.texts).map(\.text)
      .filter { $0.hasPrefix(DisclosureLabels.mark + "read") }
    let drawn = signs.reduce(0) { $0 + Self.times($1) }
    return drawn == onLines + onDisks
      ? [] : ["attackers are drawn to have read \(drawn), in the trace \(onLines + onDisks)"]
  }

  /// The number behind the cross in "☠ read ×3 by Eve"; 1 without a cross.
  private static func times(_ sign: String) -> Int {
    sign.split(separator: " ").first { $0.hasPrefix("×") }
      .flatMap { Int($0.dropFirst().prefix(while: \.isNumber)) } ?? 1
  }

  // MARK: Disks

  private var storageViolations: [String] {
    var violations: [String] = []
    for node in graph.allNodes where node.id.hasPrefix("host-") {
      let fills = node.label.cells.compactMap { $0.attributes["BGCOLOR"] }
      let here = rests.filter { $0.host == Graph.Node.host(node.id) }
      for protection in [Protection.plaintext, .encrypted] {
        let isDrawn = fills.contains(palette.fill(protection))
        if isDrawn != here.contains(where: { $0.protection == protection }), isFillTelling {
          violations.append("'\(node.title)': what lay on its disk is not what is drawn")
        }
      }
    }
    return violations
  }

  /// In print, white is the colour of paper too.
  private var isFillTelling: Bool { palette.okFill != palette.box }

  private func title(_ host: HostID) -> String { DiagramSentences.title(host, in: trace) }
}

extension Graph.Edge {
  /// Whether a viewer sees an arrow head at this end.
  func hasHead(at node: String) -> Bool {
    switch attributes["dir"] ?? "forward" {
    case "forward": to.node == node && attributes["arrowhead"] != "none"
    case "back": from.node == node
    case "both": true
    default: false
    }
  }
}
