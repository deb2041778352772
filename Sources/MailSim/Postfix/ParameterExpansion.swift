/// Fills `$name`, `${name}`, `$(name)`, `${name?yes:no}` and comparisons into a value (postconf(5)).
struct ParameterExpansion {
  let value: (String) -> String?
  /// Postfix gives up on parameters that name themselves; so does this.
  private static let deepest = 40
  /// And on values that double and double again: what is left to spend on one value.
  private var work = Work()
  private var wasCut = false

  /// What expanding may cost, in parts and in octets read for them.
  struct Work {
    var parts = 2_000
    var octets = 4_000_000

    var isSpent: Bool { parts <= 0 || octets <= 0 }

    mutating func spend(on text: Substring) {
      parts -= 1
      octets -= text.utf8.count
    }
  }

  init(_ value: @escaping (String) -> String?) {
    self.value = value
  }

  func expand(_ text: String) -> String {
    var run = self
    return run.expand(text[...], depth: 0)
  }

  /// As one of several values that share what they may cost.
  func expand(_ text: String, within work: inout Work) -> String {
    var run = self
    run.work = work
    defer { work = run.work }
    return run.expand(text[...], depth: 0)
  }

  /// Whether a value comes to an end: it neither names itself nor doubles without measure.
  ///
  /// - Parameter work: what all such questions may cost together; the answer costs its part.
  func ends(_ text: String, within work: inout Work) -> Bool {
    var run = self
    _ = run.expand(text[...], depth: 0)
    work.parts -= Work().parts - run.work.parts
    work.octets -= Work().octets - run.work.octets
    return !run.wasCut
  }

  private mutating func expand(_ text: Substring, depth: Int) -> String {
    work.spend(on: text)
    guard depth < Self.deepest, !work.isSpent else {
      wasCut = true
      return ""
    }
    guard text.contains("$") else { return String(text) }
    var result = ""
    var rest = text
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[rest.index(after: dollar)...]
      switch rest.first {
      case "$":
        result += "$"
        rest = rest.dropFirst()
      case "{", "(":
        guard let (inner, after) = Self.balanced(rest) else { return result + "$" + rest }
        result += expression(inner.trimmed, depth: depth + 1)
        rest = after
      default:
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        result += name.isEmpty ? "$" : parameter(name, depth: depth + 1)
        rest = rest.dropFirst(name.count)
      }
    }
    return result + rest
  }

  private mutating func parameter(_ name: Substring, depth: Int) -> String {
    guard let text = value(String(name)) else { return "" }
    return expand(text[...], depth: depth)
  }

  /// The inside of braces: a name, a name with a condition, or a comparison with one.
  private mutating func expression(_ text: Substring, depth: Int) -> String {
    if text.first == "{" {
      guard let (left, after) = Self.balanced(text) else { return "" }
      return comparison(left.trimmed, after.trimmed, depth: depth)
    }
    let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    let rest = text.dropFirst(name.count).trimmed
    guard let sign = rest.first else { return parameter(name, depth: depth) }
    let isSet = !parameter(name, depth: depth).isEmpty
    return choice(isSet, sign, rest.dropFirst(), depth: depth)
  }

  private mutating func comparison(_ left: Substring, _ text: Substring, depth: Int) -> String {
    let signs = [
      "<=level", ">=level", "<level", ">level", "==level", "!=level", "==", "!=", "<=", ">=", "<",
      ">",
    ]
    guard let sign = signs.first(where: text.hasPrefix) else { return "" }
    let rest = text.dropFirst(sign.count).trimmed
    guard let (right, after) = Self.balanced(rest), let mark = after.trimmed.first else {
      return ""
    }
    let holds = Self.compare(
      expand(left, depth: depth), sign, expand(right.trimmed, depth: depth))
    return choice(holds, mark, after.trimmed.dropFirst(), depth: depth)
  }

  private mutating func choice(_ holds: Bool, _ sign: Character, _ text: Substring, depth: Int)
    -> String
  {
    let text = text.trimmed
    guard text.first == "{", let (first, after) = Self.balanced(text) else {
      guard sign == "?" else { return holds ? "" : expand(text, depth: depth) }
      // The old spelling has no braces and no alternative.
      return holds ? expand(text, depth: depth) : ""
    }
    if sign == ":" { return holds ? "" : expand(first.trimmed, depth: depth) }
    if holds { return expand(first.trimmed, depth: depth) }
    let rest = after.trimmed
    guard rest.first == ":", let (second, _) = Self.balanced(rest.dropFirst().trimmed) else {
      return ""
    }
    return expand(second.trimmed, depth: depth)
  }

  private static func compare(_ left: String, _ sign: String, _ right: String) -> Bool {
    if sign.hasSuffix("level") { return compareLevels(left, sign, right) }
    if let a = Int(left), let b = Int(right) { return holds(a, sign, b) }
    return holds(left, sign, right)
  }

  /// Compatibility levels are compared part by part: 3.10 is later than 3.9.
  private static func compareLevels(_ left: String, _ sign: String, _ right: String) -> Bool {
    func parts(_ text: String) -> [Int] {
      let parts = text.split(separator: ".").map { Int($0) ?? 0 }
      return (0..<3).map { $0 < parts.count ? parts[$0] : 0 }
    }
    let (a, b) = (parts(left), parts(right))
    let order = a.lexicographicallyPrecedes(b) ? -1 : a == b ? 0 : 1
    return holds(order, String(sign.dropLast(5)), 0)
  }

  private static func holds<T: Comparable>(_ a: T, _ sign: String, _ b: T) -> Bool {
    switch sign {
    case "==": a == b
    case "!=": a != b
    case "<": a < b
    case ">": a > b
    case "<=": a <= b
    default: a >= b
    }
  }

  /// Takes a text apart that starts with a bracket: what it holds and what follows.
  static func balanced(_ text: Substring) -> (inner: Substring, after: Substring)? {
    guard let open = text.first else { return nil }
    let close: Character = open == "(" ? ")" : "}"
    var depth = 0
    for index in text.indices {
      if text[index] == open { depth += 1 }
      if text[index] == close {
        depth -= 1
        if depth == 0 {
          return (
            text[text.index(after: text.startIndex)..<index], text[text.index(after: index)...]
          )
        }
      }
    }
    return nil
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return self[first...last]
  }
}
