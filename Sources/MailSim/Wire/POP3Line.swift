/// A line of a POP3 client (RFC 1939, RFC 2449, RFC 2595, RFC 5034), its words still words.
public enum POP3Line: Hashable, Sendable {
  case capa, stls
  case user(String)
  case pass(String)
  /// The response on the same line is kept as it came, in base64.
  case auth(AuthMechanism, initialResponse: String?)
  case stat
  /// nil asks for all of them.
  case list(UInt32?)
  case uidl(UInt32?)
  case retr(UInt32)
  case top(UInt32, lines: UInt32)
  case dele(UInt32)
  case noop, rset, quit
  case malformed(Malformation)

  public enum Malformation: Hashable, Sendable, CaseIterable {
    case unknownCommand, badArgument, unknownMechanism, lineTooLong
  }

  /// Octets of a command at most (RFC 2449 §4: 255 with its end).
  public static let longest = 253

  /// Reads one line without its end.
  public init(_ line: String) {
    let verb = line.prefix { $0 != " " }
    let rest = line.dropFirst(verb.count + 1)
    let words = rest.split(separator: " ")
    let numbers = words.map { UInt32($0) }
    switch (verb.uppercased(), numbers.count) {
    case ("CAPA", 0): self = .capa
    case ("STLS", 0): self = .stls
    // A name or a password may hold blanks (RFC 1939 §7 for PASS).
    case ("USER", 1...): self = .user(String(rest))
    case ("PASS", _) where !rest.isEmpty: self = .pass(String(rest))
    case ("AUTH", 1...2):
      guard let mechanism = AuthMechanism(keyword: words[0]) else {
        self = .malformed(.unknownMechanism)
        return
      }
      self = .auth(mechanism, initialResponse: words.count == 2 ? String(words[1]) : nil)
    case ("STAT", 0): self = .stat
    case ("LIST", 0): self = .list(nil)
    case ("UIDL", 0): self = .uidl(nil)
    case ("LIST", 1), ("UIDL", 1), ("RETR", 1), ("DELE", 1), ("TOP", 2):
      self = Self.numbered(verb.uppercased(), numbers.compactMap(\.self))
    case ("NOOP", 0): self = .noop
    case ("RSET", 0): self = .rset
    case ("QUIT", 0): self = .quit
    case (let verb, _):
      self = .malformed(Self.verbs.contains(verb) ? .badArgument : .unknownCommand)
    }
  }

  private static let verbs: Set<String> = [
    "CAPA", "STLS", "USER", "PASS", "AUTH", "STAT", "LIST", "UIDL", "RETR", "TOP", "DELE", "NOOP",
    "RSET", "QUIT",
  ]

  private static func numbered(_ verb: String, _ numbers: [UInt32]) -> POP3Line {
    switch (verb, numbers.first, numbers.last) {
    case ("TOP", let number?, let lines?) where numbers.count == 2: .top(number, lines: lines)
    case ("LIST", let number?, _): .list(number)
    case ("UIDL", let number?, _): .uidl(number)
    case ("RETR", let number?, _): .retr(number)
    case ("DELE", let number?, _): .dele(number)
    default: .malformed(.badArgument)
    }
  }

  /// The line as a client writes it, without its end; nil for what no client meant to write.
  public var text: String? {
    switch self {
    case .capa: "CAPA"
    case .stls: "STLS"
    case .user(let name): "USER \(name)"
    case .pass(let password): "PASS \(password)"
    case .auth(let mechanism, let response):
      "AUTH \(mechanism.keyword)" + (response.map { " \($0)" } ?? "")
    case .stat: "STAT"
    case .list(let number): "LIST" + (number.map { " \($0)" } ?? "")
    case .uidl(let number): "UIDL" + (number.map { " \($0)" } ?? "")
    case .retr(let number): "RETR \(number)"
    case .top(let number, let lines): "TOP \(number) \(lines)"
    case .dele(let number): "DELE \(number)"
    case .noop: "NOOP"
    case .rset: "RSET"
    case .quit: "QUIT"
    case .malformed: nil
    }
  }
}
