/// How text for a terminal looks. The words carry the meaning; colour only repeats it.
public enum Style: String, Hashable, Sendable, CaseIterable {
  case plain
  /// Colours by escape sequences (ECMA-48 §8.3.117).
  case ansi

  /// What a piece of text means.
  enum Role: CaseIterable {
    case title, faint, good, bad, doubtful

    fileprivate var code: String {
      switch self {
      case .title: "1"
      case .faint: "2"
      case .good: "32"
      case .bad: "1;31"
      case .doubtful: "33"
      }
    }
  }

  /// A text from anywhere, painted; what it may hold of escape sequences itself is gone.
  func paint(_ text: String, _ role: Role?) -> String {
    let words = PlainText.lines(text)
    guard self == .ansi, let role, !words.isEmpty else { return words }
    return "\u{1b}[\(role.code)m\(words)\u{1b}[0m"
  }

  /// The rest of a sequence that `paint` writes, if such a one follows the escape character.
  static func sequence(at rest: Substring.UnicodeScalarView) -> String? {
    sequences.first { rest.starts(with: $0.unicodeScalars) }
  }

  private static let sequences = (Role.allCases.map(\.code) + ["0"]).map { "[\($0)m" }
}
