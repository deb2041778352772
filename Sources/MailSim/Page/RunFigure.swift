/// The path figure of a page: every two parties that had to do with each other in a run, refused
/// connections and logins included.
///
/// It says nothing of what happened: protection, verdicts and disks are left blank, with room for the
/// longest words that come there, and filled in as the run is played.
struct RunFigure {
  /// Two places between which there was a connection, or a retrieval nobody knows the way of.
  struct Line: Hashable {
    var client: HostPlacement
    var server: HostPlacement
  }

  let trace: Trace
  private(set) var lines: [Line] = []
  private(set) var parties: [HostPlacement] = []
  /// Attackers without a machine: who taps or changes what passes.
  private(set) var watchers: [AttackID] = []
  /// The line of each connection.
  private(set) var lineOfConnection: [Int]
  private var rowOfLine: [Line: Int] = [:]
  private var rowOfParty: [HostPlacement: Int] = [:]
  private var services: [[Service]] = []
  /// The copy that each message began with.
  private let handedIn: [MessageID: CopyID]
  private let history: PlacementHistory
  private let elements = DiagramElements(DiagramOptions())

  /// More would not be read by anybody.
  static let mostParties = 60

  /// - Parameter records: those that are played.
  init(_ trace: Trace, records: [Int]) {
    self.trace = trace
    history = PlacementHistory(trace)
    handedIn = Dictionary(
      trace.copies.indices.filter { trace.copies[$0].parent == nil }.map {
        (trace.copies[$0].message, CopyID($0))
      }, uniquingKeysWith: { first, _ in first })
    lineOfConnection = Array(repeating: -1, count: trace.connections.count)
    for row in records { take(trace.records[row]) }
  }

  /// What each party's box is called; those who only watch come last.
  var partyTitles: [String] {
    parties.map(title) + watchers.map { trace.cast.attacks[$0].title }
  }

  /// The box of an attacker without a machine.
  func watcher(_ attack: AttackID) -> Int? {
    watchers.firstIndex(of: attack).map { parties.count + $0 }
  }

  /// The place in the figure where a host is at a moment; nil for one that does nothing.
  func party(_ host: HostID, at instant: Instant) -> Int? {
    rowOfParty[history.placement(of: host, at: instant)]
  }

  func line(from client: HostID, to server: HostID, at instant: Instant) -> Int? {
    rowOfLine[
      Line(
        client: history.placement(of: client, at: instant),
        server: history.placement(of: server, at: instant))]
  }

  // MARK: Gathering

  private mutating func take(_ record: Trace.Record) {
    let at = record.at
    switch record.event {
    case .opening(let id), .openFailed(let id, _), .opened(let id): join(id, at: at)
    case .composed(let message): if let host = writer(of: message) { add(host, at: at) }
    case .moved(let host, _, _), .outage(let host, _), .looked(let host, _, _): add(host, at: at)
    case .fetched(let copy, let reader, nil):
      _ = join(trace.cast.people[reader].machine, trace.copies[copy].host, at: at)
    case .attack(let attack, let moment): take(attack, moment, at: at)
    default: if let copy = record.event.copy { add(trace.copies[copy].host, at: at) }
    }
  }

  private mutating func take(_ attack: AttackID, _ moment: AttackMoment, at instant: Instant) {
    if let machine = trace.cast.attacks[attack].machine {
      add(machine, at: instant)
    } else if !watchers.contains(attack) {
      watchers.append(attack)
    }
    switch moment {
    case .copyRead(let copy, _): add(trace.copies[copy].host, at: instant)
    case .noticed(let host), .misled(let host, _): add(host, at: instant)
    default: return
    }
  }

  private mutating func join(_ id: ConnectionID, at instant: Instant) {
    guard lineOfConnection[id] < 0 else { return }
    let connection = trace.connections[id]
    let row = join(connection.client, connection.server, at: instant)
    lineOfConnection[id] = row
    if !services[row].contains(connection.service) { services[row].append(connection.service) }
  }

  private mutating func join(_ client: HostID, _ server: HostID, at instant: Instant) -> Int {
    let line = Line(client: add(client, at: instant), server: add(server, at: instant))
    if let row = rowOfLine[line] { return row }
    rowOfLine[line] = lines.count
    lines.append(line)
    services.append([])
    return lines.count - 1
  }

  @discardableResult
  private mutating func add(_ host: HostID, at instant: Instant) -> HostPlacement {
    let placement = history.placement(of: host, at: instant)
    if rowOfParty[placement] == nil {
      rowOfParty[placement] = parties.count
      parties.append(placement)
    }
    return placement
  }

  /// The machine a message is written on.
  func writer(of message: MessageID) -> HostID? {
    if let author = trace.messages[message].author { return trace.cast.people[author].machine }
    guard let copy = handedIn[message].map({ trace.copies[$0] }) else {
      return trace.messages[message].attack.flatMap { trace.cast.attacks[$0].machine }
    }
    return copy.connection.map { trace.connections[$0].client } ?? copy.host
  }

  // MARK: Drawing

  /// How wide the words are that come to a blank, in characters.
  struct Room {
    /// Of each line: why it is protected or not, and what was last said on it.
    var lines: [(protection: Int, verdict: Int)]
    /// Of each party; 0 where nothing is ever stored.
    var disks: [Int]
  }

  func graph(_ room: Room) -> Graph {
    var graph = Graph(name: "run")
    graph.title = "\(trace.header.title): who had to do with whom"
    graph.attributes = [
      "rankdir": "LR", "newrank": "true", "bgcolor": "transparent",
      "fontname": DiagramElements.font, "pad": "0.1", "nodesep": "0.3", "ranksep": "0.45",
      "splines": "ortho",
    ]
    graph.nodeDefaults = [
      "shape": "plain", "margin": "0", "fontname": DiagramElements.font, "fontsize": "14",
    ]
    graph.edgeDefaults = [
      "fontname": DiagramElements.font, "fontsize": "14", "arrowsize": "0.9",
      "color": elements.palette.line, "penwidth": "3",
    ]
    var zones: [SiteID: Graph.Cluster] = [:]
    for (row, party) in parties.enumerated() {
      let site = trace.cast.sites[party.site]
      zones[party.site, default: elements.zone("\(party.site.index)", site)].nodes
        .append(node(party, row, room.disks[row]))
    }
    for (row, line) in lines.enumerated() {
      let pill = self.pill(row, room.lines[row])
      if line.client.site == line.server.site {
        zones[line.client.site]?.nodes.append(pill)
      } else {
        graph.nodes.append(pill)
      }
      graph.edges += edges(line, row)
    }
    for (row, attack) in watchers.enumerated() {
      let attacker = trace.cast.attacks[attack]
      graph.nodes.append(
        Graph.Node(
          "party-\(parties.count + row)",
          elements.box("☠ \(attacker.title)", ["watches"], border: elements.palette.bad),
          title: attacker.title, ["class": "party"]))
    }
    graph.clusters = zones.keys.sorted().compactMap { zones[$0] }
    graph.sentences = lines.indices.map { title($0) + "." }
    return graph
  }

  /// `Alice to CSIM mail server, SMTP`.
  func title(_ row: Int) -> String {
    let names = [lines[row].client, lines[row].server].map {
      DiagramSentences.title($0.host, in: trace)
    }
    return "\(names[0]) to \(names[1])" + (services[row].isEmpty ? "" : ", \(protocols(row))")
  }

  func title(_ party: HostPlacement) -> String {
    "\(DiagramSentences.title(party.host, in: trace)), \(trace.cast.sites[party.site].title)"
  }

  private func protocols(_ row: Int) -> String {
    var names: [String] = []
    for service in services[row] where !names.contains(service.protocolName) {
      names.append(service.protocolName)
    }
    return names.isEmpty ? "reading" : names.joined(separator: " · ")
  }

  /// Letters of middling width, which the page's program replaces before anybody sees them.
  private static func blank(_ count: Int) -> String { String(repeating: "o", count: count) }

  private func node(_ party: HostPlacement, _ row: Int, _ room: Int) -> Graph.Node {
    let host = trace.cast.hosts[party.host]
    let isServer = host.role == .server || host.role == .gateway
    let users = trace.cast.people.filter { $0.machine == party.host }
    let remark =
      isServer || users.isEmpty
      ? host.remark
      : users.count > 1 ? users.map(\.title).joined(separator: ", ") : "mail program"
    let sign = host.role == .attacker ? "☠ " : ""
    let blank = elements.text(Self.blank(room), size: elements.type.small, bold: true)
    return Graph.Node(
      "party-\(row)",
      elements.box(
        sign + DiagramSentences.title(party.host, in: trace), [remark],
        border: host.role == .server ? elements.palette.insideLine : nil,
        rows: room == 0 ? [] : [[GraphLabel.Cell(["CELLPADDING": "5"], .lines([blank]))]]),
      title: title(party), ["class": "party"])
  }

  private func pill(_ row: Int, _ room: (protection: Int, verdict: Int)) -> Graph.Node {
    let lines = [
      elements.text(protocols(row), size: elements.type.word, bold: true),
      elements.text(Self.blank(max(4, room.protection))),
      elements.text(Self.blank(max(4, room.verdict)), bold: true),
    ]
    let label = GraphLabel.table(
      GraphLabel.Table(
        [
          "BORDER": "2", "STYLE": "ROUNDED", "COLOR": elements.palette.line,
          "BGCOLOR": elements.palette.box, "CELLBORDER": "0", "CELLSPACING": "0",
          "CELLPADDING": "6",
        ], [.cells([GraphLabel.Cell(.lines(lines))])]))
    return Graph.Node("line-\(row)", label, title: title(row), ["class": "line"])
  }

  /// Mail goes to the server, or comes from it to who reads; who only reads stands to the right.
  private func edges(_ line: Line, _ row: Int) -> [Graph.Edge] {
    let client = "party-\(rowOfParty[line.client] ?? 0)"
    let server = "party-\(rowOfParty[line.server] ?? 0)"
    let pill = Graph.End("line-\(row)")
    let reads = services[row].contains { $0.accessProtocol != nil } || services[row].isEmpty
    let sends = services[row].contains { $0.accessProtocol == nil }
    func half(_ from: Graph.End, _ to: Graph.End, _ dir: String) -> Graph.Edge {
      Graph.Edge(from, to, title: title(row), ["class": "line", "dir": dir])
    }
    if reads, !sends {
      return [
        half(Graph.End(server), pill, "none"), half(pill, Graph.End(client), "forward"),
      ]
    }
    return [
      half(Graph.End(client), pill, reads ? "back" : "none"),
      half(pill, Graph.End(server), "forward"),
    ]
  }
}
