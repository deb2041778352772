/// How a server forgets that a machine has read its mail.
public enum RoamingExpiry: Hashable, Sendable {
  /// Open while `now − last login < window`: closed at the very end.
  case exact
  /// A sweeper runs at every multiple of the period and closes what has run out by then.
  case sweep(period: Delay)
  /// What has run out is closed only when another login comes in, from anywhere.
  case lazy
}

/// Which addresses may send because somebody there has read mail: POP or IMAP before SMTP.
///
/// The key is the address, not the person or the machine: who shares the address shares the
/// permission. Only a successful login opens or renews a window (RFC 6409 §3.3 names the method).
public struct RoamingWindows: Sendable {
  public let span: Delay
  public let expiry: RoamingExpiry
  private var lastLogin = AddressTable<Instant>()
  /// The latest login from anywhere.
  private var latest = Instant.start
  private var tidyAbove = 1_024

  public init(span: Delay, expiry: RoamingExpiry = .exact) {
    self.span = span
    self.expiry = expiry
  }

  public mutating func login(from address: IPAddress, at now: Instant) {
    lastLogin.set(now, for: address)
    latest = now
    if lastLogin.count > tidyAbove { tidy(at: now) }
  }

  /// The user has logged out: the address may send no more.
  public mutating func close(for address: IPAddress, at now: Instant) {
    if let login = lastLogin[address], isOpen(since: login, at: now) { lastLogin.remove(address) }
  }

  public func state(of address: IPAddress, at now: Instant) -> RelayFacts.WindowState {
    guard let login = lastLogin[address] else { return .none }
    let age = now - login
    return isOpen(since: login, at: now) ? .open(sinceLogin: age) : .expired(sinceLogin: age)
  }

  /// How many addresses may send.
  public func openCount(at now: Instant) -> Int {
    lastLogin.count { isOpen(since: $0, at: now) }
  }

  private func isOpen(since login: Instant, at now: Instant) -> Bool {
    switch expiry {
    case .exact: now - login < span
    // The latest login swept away what had run out by then, and nothing has since.
    case .lazy: latest - login < span
    case .sweep(let period):
      now < Self.firstSweep(atOrAfter: login + span, every: period)
    }
  }

  private static func firstSweep(atOrAfter end: Instant, every period: Delay) -> Instant {
    let sweeps = (end.nanoseconds + period.nanoseconds - 1) / period.nanoseconds
    return Instant(nanoseconds: sweeps * period.nanoseconds)
  }

  /// Forgets windows that closed a day ago; until then they explain a refusal.
  private mutating func tidy(at now: Instant) {
    let windows = self
    lastLogin.keep { windows.isOpen(since: $0, at: now) || now - $0 < .days(1) }
    tidyAbove = max(1_024, 2 * lastLogin.count)
  }
}

/// Values by address. IPv4 has a table of its own, with rows half as large: a busy server knows a
/// million addresses, and finds one as fast as it fits the caches.
private struct AddressTable<Value: BitwiseCopyable & Sendable>: Sendable {
  private var v4 = OpenTable<UInt32, Value>()
  private var v6 = OpenTable<IPAddress, Value>()

  var count: Int { v4.count + v6.count }

  subscript(address: IPAddress) -> Value? {
    if let bits = address.v4 { v4[bits] } else { v6[address] }
  }

  mutating func set(_ value: Value, for address: IPAddress) {
    if let bits = address.v4 { v4.set(value, for: bits) } else { v6.set(value, for: address) }
  }

  mutating func remove(_ address: IPAddress) {
    if let bits = address.v4 { v4.remove(bits) } else { v6.remove(address) }
  }

  mutating func keep(where holds: (Value) -> Bool) {
    v4.keep(where: holds)
    v6.keep(where: holds)
  }

  /// How many values hold.
  func count(where holds: (Value) -> Bool) -> Int {
    v4.values.count(where: holds) + v6.values.count(where: holds)
  }
}

extension IPAddress: TableKey {
  var tableHash: UInt64 { UInt64(truncatingIfNeeded: bits ^ (bits >> 64)) }
}
