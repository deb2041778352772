extension ReceivedPath {
  /// The path in words: each step with its protection and the words it was read from, then what
  /// contradicts itself, and every line that was not understood.
  ///
  /// - Parameter showsLines: also prints each trace line as it stands.
  public func text(style: PathStyle = .plain, showsLines: Bool = false) -> String {
    var text = PathWords(self, style, showsLines: showsLines)
    return text.make()
  }

  /// Colours by escape sequences, or none.
  public enum PathStyle: Sendable {
    case plain, ansi
  }
}

private struct PathWords {
  private let path: ReceivedPath
  private let style: ReceivedPath.PathStyle
  private let showsLines: Bool
  private var text = ""

  init(_ path: ReceivedPath, _ style: ReceivedPath.PathStyle, showsLines: Bool) {
    self.path = path
    self.style = style
    self.showsLines = showsLines
  }

  mutating func make() -> String {
    heading()
    if path.lines.isEmpty {
      text += "\nThere is no Received line, so the message tells nothing of its path.\n"
    }
    var isInside = false
    for (row, line) in path.lines.enumerated() {
      if line.standing == .trusted, !isInside, row > 0 { self.boundary() }
      isInside = isInside || line.standing == .trusted
      step(row + 1, line)
    }
    if !isInside, !path.lines.isEmpty { self.boundary() }
    content()
    results()
    remarks()
    unread()
    return text
  }

  private mutating func boundary() {
    text += "\n  ---- trust boundary: above are claims, below lines that are believed ----\n"
    if let reason = path.boundaryReason { text += "     because \(reason)\n" }
    let servers = path.boundaryServers
    if !servers.isEmpty {
      text += "     if they are yours: --my-servers \(servers.joined(separator: ","))\n"
    }
  }

  private mutating func heading() {
    let subject = path.head.first("subject")?.decodedText ?? "(no subject)"
    text += "Message \(path.head.number): \(subject)\n"
    let hops = path.hops.count
    text += "  \(hops) \(hops == 1 ? "hop" : "hops")"
    for protection in Protection.allCases {
      text += ", \(path.count(protection)) \(protection.rawValue)"
    }
    if let duration = path.duration { text += "; \(Self.span(duration)) from first to last line" }
    text += "\n"
  }

  private mutating func step(_ number: Int, _ line: PathLine) {
    let from = line.fromName ?? (line.kind == .handover ? "a program" : "not named")
    let by = line.byName ?? "the same machine"
    text += "\n  \(number)  \(from) -> \(by)\n"
    switch (line.kind, line.protection) {
    case (.hop, let protection?):
      text += "     \(painted(protection.protection)): \(protection.reason)"
      if !protection.clause.isEmpty { text += " [\(protection.clause)]" }
      text += "\n"
    case (.unread, _): text += "     not understood: \(line.received.text)\n"
    default: text += "     on one machine: nothing crossed a network\n"
    }
    details(of: line)
    for remark in line.remarks {
      text += "     \(remark.isContradiction ? "! " : "  ")\(remark.words)\n"
    }
    if showsLines { text += "     \(line.received.line): \(line.received.text)\n" }
  }

  private mutating func details(of line: PathLine) {
    var details = [line.standing.rawValue]
    if let field = line.field {
      details.append(field.dialect.rawValue)
      if let login = field.authentication {
        details.append(login.user.map { "logged in as \($0)" } ?? "logged in")
      } else if field.with?.saysAuthenticated == true {
        details.append("logged in")
      }
      if let date = field.date { details.append(date.description) }
    }
    if let delay = line.delay {
      details.append(delay < 0 ? "\(Int(delay)) s" : "+" + Self.span(delay))
    }
    text += "     \(details.joined(separator: ", "))\n"
  }

  private mutating func content() {
    let protection = path.head.contentProtection
    text += "\n  Content: "
    if let layer = protection.encryption {
      text += "\(layer.extent.rawValue) encrypted by its author (\(layer.form.rawValue),"
      text += " from \(layer.evidence)); headers stay readable\n"
    } else {
      text += "readable on every server's disk"
      if let layer = protection.signature { text += "; signed (\(layer.form.rawValue))" }
      text += "\n"
    }
  }

  private mutating func results() {
    guard !path.results.isEmpty else { return }
    text += "  Checks as servers reported them:\n"
    for result in path.results {
      text += "    \(result.method)=\(result.result)"
      if !result.properties.isEmpty { text += " \(result.properties.joined(separator: " "))" }
      if let server = result.server { text += " by \(server)" }
      if let instance = result.instance { text += " (ARC set \(instance))" }
      text += ", \(result.standing.rawValue)\n"
    }
  }

  private mutating func remarks() {
    for remark in path.remarks {
      text += "  \(remark.isContradiction ? "! " : "")\(remark.words)\n"
    }
  }

  /// No line is passed over in silence.
  private mutating func unread() {
    for line in path.lines where line.received.grade == .partly {
      let words = line.field?.leftovers.joined(separator: " | ") ?? ""
      text += "  Line \(line.received.line) was understood but for: \(words)\n"
    }
  }

  private func painted(_ protection: Protection) -> String {
    let role: Style.Role =
      switch protection {
      case .encrypted: .good
      case .plaintext: .bad
      case .unknown: .doubtful
      }
    return (style == .ansi ? Style.ansi : .plain).paint(protection.rawValue, role)
  }

  static func span(_ seconds: Double) -> String {
    let whole = Int(max(-1e9, min(seconds, 1e9)))
    if abs(whole) < 120 { return "\(whole) s" }
    if abs(whole) < 7200 { return "\(whole / 60) min" }
    if abs(whole) < 172_800 { return "\(whole / 3600) h" }
    return "\(whole / 86_400) days"
  }
}
