/// Who has tried before: a client's block, a reverse-path and a recipient (RFC 6647 §2.1).
struct Greylist: Sendable {
  private struct Triplet: Hashable {
    let client: IPAddress
    let reversePath: MailboxID?
    let recipient: MailboxID
  }

  private struct Standing {
    var first: Instant
    /// When it last got through; nil until it has.
    var passed: Instant?
  }

  let settings: Scenario.Greylisting
  private var standings: [Triplet: Standing] = [:]
  private var passes: [IPAddress: Int] = [:]
  private var tidyAbove = 4_096

  init(_ settings: Scenario.Greylisting) { self.settings = settings }

  /// Whether a try is let through, and a note of it for the next one.
  mutating func passes(
    client: IPAddress, reversePath: MailboxID?, recipient: MailboxID, at now: Instant
  ) -> Bool {
    let client = AddressBlock.of(client, width: settings.width)
    if settings.whitelistAfter > 0, passes[client] ?? 0 >= settings.whitelistAfter { return true }
    let triplet = Triplet(client: client, reversePath: reversePath, recipient: recipient)
    guard var standing = standings[triplet], isRemembered(standing, at: now) else {
      standings[triplet] = Standing(first: now)
      if standings.count > tidyAbove { tidy(at: now) }
      return settings.delay == .zero
    }
    guard now - standing.first >= settings.delay else { return false }
    if standing.passed == nil { passes[client, default: 0] += 1 }
    standing.passed = now
    standings[triplet] = standing
    return true
  }

  private func isRemembered(_ standing: Standing, at now: Instant) -> Bool {
    if let passed = standing.passed { return now - passed < settings.memory }
    return now - standing.first < settings.window
  }

  private mutating func tidy(at now: Instant) {
    standings = standings.filter { isRemembered($0.value, at: now) }
    tidyAbove = max(4_096, 2 * standings.count)
  }
}
