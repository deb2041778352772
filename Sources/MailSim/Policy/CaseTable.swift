/// Many questions to a relay policy at once: a table of facts in, the same table with verdicts out.
///
/// Known columns are `client_ip`, `helo`, `sasl_login`, `login_age`, `mail_from` and `rcpt_to`, in
/// any order; others are copied. Behind them come `verdict`, `code`, `enhanced`, `reason` and
/// `rule`. A row that makes no sense gets the verdict `error` and the problem as its reason, so
/// that one bad line never hides the others.
public struct CaseTable: Sendable {
  public let policy: RelayPolicy
  /// Whether a recipient's domain is kept here and has no such mailbox.
  public var isUnknown: @Sendable (Mailbox) -> Bool = { _ in false }
  /// The columns of the answer.
  public let header: [String]
  private let columns: [Column: Int]
  private let width: Int
  private let rows: [RelayPolicy.Row]

  public enum Column: String, Sendable, CaseIterable {
    case clientAddress = "client_ip"
    case helo
    case login = "sasl_login"
    case loginAge = "login_age"
    case sender = "mail_from"
    case recipient = "rcpt_to"

    /// Without it there is no question.
    var isRequired: Bool { self == .clientAddress || self == .sender || self == .recipient }
  }

  /// The columns a table is answered with.
  public static let answers = ["verdict", "code", "enhanced", "reason", "rule"]

  /// - Throws: `CaseTableError` if columns are missing, repeated or answered already.
  public init(policy: RelayPolicy, header: [String]) throws(CaseTableError) {
    self.policy = policy
    var columns: [Column: Int] = [:]
    var seen: Set<String> = []
    for (row, name) in header.enumerated() {
      guard seen.insert(name).inserted else { throw .repeatedColumn(name) }
      guard !Self.answers.contains(name) else { throw .answeredAlready(name) }
      if let column = Column(rawValue: name) { columns[column] = row }
    }
    for column in Column.allCases where column.isRequired && columns[column] == nil {
      throw .missingColumn(column)
    }
    self.columns = columns
    width = header.count
    rows = policy.rows
    self.header = header + Self.answers
  }

  /// Reads a table of octets and hands out the lines of the answer one by one.
  ///
  /// - Returns: how many rows were errors.
  /// - Throws: `CaseTableError` if the first line is of no use; nothing has been handed out then. And
  ///   what `emit` throws.
  @discardableResult
  public static func answer(
    _ octets: some IteratorProtocol<UInt8>, under policy: RelayPolicy,
    isUnknown: @escaping @Sendable (Mailbox) -> Bool = { _ in false },
    to emit: (String) throws -> Void
  ) throws -> Int {
    var reader = CSVReader(octets)
    guard let first = reader.next() else { throw CaseTableError.empty }
    if let error = first.error { throw CaseTableError.badHeader(error) }
    var table = try CaseTable(policy: policy, header: first.fields)
    table.isUnknown = isUnknown
    try emit(CSVWriter.line(table.header, usesCRLF: reader.usesCRLF))
    var errors = 0
    while let row = reader.next() {
      let answer = table.answer(row)
      if answer[table.width] == "error" { errors += 1 }
      try emit(CSVWriter.line(answer, usesCRLF: reader.usesCRLF))
    }
    return errors
  }

  /// The row with its answer behind it, as wide as the header says.
  public func answer<Octets>(_ row: CSVReader<Octets>.Row) -> [String] {
    let padding = [String](repeating: "", count: max(0, width - row.fields.count))
    return row.fields.prefix(width) + padding + verdict(row.fields, row.error)
  }

  private func verdict(_ fields: [String], _ error: String?) -> [String] {
    do throws(CaseError) {
      if let error { throw CaseError(error) }
      guard fields.count == width else {
        throw CaseError("the row has \(fields.count) fields, the header \(width)")
      }
      let facts = try facts(fields)
      if let open = policy.lists.decide(facts, at: .recipient), !open.isCertain {
        return [
          open.verdict?.rawValue ?? "depends", "", "", open.dependsOn.joined(separator: "; "), "",
        ]
      }
      return words(policy.decide(facts))
    } catch {
      return ["error", "", "", error.what, ""]
    }
  }

  private func words(_ decision: RelayDecision) -> [String] {
    let row = rows.indices.contains(decision.rule) ? rows[decision.rule] : nil
    let name = row.map { row in row.name + (row.position.map { " (\($0))" } ?? "") }
    return [
      decision.verdict.rawValue, "\(decision.reply.code)",
      decision.reply.enhanced?.description ?? "", decision.reason.rawValue,
      CSVWriter.inert(decision.entry ?? name ?? ""),
    ]
  }

  // MARK: Facts

  private func facts(_ fields: [String]) throws(CaseError) -> RelayFacts {
    func text(_ column: Column) -> String {
      columns[column].map { fields[$0].trimmed } ?? ""
    }
    guard let address = IPAddress(text(.clientAddress)) else {
      throw CaseError("client_ip: '\(text(.clientAddress))' is no IP address")
    }
    guard let recipient = try Self.path(text(.recipient), "rcpt_to") else {
      throw CaseError("rcpt_to: a recipient is missing")
    }
    var client = RelayFacts.Client(address: address)
    client.helloName = text(.helo).isEmpty ? nil : text(.helo)
    client.login = login(text(.login))
    client.window = try window(text(.loginAge))
    var facts = RelayFacts(
      client: client, reversePath: try Self.path(text(.sender), "mail_from"),
      forwardPath: recipient)
    facts.recipientIsUnknown = isUnknown(recipient)
    return facts
  }

  /// A path with or without its angle brackets; nil for the empty one.
  private static func path(_ text: String, _ column: String) throws(CaseError) -> Mailbox? {
    var path = text[...]
    if path.hasPrefix("<") {
      guard path.hasSuffix(">") else { throw CaseError("\(column): '\(text)' lacks its '>'") }
      path = path.dropFirst().dropLast()
    }
    if path.isEmpty { return nil }
    guard let parsed = AddressSyntax.path(path) else {
      throw CaseError("\(column): '\(text)' is no address")
    }
    return parsed.mailbox
  }

  /// A login without a domain belongs to the server's own domain, if it has just one.
  private func login(_ text: String) -> RelayFacts.Login? {
    guard !text.isEmpty else { return nil }
    var mailbox = Mailbox(text)
    if mailbox == nil, policy.settings.localDomains.count == 1 {
      mailbox = policy.settings.localDomains.first.map { Mailbox(localPart: text, domain: $0) }
    }
    return RelayFacts.Login(name: text, mailbox: mailbox)
  }

  private func window(_ text: String) throws(CaseError) -> RelayFacts.WindowState {
    guard !text.isEmpty else { return .none }
    guard let age = LoginAge.parse(text) else {
      throw CaseError("login_age: '\(text)' is no length of time such as 899, 14:59 or 15m")
    }
    return age < policy.settings.window ? .open(sinceLogin: age) : .expired(sinceLogin: age)
  }
}

/// What is wrong with a row.
private struct CaseError: Error {
  let what: String

  init(_ what: String) {
    self.what = what
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

/// Why a table cannot be answered at all.
public enum CaseTableError: Error, Hashable, Sendable, CustomStringConvertible {
  case empty
  case badHeader(String)
  case missingColumn(CaseTable.Column)
  case repeatedColumn(String)
  case answeredAlready(String)

  public var description: String {
    switch self {
    case .empty: "the table is empty; its first line must name the columns"
    case .badHeader(let why): "the first line cannot be read: \(why)"
    case .missingColumn(let column):
      "the column '\(column.rawValue)' is missing; known columns: "
        + CaseTable.Column.allCases.map(\.rawValue).joined(separator: ", ")
    case .repeatedColumn(let name): "the column '\(name)' stands there twice"
    case .answeredAlready(let name):
      "the table has a column '\(name)' already; leave it out, the answer brings it"
    }
  }
}
