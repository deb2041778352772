/// Makes an SVG from Graphviz fit for web pages, slides and screen readers.
public struct SVGPolish: Sendable {
  /// Colours to exchange when the reader prefers dark, light value first.
  public var darkColors: [(light: String, dark: String)] = []
  /// Whether the picture is written into a page that has its own style: it brings none then, since
  /// a page that names its style by a hash admits no other.
  var hasStyle = true

  public init() {}

  static let inPage: SVGPolish = {
    var polish = SVGPolish()
    polish.hasStyle = false
    return polish
  }()

  /// - Parameter graph: what was drawn; gives titles and sentences.
  public func polished(_ svg: String, of graph: Graph) -> String {
    var text = svg
    if let start = text.firstRange(of: "<svg") { text = String(text[start.lowerBound...]) }
    // Graphviz writes hyphens as references, for fear of comments; names here are looked up.
    text = text.replacing("&#45;", with: "-")
    text = text.replacing("\"transparent\"", with: "\"none\"")
    text = withStableZones(text)
    text = withHumanTitles(text, graph)
    return withHead(text, graph)
  }

  // MARK: Zones

  /// Graphviz writes the boxes around nodes in the order of memory addresses: here by name.
  private func withStableZones(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var before: [Substring] = []
    var zones: [[Substring]] = []
    var after: [Substring] = []
    var open: [Substring]?
    for line in lines {
      if line.hasPrefix("<!-- ") { continue }
      if line.hasPrefix("<g id=\"zone-") { open = [] }
      if open != nil {
        open?.append(line)
        if line == "</g>", let zone = open {
          zones.append(zone)
          open = nil
        }
      } else if zones.isEmpty {
        before.append(line)
      } else {
        after.append(line)
      }
    }
    let inOrder = zones.sorted { ($0.first ?? "") < ($1.first ?? "") }
    return (before + inOrder.joined() + after).joined(separator: "\n")
  }

  // MARK: Titles

  /// Browsers show a group's title when it is pointed at: the ids there become words.
  private func withHumanTitles(_ text: String, _ graph: Graph) -> String {
    var titles: [String: String] = [:]
    for cluster in graph.clusters {
      titles["zone-" + cluster.id] = cluster.title
      for node in cluster.nodes { titles["node-" + node.id] = node.title }
    }
    for node in graph.nodes { titles["node-" + node.id] = node.title }
    for (row, edge) in graph.edges.enumerated() { titles["edge-\(row)"] = edge.title }
    var lines: [Substring] = []
    var group: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("<g id=\"") {
        group = String(line.dropFirst(7).prefix { $0 != "\"" })
      } else if line.hasPrefix("<title>"), let id = group {
        group = nil
        if let title = titles[GraphLabel.unescaped(id)], !title.isEmpty {
          lines.append("<title>\(XMLText.escaped(title))</title>")
        }
        continue
      }
      lines.append(line)
    }
    return lines.joined(separator: "\n")
  }

  // MARK: Head

  private func withHead(_ text: String, _ graph: Graph) -> String {
    guard let open = text.firstRange(of: "<svg"),
      let close = text[open.upperBound...].firstIndex(of: ">")
    else { return text }
    let viewBox =
      text[open.upperBound..<close].firstRange(of: "viewBox=\"").map { start in
        String(text[start.upperBound...].prefix { $0 != "\"" })
      } ?? "0 0 100 100"
    let width = viewBox.split(separator: " ").dropFirst(2).first ?? "100"
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
      viewBox="\(viewBox)"\(hasStyle ? " style=\"max-width:100%;width:\(width)pt\"" : "") \
      role="graphics-document" aria-labelledby="picture-title picture-text">
      <title id="picture-title">\(XMLText.escaped(graph.title))</title>
      <desc id="picture-text">\(graph.sentences.map(XMLText.escaped).joined(separator: " "))</desc>
      \(hasStyle ? "<style>\(style)</style>" : "")
      """
    return head + text[text.index(after: close)...]
  }

  private var style: String {
    var rules =
      ".dashed path{stroke-dasharray:9 6}.dotted path{stroke-dasharray:2 6;stroke-linecap:round}"
    guard !darkColors.isEmpty else { return rules }
    rules += "@media screen and (prefers-color-scheme:dark){"
    for color in darkColors {
      rules += "[fill=\"\(color.light)\"]{fill:\(color.dark)}"
      rules += "[stroke=\"\(color.light)\"]{stroke:\(color.dark)}"
    }
    return rules + "}"
  }
}

extension GraphLabel {
  static func unescaped(_ text: String) -> String {
    text.replacing("&#45;", with: "-").replacing("&#39;", with: "'").replacing("&#160;", with: " ")
      .replacing("&gt;", with: ">").replacing("&lt;", with: "<")
      .replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
  }
}
