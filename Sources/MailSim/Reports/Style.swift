/// How text for a terminal looks. The words carry the meaning; colour only repeats it.
public enum Style: String, Hashable, Sendable, CaseIterable {
  case plain
  /// Colours by escape sequences (ECMA-48 §8.3.117).
  case ansi

  /// What a piece of text means.
  enum Role {
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

  func paint(_ text: String, _ role: Role?) -> String {
    guard self == .ansi, let role, !text.isEmpty else { return text }
    return "\u{1b}[\(role.code)m\(text)\u{1b}[0m"
  }
}

extension Style.Role {
  init(_ protection: Protection) {
    self =
      switch protection {
      case .encrypted: .good
      case .plaintext: .bad
      case .unknown: .doubtful
      }
  }

  init(_ verdict: RelayVerdict) {
    self =
      switch verdict {
      case .accept: .good
      case .refuse: .bad
      case .defer: .doubtful
      }
  }
}
