/// The words a property may be written in, each with what it says.
public enum PropertyWords {
  /// Statements of one word.
  public static let statements: [(word: String, meaning: String)] = [
    ("anyone", "every question"),
    ("stranger", "from public space, named by nobody, without login, certificate or open window"),
    ("inside", "the client's address is in mynetworks"),
    ("login", "the client has logged in by AUTH"),
    ("tls", "the connection is encrypted"),
    ("certificate", "the client has shown a certificate"),
    ("window", "mail was read from the client's address, and the roaming window is open"),
    ("window-ended", "mail was read from the client's address, but too long ago"),
    ("trick", "the recipient's local part holds @, % or !"),
  ]

  /// Statements about one part of a question.
  public static let comparisons: [(words: String, meaning: String)] = [
    ("client in NETWORK", "its address; `client is ADDRESS|inside|outside`"),
    ("name in DOMAIN", "its name in the DNS; `name is NAME|unknown`"),
    ("helo in DOMAIN", "what it says in EHLO; `helo is NAME`"),
    ("login is NAME", "the name it logged in with"),
    ("sender in DOMAIN", "MAIL FROM; `sender is ours|remote|null|ADDRESS`"),
    (
      "recipient in DOMAIN",
      "RCPT TO, detours undone; `recipient is ours|remote|missing|postmaster|ADDRESS`"
    ),
  ]

  /// The language on one page.
  public static let help: String = {
    let width = 20
    func line(_ word: String, _ meaning: String) -> String {
      "  \(word)\(String(repeating: " ", count: max(2, width - word.count)))\(meaning)"
    }
    return """
      A property says whose mail must be accepted, or must not be: `CONDITION => accept` or
      `CONDITION => refuse`. A condition joins statements by `and`, `or`, `not` and parentheses;
      `and` binds more closely. A refusal may be for good (5xx) or for now (4xx).

      \(statements.map { line($0.word, $0.meaning) }.joined(separator: "\n"))
      \(comparisons.map { line($0.words, $0.meaning) }.joined(separator: "\n"))

      A domain stands for the names below it too. Several values are separated by commas, and
      `is not` and `not in` say the opposite.

        stranger and recipient is remote => refuse
        client in 198.51.100.0/24, 2001:db8:7::/48 and recipient is remote => accept
        login or window => accept
        sender is ours and not (inside or login) => refuse
      """
  }()

  /// Whether a word is a whole property of its own: `accept` or `refuse` for every question.
  public static func isDemand(_ word: String) -> Bool { demands.contains(word.lowercased()) }

  static let subjects = ["client", "name", "helo", "login", "sender", "recipient"]
  static let demands = ["accept", "refuse"]
  /// Words that may begin a statement.
  static let openers = ["not", "("] + statements.map(\.word) + subjects.filter { $0 != "login" }

  /// The words that may stand after `is`, besides values.
  static func states(of subject: String) -> [String] {
    switch subject {
    case "client": ["inside", "outside"]
    case "name": ["unknown"]
    case "sender": ["null", "ours", "remote"]
    case "recipient": ["missing", "ours", "postmaster", "remote"]
    default: []
    }
  }
}
