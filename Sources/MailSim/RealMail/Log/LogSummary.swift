/// A log in two tables: how much left encrypted, by destination; what was refused, by rule.
///
/// Both are bounded: what comes after the limit is counted under one name.
public struct LogSummary: Sendable {
  public struct Destination: Hashable, Sendable {
    public internal(set) var encrypted = 0
    public internal(set) var plaintext = 0
    public internal(set) var unknown = 0

    public var all: Int { encrypted + plaintext + unknown }
  }

  public internal(set) var lines = 0
  public internal(set) var postfixLines = 0
  public private(set) var messages = 0
  public private(set) var destinations: [String: Destination] = [:]
  public private(set) var refusals: [String: Int] = [:]
  public private(set) var arrivals = Destination()

  private static let limit = 2_000
  private static let rest = "(others)"

  mutating func add(_ message: LogMessage) {
    messages += 1
    if let arrival = message.arrival, !arrival.isLocal { arrivals.add(arrival.protection) }
    for delivery in message.deliveries where delivery.isRemote && delivery.status == "sent" {
      let domain = delivery.recipient.split(separator: "@").last.map { $0.lowercased() } ?? ""
      let isKnown = destinations[domain] != nil || destinations.count < Self.limit
      destinations[isKnown ? domain : Self.rest, default: Destination()].add(delivery.protection)
    }
  }

  /// `reject: RCPT from host[192.0.2.1]: 554 5.7.1 <a@b.example>: Relay access denied; from=…`
  mutating func refuse(_ words: Substring) {
    guard let from = words.range(ofASCII: " from "),
      let colon = words[from.upperBound...].range(ofASCII: ": ")
    else { return }
    let stage = words[..<from.lowerBound].split(separator: " ").last ?? ""
    let reply = words[colon.upperBound...].prefix { $0 != ";" }
    let code = reply.prefix { $0.isNumber || $0 == "." || $0 == " " }.trimmedSpaces
    // What was refused stands in angle brackets; the rule is in the words behind it.
    let reason =
      reply.range(ofASCII: ">: ").map { reply[$0.upperBound...] }
      ?? reply.dropFirst(code.count)
    let rule = "\(stage) \(code) \(reason.trimmedSpaces)"
    let isKnown = refusals[rule] != nil || refusals.count < Self.limit
    refusals[isKnown ? rule : Self.rest, default: 0] += 1
  }

  /// The tables in words, the largest first.
  ///
  /// - Parameters:
  ///   - naming: what to call a domain.
  ///   - wording: how to put the words of a rule.
  public func text(
    rows: Int = 30, naming: (String) -> String = { $0 }, wording: (String) -> String = { $0 }
  ) -> String {
    var text =
      "\(messages) \(messages == 1 ? "message" : "messages") in \(postfixLines) lines of Postfix (\(lines) lines in all)\n"
    text += "Arrivals: \(arrivals.words)\n\nDeliveries to other servers, by domain\n"
    let byCount = destinations.sorted { ($1.value.all, $0.key) < ($0.value.all, $1.key) }
    if byCount.isEmpty { text += "  none\n" }
    for (domain, count) in byCount.prefix(rows) { text += "  \(naming(domain)): \(count.words)\n" }
    if byCount.count > rows { text += "  and \(byCount.count - rows) more domains\n" }
    text += "\nRefusals, by rule\n"
    let byRule = refusals.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    if byRule.isEmpty { text += "  none\n" }
    for (rule, count) in byRule.prefix(rows) { text += "  \(count)  \(wording(rule))\n" }
    if byRule.count > rows { text += "  and \(byRule.count - rows) more rules\n" }
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

extension Substring {
  fileprivate var trimmedSpaces: Substring {
    let start = drop { $0 == " " }
    return start.lastIndex { $0 != " " }.map { start[...$0] } ?? ""
  }
}
