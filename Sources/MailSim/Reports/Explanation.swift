/// One page on a code: what it means, when it comes up, what a user sees, what can be done.
public struct Explanation: Hashable, Sendable {
  /// `REL-WINDOW`, `tls-not-offered`.
  public var code: String
  /// The meaning in one sentence.
  public var summary: String
  /// When a server or client says so.
  public var when: String
  /// What the user or the log shows.
  public var sign: String
  /// What an administrator can do, or what to think of.
  public var remedy: String
  /// The RFC and its section.
  public var source: String
  /// A scenario in which it comes up; nil where none does.
  public var scenario: String?
  /// A command that shows it.
  public var example: String

  /// Every page: relay decisions first, then protections, then what stands out in a policy.
  public static let all: [Explanation] =
    ReasonCode.allCases.map(\.explanation) + ProtectionReason.allCases.map(\.explanation)
    + PolicyRemark.Code.allCases.map(\.explanation)

  /// The page on a code, in any case; nil when there is none.
  public static func named(_ code: String) -> Explanation? {
    all.first { $0.code.lowercased() == code.lowercased() }
  }

  /// The page as text.
  public func text(style: Style = .plain, width: Int = 100) -> String {
    var parts = [
      ("When", when), ("What shows", sign), ("What to do", remedy), ("Source", source),
    ]
    if let run, run != example { parts.append(("Try", run)) }
    parts.append(("Try", example))
    let label = parts.reduce(0) { max($0, $1.0.count) } + 2
    let head = TextLayout.wrapped("\(code): \(summary)", to: width)
    var text = style.paint(head[0], .title) + "\n"
    for line in head.dropFirst() { text += style.paint(line, .title) + "\n" }
    for (name, words) in parts {
      let lines =
        name == "Try" ? [words] : TextLayout.wrapped(words, to: max(30, width - label))
      for (row, line) in lines.enumerated() {
        let left = TextLayout.padded(row == 0 ? name : "", to: label)
        text += style.paint(left, .faint) + line + "\n"
      }
    }
    return text
  }

  /// The command that plays the scenario.
  var run: String? { scenario.map { "mailsim run Scenarios/\($0).yaml" } }

  /// All codes with their meanings, a line each.
  public static func list(style: Style = .plain, width: Int = 100) -> String {
    let column = all.reduce(0) { max($0, $1.code.count) } + 2
    return all.map { page in
      let lines = TextLayout.wrapped(page.summary, to: max(30, width - column))
      return lines.enumerated().map { row, line in
        style.paint(TextLayout.padded(row == 0 ? page.code : "", to: column), .title) + line + "\n"
      }.joined()
    }.joined()
  }
}
