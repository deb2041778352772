/// Expectations in words: quiet about those that hold, all there is to know about the others.
public struct ExpectationReport: Sendable {
  public let checks: [CheckedExpectation]
  /// The lines of the scenario file, to show where an expectation stands; empty: not shown.
  private let source: [Substring]

  /// - Parameter source: the text of the scenario file, if it is at hand.
  public init(_ checks: [CheckedExpectation], source: String? = nil) {
    self.checks = checks
    self.source = source?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
  }

  public var failures: [CheckedExpectation] { checks.filter(\.fails) }

  /// The failures, then a line of numbers; nothing at all without expectations.
  public func text(style: Style = .plain) -> String {
    guard !checks.isEmpty else { return "" }
    return failures.map { text(of: $0, style: style) + "\n" }.joined() + count(style) + "\n"
  }

  private func count(_ style: Style) -> String {
    let all = TextLayout.count(checks.count, "expectation")
    let missed = checks.count { !$0.isReached }
    guard missed == 0 else {
      let held = checks.count - missed - failures.count
      return style.paint(
        "\(all): \(held) hold, \(failures.count) fail, \(missed) not reached.",
        failures.isEmpty ? .faint : .bad)
    }
    guard !failures.isEmpty else {
      return style.paint(checks.count == 1 ? "The expectation holds." : "All \(all) hold.", .good)
    }
    let one = failures.count == 1
    return style.paint("\(failures.count) of \(all) \(one ? "does" : "do") not hold.", .bad)
  }

  /// One failure with its place, both values, the deciding rule and the way to see it again.
  public func text(of check: CheckedExpectation, style: Style = .plain) -> String {
    var lines = [style.paint("FAIL", .bad) + " \(PlainText.line(Self.headline(check)))"]
    lines += excerpt(check, style)
    let margin = margin(check)
    for detail in Self.details(check) { lines.append("\(margin) = \(PlainText.line(detail))") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `campus.yaml:24  mail alice -> bob@example.org at 09:15:01`, the first line of every format.
  static func headline(_ check: CheckedExpectation) -> String {
    let file = check.position.file
    let line = check.stepLine > 0 ? check.stepLine : check.position.line
    return file.isEmpty ? check.subject : "\(file):\(line)  \(check.subject)"
  }

  static func details(_ check: CheckedExpectation) -> [String] {
    var details: [String] = []
    if let rule = check.decidedBy { details.append("decided by: \(rule)") }
    details += check.notes
    if let reason = check.reason { details.append("read more: mailsim explain \(reason.rawValue)") }
    if let rerun = check.rerun { details.append("replay: \(rerun)") }
    return details
  }

  /// What was expected and what happened, in one line.
  static func contrast(_ check: CheckedExpectation) -> String {
    "expected \(check.key): \(check.expected), but \(check.found)"
  }

  private func margin(_ check: CheckedExpectation) -> String {
    TextLayout.spaces(String(check.position.line).count)
  }

  /// The line of the file with the value marked, or a sentence where the file is not at hand.
  private func excerpt(_ check: CheckedExpectation, _ style: Style) -> [String] {
    let place = check.position
    let row = place.line - 1
    guard source.indices.contains(row), !place.file.isEmpty else {
      return [margin(check) + " " + style.paint(Self.contrast(check), .bad)]
    }
    let line = source[row]
    let start = max(0, place.column - 1)
    let marked = Self.valueWidth(line.dropFirst(start))
    return [
      "\(margin(check))--> \(place.file):\(place.line):\(place.column)",
      "\(place.line) | \(PlainText.line(String(line)))",
      "\(margin(check)) | \(TextLayout.spaces(start))"
        + style.paint(String(repeating: "^", count: marked) + " \(check.found)", .bad),
    ]
  }

  /// How far the value at the expectation's place reaches.
  private static func valueWidth(_ rest: Substring) -> Int {
    let closing: Character? =
      switch rest.first {
      case "[": "]"
      case "\"": "\""
      case "'": "'"
      default: nil
      }
    if let closing, let end = rest.dropFirst().firstIndex(of: closing) {
      return rest.distance(from: rest.startIndex, to: end) + 1
    }
    return max(1, rest.prefix { !",}]# ".contains($0) }.count)
  }
}
