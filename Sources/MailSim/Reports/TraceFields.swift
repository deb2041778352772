/// What is wrong with a member of a line.
struct FieldError: Error, Hashable {
  var what: String

  init(_ what: String) {
    self.what = what
  }
}

/// How many rows each table has, so that a reference can be checked when it is read.
struct Bounds {
  var sites = 0
  var hosts = 0
  var people = 0
  var mailboxes = 0
  var domains = 0
  var rules = 0
  var steps = 0
  var attacks = 0
  var connections = 0
  var messages = 0
  var copies = 0
  var records = 0

  init() {}

  init(_ trace: Trace?) {
    self.init(trace?.cast ?? Cast())
    guard let trace else { return }
    connections = trace.connections.count
    messages = trace.messages.count
    copies = trace.copies.count
    records = trace.records.count
  }

  init(_ cast: Cast) {
    sites = cast.sites.count
    hosts = cast.hosts.count
    people = cast.people.count
    mailboxes = cast.mailboxes.count
    domains = cast.domains.count
    rules = cast.rules.count
    steps = cast.steps.count
    attacks = cast.attacks.count
  }
}

/// The members of an object, read by name and kind; a wrong one is named in the error.
struct TraceFields {
  private let json: JSON
  let bounds: Bounds

  init(_ json: JSON, bounds: Bounds) {
    self.json = json
    self.bounds = bounds
  }

  private func value(_ key: String) throws(FieldError) -> JSON {
    guard let value = json[key] else { throw FieldError("the member '\(key)' is missing") }
    return value
  }

  func isNull(_ key: String) -> Bool { json[key] == nil || json[key] == .null }

  func text(_ key: String) throws(FieldError) -> String {
    guard case .string(let text) = try value(key) else {
      throw FieldError("'\(key)' must be a text")
    }
    return text
  }

  func flag(_ key: String) throws(FieldError) -> Bool {
    guard case .bool(let flag) = try value(key) else {
      throw FieldError("'\(key)' must be true or false")
    }
    return flag
  }

  func number<Number: FixedWidthInteger>(_ key: String) throws(FieldError) -> Number {
    guard case .integer(let value) = try value(key), let number = Number(exactly: value) else {
      throw FieldError("'\(key)' must be a whole number from \(Number.min) to \(Number.max)")
    }
    return number
  }

  /// A moment of the run, which begins at 0.
  func instant(_ key: String) throws(FieldError) -> Instant {
    let instant = Instant(nanoseconds: try number(key))
    guard instant >= .start else { throw FieldError("'\(key)' is before the start of the run") }
    return instant
  }

  /// A value that is stored as the text it prints.
  func parsed<Value: LosslessStringConvertible>(_ key: String) throws(FieldError) -> Value {
    let text = try text(key)
    guard let value = Value(text) else {
      throw FieldError("'\(key)': '\(text)' is no \(Self.noun(Value.self))")
    }
    return value
  }

  /// A case of a closed list, by its name.
  func choice<Choice: CaseIterable>(_ key: String) throws(FieldError) -> Choice {
    let text = try text(key)
    guard let choice = CaseName<Choice>.value(text) else {
      throw FieldError(
        "'\(key)': '\(text)' is none of \(CaseName<Choice>.all.joined(separator: ", "))")
    }
    return choice
  }

  /// A case of a closed list with texts of its own.
  func raw<Choice: RawRepresentable & CaseIterable>(
    _ key: String
  ) throws(FieldError) -> Choice where Choice.RawValue == String {
    let text = try text(key)
    guard let choice = Choice(rawValue: text) else {
      throw FieldError(
        "'\(key)': '\(text)' is none of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }

  /// A reference to a row that must exist.
  func id<ID: TableID>(_ key: String, below count: Int) throws(FieldError) -> ID {
    let index: UInt32 = try number(key)
    guard Int(index) < count else { throw Self.missing(key, index, count) }
    return ID(index: index)
  }

  func optionalID<ID: TableID>(_ key: String, below count: Int) throws(FieldError) -> ID? {
    isNull(key) ? nil : try id(key, below: count)
  }

  func ids<ID: TableID>(_ key: String, below count: Int) throws(FieldError) -> [ID] {
    var ids: [ID] = []
    for value in try array(key) {
      guard case .integer(let number) = value, let index = UInt32(exactly: number) else {
        throw FieldError("'\(key)' must hold whole numbers")
      }
      guard Int(index) < count else { throw Self.missing(key, index, count) }
      ids.append(ID(index: index))
    }
    return ids
  }

  private static func missing(_ key: String, _ index: UInt32, _ count: Int) -> FieldError {
    FieldError("'\(key)': there is no row \(index); there are \(count)")
  }

  func texts(_ key: String) throws(FieldError) -> [String] {
    var texts: [String] = []
    for value in try array(key) {
      guard case .string(let text) = value else { throw FieldError("'\(key)' must hold texts") }
      texts.append(text)
    }
    return texts
  }

  /// The objects of a list, each read by `read`.
  func objects<Row>(
    _ key: String, _ bounds: Bounds? = nil, _ read: (TraceFields) throws(FieldError) -> Row
  ) throws(FieldError) -> [Row] {
    var rows: [Row] = []
    for value in try array(key) {
      rows.append(try read(TraceFields(value, bounds: bounds ?? self.bounds)))
    }
    return rows
  }

  /// The values of a list, each read by `read`.
  func values<Row>(
    _ key: String, _ read: (JSON) throws(FieldError) -> Row
  ) throws(FieldError) -> [Row] {
    var rows: [Row] = []
    for value in try array(key) { rows.append(try read(value)) }
    return rows
  }

  func object(_ key: String) throws(FieldError) -> TraceFields {
    TraceFields(try value(key), bounds: bounds)
  }

  private func array(_ key: String) throws(FieldError) -> [JSON] {
    guard case .array(let values) = try value(key) else {
      throw FieldError("'\(key)' must be a list")
    }
    return values
  }

  private static func noun(_ type: Any.Type) -> String {
    switch type {
    case is IPAddress.Type: "IP address"
    case is Domain.Type: "domain"
    case is Mailbox.Type: "mailbox"
    case is EnhancedStatus.Type: "enhanced status code"
    default: "\(type)"
    }
  }
}

/// The names of a closed list's cases, as the source has them.
enum CaseName<Choice: CaseIterable> {
  static func name(_ value: Choice) -> String { "\(value)" }

  static var all: [String] { Choice.allCases.map { name($0) } }

  static func value(_ name: String) -> Choice? {
    Choice.allCases.first { self.name($0) == name }
  }
}
