/// What a value of an access table says (access(5)).
public enum AccessAction: Hashable, Sendable {
  case permit
  case goOn
  case reject(Reply)
  case deferIfPermit(Reply)
  case deferIfReject(Reply)
  /// Names of restrictions or restriction classes, to be asked in turn.
  case restrictions([Restriction])

  /// - Parameters:
  ///   - resolve: makes restrictions of the words no action of access(5) is called.
  public init(
    _ value: String, refusedAs subject: AccessSubject, resolve: (String) -> [Restriction]
  ) {
    let words = value.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    guard let word = words.first else {
      self = .goOn
      return
    }
    switch word.uppercased() {
    case "OK", "RELAY", "PERMIT", "DISCARD": self = .permit
    case "DUNNO", "HOLD", "FILTER", "REDIRECT", "PREPEND", "BCC", "INFO", "WARN", "STRIP":
      self = .goOn
    case "REJECT": self = .reject(Self.reply(554, words, subject))
    case "DEFER": self = .reject(Self.reply(450, words, subject))
    case "DEFER_IF_PERMIT": self = .deferIfPermit(Self.reply(450, words, subject))
    case "DEFER_IF_REJECT": self = .deferIfReject(Self.reply(450, words, subject))
    default:
      if words.count == 1, word.utf8.allSatisfy({ (48...57).contains($0) }) {
        // Digits alone are the time stamp of somebody who logged in, even where they look like a code.
        self = .permit
      } else if let code = UInt16(word), word.utf8.count == 3, (400...599).contains(code) {
        self = .reject(Self.reply(code, words, subject))
      } else {
        self = .restrictions(resolve(value))
      }
    }
  }

  /// The enhanced code may stand at the head of the text.
  private static func reply(_ code: UInt16, _ words: [String], _ subject: AccessSubject) -> Reply {
    let head = words.dropFirst().first?.split(separator: " ").first.map(String.init)
    let stated = head.flatMap { EnhancedStatus($0) }
    let usual = EnhancedStatus(code < 500 ? 4 : 5, 7, 1)
    return Reply(code, stated ?? usual, subject.wording)
  }
}

extension AccessSubject {
  var wording: Reply.Wording {
    switch self {
    case .client, .certificate: .clientRejected
    case .helo: .heloRejected
    case .sender: .senderRejected
    case .recipient: .recipientRejected
    }
  }
}
