/// A log in tables: how much came and left encrypted, by server and destination; what was
/// refused, by rule; what had to wait, by reason and destination.
///
/// All are bounded: what comes after the limit is counted under one name.
public struct LogSummary: Sendable {
  public struct Destination: Hashable, Sendable {
    public internal(set) var encrypted = 0
    public internal(set) var plaintext = 0
    public internal(set) var unknown = 0

    public var all: Int { encrypted + plaintext + unknown }
  }

  /// A reason for which deliveries wait, and the domain they wait for.
  public struct Deferral: Hashable, Sendable {
    public var reason: String
    public var destination: String
  }

  public internal(set) var format: MailLogReader.Format?
  public internal(set) var lines = 0
  /// Lines of the server whose log it is.
  public internal(set) var serverLines = 0
  public private(set) var messages = 0
  public private(set) var destinations: [String: Destination] = [:]
  public private(set) var refusals: [String: Int] = [:]
  /// Attempts that were put off.
  public private(set) var deferrals: [Deferral: Int] = [:]
  /// What rules did instead of refusing: `filter`, `warn`, `hold`.
  public private(set) var actions: [String: Int] = [:]
  /// What came in over connections, by the server that wrote the lines.
  public private(set) var arrivals: [String: Destination] = [:]

  private static let limit = 2_000
  private static let rest = "(others)"

  mutating func add(_ message: LogMessage) {
    messages += 1
    if let arrival = message.arrival, !arrival.isLocal {
      arrivals[known(message.server, in: arrivals), default: Destination()]
        .add(arrival.protection)
    }
    for delivery in message.deliveries where delivery.isRemote && delivery.status == "sent" {
      let domain = Self.domain(of: delivery.recipient)
      destinations[known(domain, in: destinations), default: Destination()]
        .add(delivery.protection)
    }
  }

  mutating func refuse(_ rule: String) {
    refusals[known(rule, in: refusals), default: 0] += 1
  }

  mutating func count(action: String) {
    actions[known(action, in: actions), default: 0] += 1
  }

  mutating func deferred(_ delivery: LogMessage.Delivery) {
    let deferral = Deferral(
      reason: LogReason.general(delivery.answer[...]),
      destination: Self.domain(of: delivery.recipient))
    let isKnown = deferrals[deferral] != nil || deferrals.count < Self.limit
    let others = Deferral(reason: Self.rest, destination: Self.rest)
    deferrals[isKnown ? deferral : others, default: 0] += 1
  }

  private func known<Count>(_ name: String, in table: [String: Count]) -> String {
    table[name] != nil || table.count < Self.limit ? name : Self.rest
  }

  private static func domain(of address: String) -> String {
    address.split(separator: "@").last.map { $0.lowercased() } ?? ""
  }

  /// The tables in words, the largest first.
  ///
  /// - Parameters:
  ///   - naming: what to call a domain.
  ///   - wording: how to put the words of a rule.
  public func text(
    rows: Int = 30, naming: (String) -> String = { $0 }, wording: (String) -> String = { $0 }
  ) -> String {
    let server = format?.title ?? "a known server"
    var text =
      "\(messages) \(messages == 1 ? "message" : "messages") in \(serverLines) lines of \(server)"
    text += " (\(lines) lines in all)\n"
    text += arrivalText(rows, naming)
    text += "\nDeliveries to other servers, by domain\n"
    let byCount = destinations.sorted { ($1.value.all, $0.key) < ($0.value.all, $1.key) }
    text += Self.table(byCount, rows, "domains") { "\(naming($0.key)): \($0.value.words)" }
    text += "\nRefusals, by rule\n"
    let byRule = refusals.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    text += Self.table(byRule, rows, "rules") { "\($0.value)  \(wording($0.key))" }
    text += "\nDeferrals, by reason and destination\n"
    let byReason = deferrals.sorted {
      ($1.value, $0.key.reason, $0.key.destination)
        < ($0.value, $1.key.reason, $1.key.destination)
    }
    text += Self.table(byReason, rows, "reasons") {
      "\($0.value)  \(wording($0.key.reason)): \(naming($0.key.destination))"
    }
    if !actions.isEmpty {
      text += "\nNot refused, but handled by a rule\n"
      let byAction = actions.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      text += Self.table(byAction, rows, "actions") { "\($0.value)  \($0.key)" }
    }
    return text
  }

  /// In one line for one server, in a table for several.
  private func arrivalText(_ rows: Int, _ naming: (String) -> String) -> String {
    guard arrivals.count > 1 else {
      return "Arrivals: \(arrivals.first?.value.words ?? "none")\n"
    }
    let byCount = arrivals.sorted { ($1.value.all, $0.key) < ($0.value.all, $1.key) }
    return "\nArrivals, by server\n"
      + Self.table(byCount, rows, "servers") { "\(naming($0.key)): \($0.value.words)" }
  }

  private static func table<Row>(
    _ rows: [Row], _ limit: Int, _ what: String, _ words: (Row) -> String
  ) -> String {
    if rows.isEmpty { return "  none\n" }
    var text = ""
    for row in rows.prefix(limit) { text += "  \(words(row))\n" }
    if rows.count > limit { text += "  and \(rows.count - limit) more \(what)\n" }
    return text
  }
}

extension LogSummary.Destination {
  mutating func add(_ protection: Protection) {
    switch protection {
    case .encrypted: encrypted += 1
    case .plaintext: plaintext += 1
    case .unknown: unknown += 1
    }
  }

  fileprivate var words: String {
    guard all > 0 else { return "none" }
    let permille = Int((Double(encrypted) * 1000 / Double(all)).rounded())
    return "\(permille / 10).\(permille % 10) % of \(all) encrypted, \(plaintext) plaintext, "
      + "\(unknown) unknown"
  }
}
