/// Draws the parts that all pictures share: boxes, pills, locks, zones, the legend.
struct DiagramElements {
  let palette: Palette
  let type: TypeSizes
  let isCompact: Bool

  init(_ options: DiagramOptions) {
    palette = options.palette
    type = options.type
    isCompact = options.density == .compact
  }

  static let font = "DejaVu Sans"

  // MARK: Text

  func text(_ text: String, size: Int? = nil, _ color: String? = nil, bold: Bool = false)
    -> GraphLabel.TextLine
  {
    GraphLabel.TextLine(text, size: size ?? type.small, color: color ?? palette.ink, isBold: bold)
  }

  func left(_ text: String, size: Int? = nil, _ color: String? = nil, bold: Bool = false)
    -> GraphLabel.TextLine
  {
    GraphLabel.TextLine(
      text, size: size ?? type.small, color: color ?? palette.ink, isBold: bold, isLeft: true)
  }

  // MARK: Boxes

  /// A party: its name, a few words, and rows below a rule.
  func box(
    _ title: String, _ remarks: [String], border: String? = nil, rows: [[GraphLabel.Cell]] = []
  ) -> GraphLabel {
    let lines =
      [text(shortened(title), size: type.name, bold: true)]
      + remarks.filter { !$0.isEmpty }.map { text(shortened($0), palette.muted) }
    let columns = "\(rows.map(\.count).max() ?? 1)"
    var table: [GraphLabel.Row] = [.cells([GraphLabel.Cell(["COLSPAN": columns], .lines(lines))])]
    for row in rows { table += [.rule, .cells(row)] }
    let frame = GraphLabel.Table(
      [
        "BORDER": "2", "COLOR": border ?? palette.line, "BGCOLOR": palette.box, "CELLBORDER": "0",
        "CELLSPACING": "0", "CELLPADDING": "7",
      ], table)
    // A margin, so that arrow tips stop before the border.
    return .table(
      GraphLabel.Table(
        ["BORDER": "0", "CELLBORDER": "0", "CELLSPACING": "0", "CELLPADDING": "3"],
        [.cells([GraphLabel.Cell(.table(frame))])]))
  }

  /// Names from a file may have any length; a box may not.
  func shortened(_ text: String) -> String {
    text.count <= 36 ? text : text.prefix(35) + "…"
  }

  /// What a connection was: lock, protocol, and why it was so.
  ///
  /// - Parameter readers: attackers on that line, who are shown however small the picture.
  func pill(_ protection: Protection, _ words: [String], readers: [String] = []) -> GraphLabel {
    let color = palette.line(protection)
    let style =
      switch protection {
      case .encrypted: "ROUNDED"
      case .plaintext: "DASHED"
      case .unknown: "DOTTED"
      }
    var lines = words.enumerated().map { row, word in
      row == 0
        ? left(word, size: type.word, color, bold: true) : left(shortened(word))
    }
    if isCompact { lines = Array(lines.prefix(1)) }
    lines += readers.map { left(shortened($0), palette.bad, bold: true) }
    return .table(
      GraphLabel.Table(
        [
          "BORDER": "2", "STYLE": style, "COLOR": color, "BGCOLOR": palette.fill(protection),
          "CELLBORDER": "0", "CELLSPACING": "0", "CELLPADDING": "5",
        ],
        [
          .cells([
            GraphLabel.Cell(lock(protection == .encrypted)),
            GraphLabel.Cell(["ALIGN": "LEFT"], .lines(lines)),
          ])
        ]))
  }

  // MARK: Locks

  /// A lock drawn from table cells: no font and no image has to be there for it.
  func lock(_ isClosed: Bool) -> GraphLabel {
    let color = isClosed ? palette.ok : palette.bad
    let shackle: Attributes = [
      "FIXEDSIZE": "TRUE", "WIDTH": "10", "HEIGHT": "9", "BORDER": "2", "SIDES": "LTR",
      "COLOR": color,
    ]
    let body: Attributes = ["BGCOLOR": color, "WIDTH": "16", "HEIGHT": "11", "FIXEDSIZE": "TRUE"]
    let nothing = GraphLabel.lines([])
    var frame: Attributes = [
      "BORDER": "0", "CELLBORDER": "0", "CELLSPACING": "0", "CELLPADDING": "0",
      "FIXEDSIZE": "TRUE", "WIDTH": "16", "HEIGHT": "20",
    ]
    if isClosed {
      let centred = Attributes(dictionaryLiteral: ("ALIGN", "CENTER")).merging(shackle)
      return .table(
        GraphLabel.Table(
          frame,
          [.cells([GraphLabel.Cell(centred, nothing)]), .cells([GraphLabel.Cell(body, nothing)])]))
    }
    frame["WIDTH"] = "24"
    let inner = GraphLabel.Table(
      ["BORDER": "0", "CELLBORDER": "0", "CELLSPACING": "0", "CELLPADDING": "0"],
      [.cells([GraphLabel.Cell(body, nothing)])])
    return .table(
      GraphLabel.Table(
        frame,
        [
          .cells([
            GraphLabel.Cell(["FIXEDSIZE": "TRUE", "WIDTH": "9", "HEIGHT": "9"], nothing),
            GraphLabel.Cell(shackle, nothing),
          ]),
          .cells([GraphLabel.Cell(["COLSPAN": "2", "ALIGN": "LEFT"], .table(inner))]),
        ]))
  }

  // MARK: Graph

  func graph(_ name: String, legend: [[GraphLabel.Cell]], header: Trace.Header) -> Graph {
    var graph = Graph(name: name)
    graph.attributes = [
      "rankdir": "LR", "newrank": "true", "bgcolor": palette.background, "fontname": Self.font,
      "fontcolor": palette.ink, "fontsize": "\(type.word)", "pad": "0.2", "labelloc": "b",
      "labeljust": "c",
    ]
    graph.attributes.set("label", .html(self.legend(legend, header)))
    graph.nodeDefaults = [
      "shape": "plain", "margin": "0", "fontname": Self.font, "fontsize": "14",
    ]
    graph.edgeDefaults = ["fontname": Self.font, "fontsize": "14", "arrowsize": "0.9"]
    return graph
  }

  /// What the signs mean, and what the picture was drawn from.
  private func legend(_ entries: [[GraphLabel.Cell]], _ header: Trace.Header) -> GraphLabel {
    var cells: [GraphLabel.Cell] = []
    for entry in entries {
      if !cells.isEmpty { cells.append(GraphLabel.Cell(["WIDTH": "20"], .lines([]))) }
      cells += entry
    }
    var rows: [GraphLabel.Row] = []
    if !cells.isEmpty {
      rows.append(
        .cells([
          GraphLabel.Cell(
            .table(
              GraphLabel.Table(
                ["BORDER": "0", "CELLBORDER": "0", "CELLSPACING": "6", "CELLPADDING": "3"],
                [.cells(cells)])))
        ]))
    }
    let origin =
      "\(header.title.count <= 70 ? header.title : header.title.prefix(69) + "…") · "
      + "MailSim \(header.version) · scenario \(header.fingerprint.prefix(8)) · seed \(header.seed)"
    rows.append(.cells([GraphLabel.Cell(.lines([text(origin, size: 12, palette.muted)]))]))
    return .table(
      GraphLabel.Table(
        ["BORDER": "0", "CELLBORDER": "0", "CELLSPACING": "2", "CELLPADDING": "2"], rows))
  }

  func legendText(_ text: String, _ color: String) -> GraphLabel.Cell {
    GraphLabel.Cell(.lines([self.text(text, size: type.word, color, bold: true)]))
  }

  // MARK: Zones

  /// The box around what one administration runs.
  func zone(_ id: String, _ site: Cast.Site, remarks: [String] = []) -> Graph.Cluster {
    let color = site.isOurs ? palette.insideLine : palette.muted
    let sign = site.isOurs ? "⌂" : "☁"
    let lines =
      [left("\(sign) \(shortened(site.title))", size: type.name, color, bold: true)]
      + remarks.map { left($0, palette.muted) }
    let label = GraphLabel.table(
      GraphLabel.Table(
        ["BORDER": "0", "CELLBORDER": "0", "CELLSPACING": "0", "CELLPADDING": "6"],
        [.cells([GraphLabel.Cell(["ALIGN": "LEFT"], .lines(lines))])]))
    return Graph.Cluster(
      id, label, title: site.title,
      [
        "labeljust": "l", "labelloc": "t", "style": "rounded,filled",
        "fillcolor": site.isOurs ? palette.inside : palette.outside,
        "color": site.isOurs ? palette.insideLine : palette.outsideLine, "penwidth": "2",
        "margin": "14",
      ])
  }

  // MARK: Lines

  /// Colour, dash and head of a hop's arrow.
  func hop(_ protection: Protection) -> Attributes {
    switch protection {
    case .encrypted:
      ["class": "hop encrypted", "color": palette.ok, "penwidth": "4", "arrowhead": "normal"]
    case .plaintext:
      [
        "class": "hop plaintext dashed", "color": palette.bad, "penwidth": "3", "style": "dashed",
        "arrowhead": "empty",
      ]
    case .unknown:
      [
        "class": "hop unknown dotted", "color": palette.bad, "penwidth": "3", "style": "dotted",
        "arrowhead": "empty",
      ]
    }
  }

  func flow(accepted: Bool) -> Attributes {
    accepted
      ? [
        "class": "flow accepted", "color": palette.ok, "penwidth": "3.5", "arrowhead": "normal",
        "arrowsize": "0.9",
      ]
      : [
        "class": "flow refused dashed", "color": palette.bad, "penwidth": "3", "style": "dashed",
        "arrowhead": "tee", "arrowsize": "1.3",
      ]
  }
}

extension GraphLabel.Cell {
  init(_ content: GraphLabel) {
    self.init(Attributes(), content)
  }
}
