/// What Graphviz drew, read back from its SVG: where each node, zone and edge came to lie.
///
/// Lengths are points; y grows downwards.
public struct Drawing: Hashable, Sendable {
  public private(set) var width = 0.0
  public private(set) var height = 0.0
  /// By the `id` attribute of the group; what is invisible is missing.
  private(set) var parts: [String: Part] = [:]

  struct Part: Hashable, Sendable {
    var box: Box?
    /// Points along an edge, close to each other.
    var curve: [Point] = []
    var texts: [Text] = []
  }

  struct Text: Hashable, Sendable {
    var at: Point
    var size: Double
    var words: String
  }

  /// - Parameter svg: as Graphviz writes it, one element a line; polished or not.
  public init(svg: String) {
    var id: String?
    for line in svg.replacing("&#45;", with: "-").split(separator: "\n") {
      if let box = Self.attribute("viewBox", of: line) { readSize(box) }
      if line.hasPrefix("<g id=\"") {
        id = Self.attribute("id", of: line).map(GraphLabel.unescaped)
        if let id { parts[id] = Part() }
      } else if line.hasPrefix("</g>") {
        id = nil
      } else if let id {
        read(line, into: &parts[id, default: Part()])
      }
    }
  }

  func node(_ id: String) -> Part? { parts["node-" + id] }
  func zone(_ id: String) -> Part? { parts["zone-" + id] }
  func edge(_ row: Int) -> Part? { parts["edge-\(row)"] }

  // MARK: Reading

  private mutating func readSize(_ viewBox: String) {
    let numbers = viewBox.split(separator: " ").compactMap { Double($0) }
    guard numbers.count == 4 else { return }
    (width, height) = (numbers[2], numbers[3])
  }

  private func read(_ line: Substring, into part: inout Part) {
    if line.hasPrefix("<polygon"), let points = Self.attribute("points", of: line) {
      part.box = Box(around: Self.points(points), and: part.box)
    } else if line.hasPrefix("<path"), let path = Self.attribute("d", of: line) {
      let control = Self.points(path)
      part.box = Box(around: control, and: part.box)
      // Dashed frames come in several paths; an edge has one.
      part.curve = Self.curve(through: control)
    } else if line.hasPrefix("<text"), let text = Self.text(line) {
      part.texts.append(text)
    }
  }

  private static func text(_ line: Substring) -> Text? {
    guard let x = attribute("x", of: line).flatMap(Double.init),
      let y = attribute("y", of: line).flatMap(Double.init),
      let size = attribute("font-size", of: line).flatMap(Double.init),
      let end = line.firstIndex(of: ">")
    else { return nil }
    let words = line[line.index(after: end)...].prefix { $0 != "<" }
    return Text(at: Point(x: x, y: y), size: size, words: GraphLabel.unescaped(String(words)))
  }

  private static func attribute(_ name: String, of line: Substring) -> String? {
    guard let start = line.firstRange(of: " \(name)=\"") else { return nil }
    return String(line[start.upperBound...].prefix { $0 != "\"" })
  }

  /// The numbers of `points` or of a path that has only M and C, in pairs.
  private static func points(_ text: String) -> [Point] {
    let numbers = text.split { !$0.isNumber && $0 != "." && $0 != "-" && $0 != "e" }
      .compactMap { Double($0) }
    return stride(from: 0, to: numbers.count - 1, by: 2).map {
      Point(x: numbers[$0], y: numbers[$0 + 1])
    }
  }

  /// Points along cubic Bézier curves.
  private static func curve(through control: [Point]) -> [Point] {
    var points = Array(control.prefix(1))
    for start in stride(from: 0, to: control.count - 3, by: 3) {
      let (a, b, c, d) = (
        control[start], control[start + 1], control[start + 2], control[start + 3]
      )
      for step in 1...24 {
        let t = Double(step) / 24
        let u = 1 - t
        let (p, q, r, s) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
        points.append(
          Point(
            x: p * a.x + q * b.x + r * c.x + s * d.x, y: p * a.y + q * b.y + r * c.y + s * d.y))
      }
    }
    return points
  }
}

struct Point: Hashable, Sendable {
  var x, y: Double
}

/// A rectangle.
struct Box: Hashable, Sendable {
  var minX, minY, maxX, maxY: Double

  /// The smallest box around points and another box; nil around nothing.
  init?(around points: [Point], and other: Box? = nil) {
    guard let first = points.first else {
      guard let other else { return nil }
      self = other
      return
    }
    self.init(minX: first.x, minY: first.y, maxX: first.x, maxY: first.y)
    for point in points { take(point.x, point.y) }
    if let other {
      take(other.minX, other.minY)
      take(other.maxX, other.maxY)
    }
  }

  private init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
    (self.minX, self.minY, self.maxX, self.maxY) = (minX, minY, maxX, maxY)
  }

  private mutating func take(_ x: Double, _ y: Double) {
    minX = min(minX, x)
    maxX = max(maxX, x)
    minY = min(minY, y)
    maxY = max(maxY, y)
  }

  /// Smaller by a margin on every side.
  func inset(by margin: Double) -> Box {
    Box(minX: minX + margin, minY: minY + margin, maxX: maxX - margin, maxY: maxY - margin)
  }

  func overlaps(_ other: Box) -> Bool {
    minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
  }

  func contains(_ point: Point) -> Bool {
    minX < point.x && point.x < maxX && minY < point.y && point.y < maxY
  }
}
