/// Figure 2: what one server took and refused. Its rules are the rows; what a rule refused
/// stops there, what it took goes on to the recipient.
struct RelayDiagram {
  private let trace: Trace
  private let elements: DiagramElements
  private let server: HostID
  private let groups: [DecisionGroup]
  private let rules: [RuleRef]

  init(_ trace: Trace, _ options: DiagramOptions) throws(DiagramError) {
    self.trace = trace
    elements = DiagramElements(options)
    let decisions = trace.decisions.filter { decision in
      guard let message = options.message else { return true }
      return trace.connections[decision.connection].step == trace.messages[message].step
    }
    guard let server = options.server ?? Self.studied(decisions, in: trace) else {
      throw .nothingDecided
    }
    self.server = server
    groups = DecisionGroup.merged(decisions.filter { $0.server == server }, in: trace)
    if groups.isEmpty { throw .nothingDecided }
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
    var graph = elements.graph("relay", legend: legend, header: trace.header)
    graph.attributes["nodesep"] = "0.38"
    graph.attributes["ranksep"] = "1.1"
    // Not ortho: it knows no ports, and an arrow would end at the wrong rule.
    graph.attributes["splines"] = "true"
    graph.nodes.append(serverNode)
    addSenders(to: &graph)
    addRecipients(to: &graph)
    for (row, flow) in groups.enumerated() { add(flow, row, to: &graph) }
    graph.sentences = groups.map { sentence($0) }
    return graph
  }

  // MARK: The server

  private var serverNode: Graph.Node {
    let host = trace.cast.hosts[server]
    let rows = rules.map { rule in
      let verdicts = groups.filter { $0.rule == rule }
      let fill = fill(verdicts)
      let ink = verdicts.isEmpty ? elements.palette.muted : elements.palette.ink
      return [
        GraphLabel.Cell(
          ["PORT": "w\(rule.index)", "BGCOLOR": fill, "ALIGN": "LEFT", "CELLPADDING": "8"],
          .lines([elements.left(" " + meaning(rule), size: elements.type.word, ink)])),
        GraphLabel.Cell(
          ["PORT": "e\(rule.index)", "BGCOLOR": fill, "ALIGN": "LEFT", "CELLPADDING": "7"],
          .lines(outcome(verdicts))),
      ]
    }
    return Graph.Node(
      id(server),
      elements.box(
        host.title, ["the first rule that fits decides"], border: elements.palette.insideLine,
        rows: rows), title: host.title, ["class": "party server"])
  }

  private func meaning(_ rule: RuleRef) -> String {
    let number = (rules.firstIndex(of: rule) ?? 0) + 1
    return "\(number)  \(trace.cast.rules[rule].meaning)"
  }

  /// A rule that let some through and not others (a full mailbox) has the colour of neither.
  private func fill(_ verdicts: [DecisionGroup]) -> String {
    let kinds = Set(verdicts.map(\.isAccepted))
    guard kinds.count == 1, let isAccepted = kinds.first else { return elements.palette.box }
    return isAccepted ? elements.palette.okFill : elements.palette.badFill
  }

  /// How often the rule accepted, and how often it refused with which reply.
  private func outcome(_ verdicts: [DecisionGroup]) -> [GraphLabel.TextLine] {
    if verdicts.isEmpty { return [elements.left("not needed here", elements.palette.muted)] }
    let accepted = verdicts.filter(\.isAccepted)
    var lines: [GraphLabel.TextLine] = []
    if !accepted.isEmpty { lines.append(outcome("✔ accept", accepted, elements.palette.ok)) }
    var replies: [Reply] = []
    for flow in verdicts where !flow.isAccepted && !replies.contains(flow.reply) {
      replies.append(flow.reply)
    }
    for reply in replies {
      let refused = verdicts.filter { !$0.isAccepted && $0.reply == reply }
      let word = refused[0].verdict == .defer ? "✘ not now" : "✘ refuse"
      lines.append(outcome(word, refused, elements.palette.bad))
      lines.append(elements.left(reply.codes))
    }
    return lines
  }

  private func outcome(_ word: String, _ groups: [DecisionGroup], _ color: String)
    -> GraphLabel.TextLine
  {
    let count = groups.reduce(0) { $0 + $1.count }
    return elements.left(
      word + (count > 1 ? "  ×\(count)" : ""), size: elements.type.word + 1, color, bold: true)
  }

  // MARK: Senders

  private var senders: [HostPlacement] {
    var found: [(host: HostPlacement, rule: UInt32)] = []
    for flow in groups where !found.contains(where: { $0.host == flow.sender }) {
      let first = groups.filter { $0.sender == flow.sender }.map(\.rule.index).min() ?? 0
      found.append((flow.sender, first))
    }
    // Who is inside stands on top, who is refused at the bottom.
    return found.sorted { a, b in
      (isOutside(a.host), a.rule, a.host) < (isOutside(b.host), b.rule, b.host)
    }.map(\.host)
  }

  private func isOutside(_ placement: HostPlacement) -> Int {
    trace.cast.sites[placement.site].isOurs ? 0 : 1
  }

  private func addSenders(to graph: inout Graph) {
    addColumn(senders.map { (senderNode($0), $0.site) }, "from", to: &graph)
  }

  private func senderNode(_ placement: HostPlacement) -> Graph.Node {
    let host = placement.host
    let row = trace.cast.hosts[host]
    let users = trace.cast.people.filter { $0.machine == host }
    let title = users.count == 1 ? users[0].title : row.title
    let sign = row.role == .attacker ? "☠ " : ""
    let remark =
      row.role == .server || row.role == .gateway
      ? "a mail server" : row.role == .attacker ? "" : "mail program"
    let rows = states(of: placement).map { state in
      [
        GraphLabel.Cell(
          [
            "PORT": state.port,
            "BGCOLOR": state.isAccepted ? elements.palette.okFill : elements.palette.badFill,
            "CELLPADDING": "5", "ALIGN": "LEFT",
          ],
          .lines([
            elements.left(
              state.words, size: elements.type.small + 1,
              state.isAccepted ? elements.palette.ok : elements.palette.bad, bold: true)
          ]))
      ]
    }
    return Graph.Node(
      "from-\(placement.id)",
      elements.box(
        sign + title, [remark], border: row.role == .attacker ? elements.palette.bad : nil,
        rows: rows),
      title: title, ["class": "party sender"])
  }

  /// What distinguishes a sender's flows from each other: when they were sent, and under what
  /// name. One row of the sender's box for each.
  private func states(of placement: HostPlacement) -> [DecisionGroup.State] {
    var states: [DecisionGroup.State] = []
    for flow in groups where flow.sender == placement {
      if let state = flow.state, !states.contains(state) { states.append(state) }
    }
    return states.sorted { $0.rank < $1.rank }
  }

  // MARK: Recipients

  private func addRecipients(to graph: inout Graph) {
    var found: [(domain: Domain, site: SiteID?)] = []
    for flow in groups where flow.isAccepted {
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
    for flow in groups where flow.isAccepted {
      for mailbox in flow.recipients.map({ trace.cast.mailboxes[$0] })
      where mailbox.domain == domain && !names.contains(mailbox.localPart) {
        names.append(mailbox.localPart)
      }
    }
    let shown = names.prefix(3).joined(separator: ", ")
    let more = names.count > 3 ? " and \(names.count - 3) more" : ""
    return Graph.Node(
      "to-\(domain.text)", elements.box("@\(domain.text)", [shown + more]),
      title: "recipients at \(domain.text)", ["class": "party recipient"])
  }

  /// Where the mailboxes of a domain are, as far as the run shows.
  private func site(of domain: Domain) -> SiteID? {
    let isLocal = groups.contains { flow in
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
      var zone = elements.zone("\(side)-\(site.map { "\($0.index)" } ?? "x")", row)
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

  private func add(_ flow: DecisionGroup, _ row: Int, to graph: inout Graph) {
    var style = elements.flow(accepted: flow.isAccepted)
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

  private func sentence(_ flow: DecisionGroup) -> String {
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

  private var legend: [[GraphLabel.Cell]] {
    var entries: [[GraphLabel.Cell]] = []
    if groups.contains(where: \.isAccepted) {
      entries.append([elements.legendText("✔ ━━━▶ accepted", elements.palette.ok)])
    }
    if groups.contains(where: { !$0.isAccepted }) {
      entries.append([elements.legendText("✘ ╍╍╍┫ refused", elements.palette.bad)])
    }
    return entries
  }
}
