/// Figure 2: what one server took and refused. Its rules are the rows; what a rule refused
/// stops there, what it took goes on to the recipient.
struct RelayDiagram {
  private let trace: Trace
  private let pen: Pen
  private let server: HostID
  private let flows: [Flow]
  private let rules: [RuleRef]

  init(_ trace: Trace, _ options: DiagramOptions) throws(DiagramError) {
    self.trace = trace
    pen = Pen(options)
    let decisions = trace.decisions.filter { decision in
      guard let message = options.message else { return true }
      return trace.connections[decision.connection].step == trace.messages[message].step
    }
    guard let server = options.server ?? Self.studied(decisions, in: trace) else {
      throw .nothingDecided
    }
    self.server = server
    flows = Flow.merged(decisions.filter { $0.server == server }, in: trace)
    if flows.isEmpty { throw .nothingDecided }
    rules = trace.cast.rules.indices.map { RuleRef($0) }.filter {
      trace.cast.rules[$0].server == server
    }
  }

  /// The first of our own servers that decided anything, else the first that did.
  private static func studied(_ decisions: [Decision], in trace: Trace) -> HostID? {
    decisions.first { trace.cast.hosts[$0.server].role == .server }?.server
      ?? decisions.first?.server
  }

  func graph() -> Graph {
    var graph = pen.graph("relay", legend: legend, header: trace.header)
    graph.attributes["nodesep"] = "0.38"
    graph.attributes["ranksep"] = "1.1"
    // Not ortho: it knows no ports, and an arrow would end at the wrong rule.
    graph.attributes["splines"] = "true"
    graph.nodes.append(serverNode)
    addSenders(to: &graph)
    addRecipients(to: &graph)
    for (row, flow) in flows.enumerated() { add(flow, row, to: &graph) }
    graph.sentences = flows.map { sentence($0) }
    return graph
  }

  // MARK: The server

  private var serverNode: Graph.Node {
    let host = trace.cast.hosts[server]
    let rows = rules.map { rule in
      let verdicts = flows.filter { $0.rule == rule }
      let fill = fill(verdicts)
      let ink = verdicts.isEmpty ? pen.palette.muted : pen.palette.ink
      return [
        HTML.Cell(
          ["PORT": "w\(rule.index)", "BGCOLOR": fill, "ALIGN": "LEFT", "CELLPADDING": "8"],
          .lines([pen.left(" " + meaning(rule), size: pen.type.word, ink)])),
        HTML.Cell(
          ["PORT": "e\(rule.index)", "BGCOLOR": fill, "ALIGN": "LEFT", "CELLPADDING": "7"],
          .lines(outcome(verdicts))),
      ]
    }
    return Graph.Node(
      id(server),
      pen.box(
        host.title, ["the first rule that fits decides"], border: pen.palette.insideLine,
        rows: rows), title: host.title, ["class": "party server"])
  }

  private func meaning(_ rule: RuleRef) -> String {
    let number = (rules.firstIndex(of: rule) ?? 0) + 1
    return "\(number)  \(trace.cast.rules[rule].meaning)"
  }

  /// A rule that let some through and not others (a full mailbox) has the colour of neither.
  private func fill(_ verdicts: [Flow]) -> String {
    let kinds = Set(verdicts.map(\.isAccepted))
    guard kinds.count == 1, let isAccepted = kinds.first else { return pen.palette.box }
    return isAccepted ? pen.palette.okFill : pen.palette.badFill
  }

  /// How often the rule accepted, and how often it refused with which reply.
  private func outcome(_ verdicts: [Flow]) -> [HTML.Line] {
    if verdicts.isEmpty { return [pen.left("not needed here", pen.palette.muted)] }
    let accepted = verdicts.filter(\.isAccepted)
    var lines: [HTML.Line] = []
    if !accepted.isEmpty { lines.append(outcome("✔ accept", accepted, pen.palette.ok)) }
    var replies: [Reply] = []
    for flow in verdicts where !flow.isAccepted && !replies.contains(flow.reply) {
      replies.append(flow.reply)
    }
    for reply in replies {
      let refused = verdicts.filter { !$0.isAccepted && $0.reply == reply }
      let word = refused[0].verdict == .defer ? "✘ not now" : "✘ refuse"
      lines.append(outcome(word, refused, pen.palette.bad))
      lines.append(pen.left(reply.codes))
    }
    return lines
  }

  private func outcome(_ word: String, _ flows: [Flow], _ color: String) -> HTML.Line {
    let count = flows.reduce(0) { $0 + $1.count }
    return pen.left(
      word + (count > 1 ? "  ×\(count)" : ""), size: pen.type.word + 1, color, bold: true)
  }

  // MARK: Senders

  private var senders: [Spot] {
    var found: [(host: Spot, rule: UInt32)] = []
    for flow in flows where !found.contains(where: { $0.host == flow.sender }) {
      let first = flows.filter { $0.sender == flow.sender }.map(\.rule.index).min() ?? 0
      found.append((flow.sender, first))
    }
    // Who is inside stands on top, who is refused at the bottom.
    return found.sorted { a, b in
      (isOutside(a.host), a.rule, a.host) < (isOutside(b.host), b.rule, b.host)
    }.map(\.host)
  }

  private func isOutside(_ spot: Spot) -> Int {
    trace.cast.sites[spot.site].isOurs ? 0 : 1
  }

  private func addSenders(to graph: inout Graph) {
    addColumn(senders.map { (senderNode($0), $0.site) }, "from", to: &graph)
  }

  private func senderNode(_ spot: Spot) -> Graph.Node {
    let host = spot.host
    let row = trace.cast.hosts[host]
    let users = trace.cast.people.filter { $0.machine == host }
    let title = users.count == 1 ? users[0].title : row.title
    let sign = row.role == .attacker ? "☠ " : ""
    let remark =
      row.role == .server || row.role == .gateway
      ? "a mail server" : row.role == .attacker ? "" : "mail program"
    let rows = states(of: spot).map { state in
      [
        HTML.Cell(
          [
            "PORT": state.port,
            "BGCOLOR": state.isAccepted ? pen.palette.okFill : pen.palette.badFill,
            "CELLPADDING": "5", "ALIGN": "LEFT",
          ],
          .lines([
            pen.left(
              state.words, size: pen.type.small + 1,
              state.isAccepted ? pen.palette.ok : pen.palette.bad, bold: true)
          ]))
      ]
    }
    return Graph.Node(
      "from-\(spot.id)",
      pen.box(
        sign + title, [remark], border: row.role == .attacker ? pen.palette.bad : nil, rows: rows),
      title: title, ["class": "party sender"])
  }

  /// What distinguishes a sender's flows from each other: when they were sent, and under what
  /// name. One row of the sender's box for each.
  private func states(of spot: Spot) -> [Flow.State] {
    var states: [Flow.State] = []
    for flow in flows where flow.sender == spot {
      if let state = flow.state, !states.contains(state) { states.append(state) }
    }
    return states.sorted { $0.rank < $1.rank }
  }

  // MARK: Recipients

  private func addRecipients(to graph: inout Graph) {
    var found: [(domain: Domain, site: SiteID?)] = []
    for flow in flows where flow.isAccepted {
      for mailbox in flow.recipients {
        let domain = trace.cast.mailboxes[mailbox].domain
        if !found.contains(where: { $0.domain == domain }) {
          found.append((domain, site(of: domain)))
        }
      }
    }
    // Mail for inside on top, as the senders have it.
    let ours = found.filter { $0.site.map { trace.cast.sites[$0].isOurs } == true }
    let others = found.filter { $0.site.map { trace.cast.sites[$0].isOurs } != true }
    addColumn(
      (ours + others).map { (recipientNode($0.domain), $0.site) }, "to", to: &graph)
  }

  private func recipientNode(_ domain: Domain) -> Graph.Node {
    var names: [String] = []
    for flow in flows where flow.isAccepted {
      for mailbox in flow.recipients.map({ trace.cast.mailboxes[$0] })
      where mailbox.domain == domain && !names.contains(mailbox.localPart) {
        names.append(mailbox.localPart)
      }
    }
    let shown = names.prefix(3).joined(separator: ", ")
    let more = names.count > 3 ? " and \(names.count - 3) more" : ""
    return Graph.Node(
      "to-\(domain.text)", pen.box("@\(domain.text)", [shown + more]),
      title: "recipients at \(domain.text)", ["class": "party recipient"])
  }

  /// Where the mailboxes of a domain are, as far as the run shows.
  private func site(of domain: Domain) -> SiteID? {
    let isLocal = flows.contains { flow in
      flow.reason == .insideRecipient
        && flow.recipients.contains { trace.cast.mailboxes[$0].domain == domain }
    }
    if isLocal { return trace.cast.hosts[server].site }
    for record in trace.records {
      guard case .delivered(let copy, let recipient) = record.event,
        trace.cast.mailboxes[recipient].domain == domain
      else { continue }
      return trace.cast.hosts[trace.copies[copy].host].site
    }
    return trace.cast.people.first { person in
      person.mailbox.map { trace.cast.mailboxes[$0].domain } == domain
    }?.home.map { trace.cast.hosts[$0].site }
  }

  /// A column of parties, each in the zone of its site; parties of one site stand together.
  private func addColumn(
    _ members: [(node: Graph.Node, site: SiteID?)], _ side: String, to graph: inout Graph
  ) {
    var order: [SiteID?] = []
    for member in members where !order.contains(member.site) { order.append(member.site) }
    var column: [String] = []
    for site in order {
      let nodes = members.filter { $0.site == site }.map(\.node)
      column += nodes.map(\.id)
      let row = site.map { trace.cast.sites[$0] } ?? Cast.Site(name: "", title: "Internet")
      var zone = pen.zone("\(side)-\(site.map { "\($0.index)" } ?? "x")", row)
      zone.nodes = nodes
      graph.clusters.append(zone)
    }
    graph.ranks.append(column)
    // In a drawing from left to right an edge within a column has its tail below its head.
    for (upper, lower) in zip(column, column.dropFirst()) {
      graph.edges.append(Graph.Edge(Graph.End(lower), Graph.End(upper), ["style": "invis"]))
    }
  }

  // MARK: Flows

  private func add(_ flow: Flow, _ row: Int, to graph: inout Graph) {
    var style = pen.flow(accepted: flow.isAccepted)
    style["comment"] = "\(row)"
    let title = sentence(flow)
    graph.edges.append(
      Graph.Edge(
        Graph.End("from-\(flow.sender.id)", port: flow.state?.port, side: "e"),
        Graph.End(id(server), port: "w\(flow.rule.index)", side: "w"), title: title, style))
    guard flow.isAccepted else { return }
    var domains: [Domain] = []
    for mailbox in flow.recipients {
      let domain = trace.cast.mailboxes[mailbox].domain
      if !domains.contains(domain) { domains.append(domain) }
    }
    for domain in domains {
      let edge = Graph.Edge(
        Graph.End(id(server), port: "e\(flow.rule.index)", side: "e"),
        Graph.End("to-\(domain.text)", side: "w"), title: title, style)
      // Several senders by one rule to one domain: one arrow on the right is enough.
      let isDrawn = graph.edges.contains { $0.from == edge.from && $0.to == edge.to }
      if !isDrawn { graph.edges.append(edge) }
    }
  }

  private func sentence(_ flow: Flow) -> String {
    let sender = DiagramSentences.title(flow.sender.host, in: trace)
    let state = flow.state.map { " (\($0.plainWords))" } ?? ""
    let recipients = flow.recipients.prefix(3).map { trace.cast.mailboxes[$0].description }
    let more = flow.recipients.count > 3 ? " and others" : ""
    let times = flow.count > 1 ? " \(flow.count) times" : ""
    return "\(sender)\(state) to \(recipients.joined(separator: ", "))\(more): "
      + "\(flow.isAccepted ? "accepted" : "refused with \(flow.reply.codes)")\(times), "
      + "\(flow.reason.rawValue)."
  }

  private func id(_ host: HostID) -> String { "server-\(host.index)" }

  private var legend: [[HTML.Cell]] {
    var entries: [[HTML.Cell]] = []
    if flows.contains(where: \.isAccepted) {
      entries.append([pen.legendText("✔ ━━━▶ accepted", pen.palette.ok)])
    }
    if flows.contains(where: { !$0.isAccepted }) {
      entries.append([pen.legendText("✘ ╍╍╍┫ refused", pen.palette.bad)])
    }
    return entries
  }
}
