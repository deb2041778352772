/// Why an expression is no property: where, what stood there, and what could have.
public struct PropertyError: Error, Hashable, Sendable {
  /// From 1, in characters of the expression.
  public var column: Int
  /// nil at the end of the expression.
  public var found: String?
  /// The words that could stand there.
  public var expected: [String]
  /// What else could stand there, such as `a network`.
  public var value: String?
}

/// Reads a property written as an expression; `PropertyWords.help` describes the language.
struct PropertyParser {
  private let tokens: [PropertyToken]
  private var next = 0
  private let end: Int
  /// How deep in brackets and `not` the reader is, and how deep it may be.
  private var depth = 0
  private static let deepest = 100

  init(_ text: String) {
    tokens = PropertyToken.split(text)
    end = text.count + 1
  }

  mutating func property() throws(PropertyError) -> (PropertyCondition, mustAccept: Bool) {
    var condition = PropertyCondition.fact(.anyone)
    if !PropertyWords.demands.contains(word ?? "") {
      condition = try alternatives()
      guard take("=>") else { throw failure(["and", "or", "=>"]) }
    }
    guard let demand = word, PropertyWords.demands.contains(demand) else {
      throw failure(PropertyWords.demands)
    }
    next += 1
    if next < tokens.count { throw failure([], "nothing more") }
    return (condition, demand == "accept")
  }

  // MARK: Conditions

  private mutating func alternatives() throws(PropertyError) -> PropertyCondition {
    var parts = [try conjunction()]
    while take("or") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(PropertyError) -> PropertyCondition {
    var parts = [try statement()]
    while take("and") { parts.append(try statement()) }
    return parts.count == 1 ? parts[0] : .every(parts)
  }

  private mutating func statement() throws(PropertyError) -> PropertyCondition {
    guard depth < Self.deepest else {
      throw failure([], "an expression at most \(Self.deepest) brackets deep")
    }
    depth += 1
    defer { depth -= 1 }
    if take("not") { return .not(try statement()) }
    if take("(") {
      let inner = try alternatives()
      guard take(")") else { throw failure(["and", "or", ")"]) }
      return inner
    }
    guard let first = word else { throw failure(PropertyWords.openers) }
    if first == "login", peek(1) != "is" {
      next += 1
      return .fact(.login)
    }
    if let fact = Self.plain[first] {
      next += 1
      return .fact(fact)
    }
    guard PropertyWords.subjects.contains(first) else { throw failure(PropertyWords.openers) }
    next += 1
    return try comparison(of: first)
  }

  private static let plain: [String: PropertyFact] = [
    "anyone": .anyone, "stranger": .stranger, "inside": .inside, "tls": .tls,
    "certificate": .certificate, "window": .window, "window-ended": .windowEnded, "trick": .trick,
  ]

  private mutating func comparison(of subject: String) throws(PropertyError) -> PropertyCondition {
    var isNegated = take("not")
    let isState: Bool
    if take("is") {
      isState = true
      if take("not") { isNegated = true }
    } else if subject != "login", take("in") {
      isState = false
    } else {
      throw failure(subject == "login" ? ["is"] : ["is", "in", "not"])
    }
    var facts = [try value(of: subject, isState: isState)]
    while take(",") { facts.append(try value(of: subject, isState: isState)) }
    let condition =
      facts.count == 1
      ? PropertyCondition.fact(facts[0]) : .any(facts.map { PropertyCondition.fact($0) })
    return isNegated ? .not(condition) : condition
  }

  private mutating func value(
    of subject: String, isState: Bool
  ) throws(PropertyError) -> PropertyFact {
    guard let text = word, let fact = PropertyFact(text, of: subject, isState: isState) else {
      throw failure(
        isState ? PropertyWords.states(of: subject) : [],
        PropertyFact.kind(of: subject, isState: isState))
    }
    next += 1
    return fact
  }

  // MARK: Tokens

  /// The word that comes next, in lower case.
  private var word: String? { peek(0) }

  private func peek(_ ahead: Int) -> String? {
    tokens.indices.contains(next + ahead) ? tokens[next + ahead].text.lowercased() : nil
  }

  private mutating func take(_ wanted: String) -> Bool {
    guard word == wanted else { return false }
    next += 1
    return true
  }

  private func failure(_ expected: [String], _ value: String? = nil) -> PropertyError {
    let token = tokens.indices.contains(next) ? tokens[next] : nil
    return PropertyError(
      column: token?.column ?? end, found: token?.text, expected: expected, value: value)
  }
}

extension PropertyFact {
  /// A value after `is` or `in`.
  init?(_ text: String, of subject: String, isState: Bool) {
    switch (subject, isState, text) {
    case ("client", true, "inside"): self = .inside
    case ("client", true, "outside"): self = .outside
    case ("name", true, "unknown"): self = .nameUnknown
    case ("sender", true, "null"), ("sender", true, "<>"): self = .senderNull
    case ("sender", true, "ours"): self = .senderOurs
    case ("sender", true, "remote"): self = .senderRemote
    case ("recipient", true, "ours"): self = .recipientOurs
    case ("recipient", true, "remote"): self = .recipientRemote
    case ("recipient", true, "missing"): self = .recipientMissing
    case ("recipient", true, "postmaster"): self = .recipientPostmaster
    case ("helo", true, _): self = .heloIs(text)
    case ("login", true, _): self = .loginIs(text)
    default:
      guard let fact = Self.read(text, of: subject, isState: isState) else { return nil }
      self = fact
    }
  }

  private static func read(_ text: String, of subject: String, isState: Bool) -> PropertyFact? {
    switch (subject, isState) {
    case ("client", true): IPAddress(text).map { .clientIn(IPNetwork($0)) }
    case ("client", false): IPNetwork(text).map { .clientIn($0) }
    case ("name", true): Domain(text).map { .nameIs($0) }
    case ("name", false): Domain(text).map { .nameIn($0) }
    case ("helo", false): Domain(text).map { .heloIn($0) }
    case ("sender", true): Mailbox(text).map { .senderIs($0) }
    case ("sender", false): Domain(text).map { .senderIn($0) }
    case ("recipient", true): Mailbox(text).map { .recipientIs($0) }
    case ("recipient", false): Domain(text).map { .recipientIn($0) }
    default: nil
    }
  }

  /// What kind of value stands there, in words.
  static func kind(of subject: String, isState: Bool) -> String {
    switch (subject, isState) {
    case ("client", true): "an IP address"
    case ("client", false): "a network such as 192.0.2.0/24"
    case ("sender", true), ("recipient", true): "a mail address"
    case ("login", _): "a login name"
    case ("name", true), ("helo", true): "a host name"
    default: "a domain"
    }
  }
}

/// A word or a sign of an expression, with its place.
struct PropertyToken {
  var text: String
  var column: Int

  /// Signs stand for themselves; whatever is in double quotes stays together.
  static func split(_ text: String) -> [PropertyToken] {
    var tokens: [PropertyToken] = []
    let characters = Array(text)
    var start = 0
    var isQuoted = false
    func close(_ end: Int) {
      if end > start {
        tokens.append(PropertyToken(text: String(characters[start..<end]), column: start + 1))
      }
    }
    var position = 0
    while position < characters.count {
      let character = characters[position]
      let isArrow =
        character == "=" && position + 1 < characters.count
        && characters[position + 1] == ">"
      if character == "\"" { isQuoted.toggle() }
      guard !isQuoted, isArrow || character.isWhitespace || "(),".contains(character) else {
        position += 1
        continue
      }
      close(position)
      let width = isArrow ? 2 : 1
      start = position
      position += width
      if !character.isWhitespace { close(position) }
      start = position
    }
    close(position)
    return tokens
  }
}
