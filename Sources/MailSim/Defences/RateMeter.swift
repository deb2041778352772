/// Counts recipients of each client, or of each login, in stretches of time that begin with the
/// first of them (as Postfix's anvil does).
struct RateMeter: Sendable {
  private struct Stretch {
    var since: Instant
    var count = 0
  }

  let limit: Scenario.RateLimit
  private var byClient: [IPAddress: Stretch] = [:]
  private var byUser: [AccountID: Stretch] = [:]

  init(_ limit: Scenario.RateLimit) { self.limit = limit }

  /// Whether one more is within the limit; counts it. Clients without a login pass a limit that
  /// goes by users.
  mutating func takes(client: IPAddress, user: AccountID?, at now: Instant) -> Bool {
    switch limit.key {
    case .client: return count(&byClient[client], at: now)
    case .user:
      guard let user else { return true }
      return count(&byUser[user], at: now)
    }
  }

  private func count(_ stretch: inout Stretch?, at now: Instant) -> Bool {
    var current = stretch ?? Stretch(since: now)
    if now - current.since >= limit.period { current = Stretch(since: now) }
    current.count += 1
    stretch = current
    return current.count <= limit.recipients
  }
}
