/// A command of an IMAP client with its tag (RFC 9051 §2.2.1, RFC 3501).
public struct IMAPRequest: Hashable, Sendable {
  public var tag: String
  public var command: IMAPCommand

  public init(tag: String, _ command: IMAPCommand) {
    self.tag = tag
    self.command = command
  }

  /// The octets as they travel; before each piece but the first the client waits for the server's
  /// `+` (RFC 9051 §4.3).
  public var pieces: [[UInt8]] {
    var writer = IMAPValue.Writer()
    writer.write("\(tag) \(command.verb)")
    if !command.arguments.isEmpty { writer.write(" ") }
    writer.write(command.arguments)
    writer.write("\r\n")
    return writer.pieces
  }

  /// The line as a reader sees it, literals and all, without its end.
  public var text: String {
    String(decoding: pieces.flatMap(\.self).dropLast(2), as: UTF8.self)
  }
}

/// What a client asks of a store.
public enum IMAPCommand: Hashable, Sendable {
  case capability, noop, logout, startTLS, check, close, unselect, expunge, idle, namespace
  case id([IMAPValue])
  case login(user: String, password: String)
  /// The response on the same line is kept as it came, in base64 (RFC 4959).
  case authenticate(AuthMechanism, initialResponse: String?)
  case select(String)
  case examine(String)
  case create(String)
  case delete(String)
  case rename(String, to: String)
  case subscribe(String)
  case unsubscribe(String)
  case list(reference: String, pattern: String)
  case lsub(reference: String, pattern: String)
  case status(String, items: [String])
  case append(String, flags: [String], date: String?, message: [UInt8])
  /// Keys as they stand there: what they mean is the store's affair.
  case search([IMAPValue], byUID: Bool)
  case fetch(IMAPSequenceSet, [IMAPFetchItem], byUID: Bool)
  case store(IMAPSequenceSet, FlagChange, byUID: Bool)
  case copy(IMAPSequenceSet, to: String, byUID: Bool)
  case malformed(Malformation)

  public enum Malformation: Hashable, Sendable, CaseIterable {
    case unknownCommand, badArgument, unknownMechanism, lineTooLong, literalTooLarge
  }

  public struct FlagChange: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      case replace = "", add = "+", remove = "-"
    }

    public var kind: Kind
    public var isSilent: Bool
    public var flags: [String]

    public init(_ kind: Kind, _ flags: [String], isSilent: Bool = false) {
      self.kind = kind
      self.isSilent = isSilent
      self.flags = flags
    }
  }

  // MARK: Reading

  private static let plain: [(String, IMAPCommand)] = [
    ("CAPABILITY", .capability), ("NOOP", .noop), ("LOGOUT", .logout), ("STARTTLS", .startTLS),
    ("CHECK", .check), ("CLOSE", .close), ("UNSELECT", .unselect), ("EXPUNGE", .expunge),
    ("IDLE", .idle), ("NAMESPACE", .namespace),
  ]

  init(_ verb: String, _ values: [IMAPValue]) {
    let verb = verb.uppercased()
    if let command = Self.plain.first(where: { $0.0 == verb })?.1 {
      self = values.isEmpty ? command : .malformed(.badArgument)
      return
    }
    if verb == "UID" {
      guard let second = values.first?.text else {
        self = .malformed(.badArgument)
        return
      }
      self = Self.numbered(second.uppercased(), Array(values.dropFirst()), byUID: true)
      return
    }
    self =
      Self.ofMailbox(verb, values) ?? Self.session(verb, values)
      ?? Self.numbered(verb, values, byUID: false)
  }

  private static func session(_ verb: String, _ values: [IMAPValue]) -> IMAPCommand? {
    let words = values.compactMap(\.text)
    switch (verb, words.count) {
    case ("ID", _): return .id(values)
    case ("LOGIN", 2) where values.count == 2: return .login(user: words[0], password: words[1])
    case ("AUTHENTICATE", 1...2):
      guard let mechanism = AuthMechanism(keyword: words[0]) else {
        return .malformed(.unknownMechanism)
      }
      return .authenticate(mechanism, initialResponse: words.count == 2 ? words[1] : nil)
    case ("LOGIN", _), ("AUTHENTICATE", _): return .malformed(.badArgument)
    default: return nil
    }
  }

  /// Commands whose first argument is a mailbox or a reference.
  private static func ofMailbox(_ verb: String, _ values: [IMAPValue]) -> IMAPCommand? {
    guard ofMailbox.contains(verb) else { return nil }
    guard let name = values.first?.text else { return .malformed(.badArgument) }
    let second = values.count > 1 ? values[1] : nil
    switch (verb, values.count) {
    case ("SELECT", 1): return .select(name)
    case ("EXAMINE", 1): return .examine(name)
    case ("CREATE", 1): return .create(name)
    case ("DELETE", 1): return .delete(name)
    case ("SUBSCRIBE", 1): return .subscribe(name)
    case ("UNSUBSCRIBE", 1): return .unsubscribe(name)
    case ("RENAME", 2):
      return second?.text.map { .rename(name, to: $0) } ?? .malformed(.badArgument)
    case ("LIST", 2):
      return second?.text.map { .list(reference: name, pattern: $0) }
        ?? .malformed(.badArgument)
    case ("LSUB", 2):
      return second?.text.map { .lsub(reference: name, pattern: $0) }
        ?? .malformed(.badArgument)
    case ("STATUS", 2):
      let items = second?.elements?.compactMap(\.text) ?? []
      return items.isEmpty ? .malformed(.badArgument) : .status(name, items: items)
    case ("APPEND", 2...4): return append(name, Array(values.dropFirst()))
    default: return .malformed(.badArgument)
    }
  }

  private static let ofMailbox: Set<String> = [
    "SELECT", "EXAMINE", "CREATE", "DELETE", "SUBSCRIBE", "UNSUBSCRIBE", "RENAME", "LIST", "LSUB",
    "STATUS", "APPEND",
  ]

  private static func append(_ name: String, _ values: [IMAPValue]) -> IMAPCommand {
    guard case .string(let message)? = values.last else { return .malformed(.badArgument) }
    let flags = values.first?.elements
    let dates = values.dropFirst(flags == nil ? 0 : 1).dropLast()
    guard dates.count <= 1, dates.allSatisfy({ $0.elements == nil }) else {
      return .malformed(.badArgument)
    }
    return .append(
      name, flags: (flags ?? []).compactMap(\.text), date: dates.first?.text, message: message)
  }

  /// Commands about messages, which UID may stand before.
  private static func numbered(
    _ verb: String, _ values: [IMAPValue], byUID: Bool
  ) -> IMAPCommand {
    guard ["FETCH", "STORE", "COPY", "SEARCH"].contains(verb) else {
      return .malformed(.unknownCommand)
    }
    if verb == "SEARCH" {
      return values.isEmpty ? .malformed(.badArgument) : .search(values, byUID: byUID)
    }
    guard let set = values.first?.text.flatMap(IMAPSequenceSet.init) else {
      return .malformed(.badArgument)
    }
    let rest = values.dropFirst()
    switch verb {
    case "FETCH":
      return IMAPFetchItem.items(rest).map { .fetch(set, $0, byUID: byUID) }
        ?? .malformed(.badArgument)
    case "STORE":
      return FlagChange(rest).map { .store(set, $0, byUID: byUID) }
        ?? .malformed(.badArgument)
    default:
      guard rest.count == 1, let name = rest.first?.text else { return .malformed(.badArgument) }
      return .copy(set, to: name, byUID: byUID)
    }
  }

  // MARK: Writing

  var verb: String {
    switch self {
    case .id: "ID"
    case .login: "LOGIN"
    case .authenticate: "AUTHENTICATE"
    case .select: "SELECT"
    case .examine: "EXAMINE"
    case .create: "CREATE"
    case .delete: "DELETE"
    case .rename: "RENAME"
    case .subscribe: "SUBSCRIBE"
    case .unsubscribe: "UNSUBSCRIBE"
    case .list: "LIST"
    case .lsub: "LSUB"
    case .status: "STATUS"
    case .append: "APPEND"
    case .search(_, let byUID): byUID ? "UID SEARCH" : "SEARCH"
    case .fetch(_, _, let byUID): byUID ? "UID FETCH" : "FETCH"
    case .store(_, _, let byUID): byUID ? "UID STORE" : "STORE"
    case .copy(_, _, let byUID): byUID ? "UID COPY" : "COPY"
    default: Self.plain.first { $0.1 == self }?.0 ?? ""
    }
  }

  var arguments: [IMAPValue] {
    switch self {
    case .id(let values): values
    case .login(let user, let password): [.word(user), .word(password)]
    case .authenticate(let mechanism, let response):
      [.atom(mechanism.keyword)] + (response.map { [.atom($0)] } ?? [])
    case .select(let name), .examine(let name), .create(let name), .delete(let name),
      .subscribe(let name), .unsubscribe(let name):
      [.word(name)]
    case .rename(let name, let new): [.word(name), .word(new)]
    case .list(let reference, let pattern), .lsub(let reference, let pattern):
      [.string(reference), .string(pattern)]
    case .status(let name, let items): [.word(name), .list(items.map { .atom($0) })]
    case .append(let name, let flags, let date, let message):
      [.word(name)] + (flags.isEmpty ? [] : [.list(flags.map { .atom($0) })])
        + (date.map { [.string($0)] } ?? []) + [.string(message)]
    case .search(let keys, _): keys
    case .fetch(let set, let items, _):
      [.atom(set.description), .list(items.map { .atom($0.text) })]
    case .store(let set, let change, _):
      [
        .atom(set.description),
        .atom("\(change.kind.rawValue)FLAGS\(change.isSilent ? ".SILENT" : "")"),
        .list(change.flags.map { .atom($0) }),
      ]
    case .copy(let set, let name, _): [.atom(set.description), .word(name)]
    default: []
    }
  }
}

extension IMAPCommand.FlagChange {
  /// Reads `+FLAGS.SILENT (\Deleted)`.
  fileprivate init?(_ values: ArraySlice<IMAPValue>) {
    guard let item = values.first?.text?.uppercased(), values.count > 1 else { return nil }
    let rest = Array(values.dropFirst())
    let flags = rest.count == 1 ? rest[0].elements ?? rest : rest
    for kind in Kind.allCases {
      for isSilent in [false, true]
      where item == "\(kind.rawValue)FLAGS\(isSilent ? ".SILENT" : "")" {
        self.init(kind, flags.compactMap(\.text), isSilent: isSilent)
        return
      }
    }
    return nil
  }
}

extension IMAPValue {
  /// A name: as an atom where it can be one, quoted or a literal where not.
  fileprivate static func word(_ text: String) -> IMAPValue {
    let isAtom =
      !text.isEmpty
      && text.utf8.allSatisfy { 0x21...0x7e ~= $0 && !"(){\"%*\\]".utf8.contains($0) }
      && !text.contains("[")
    return isAtom ? .atom(text) : .string(text)
  }
}
