/// When a message that could not be passed on is tried again (RFC 5321 §4.5.4.1).
public enum RetrySchedule: Hashable, Sendable {
  /// Every 30 minutes: the least the RFC asks for.
  case rfc
  /// Postfix: wait as long as the message is old, between 300 s and 4000 s, then until the next
  /// run of the queue manager, which comes every 300 s.
  case postfix
  /// The same without waiting for a queue run.
  case postfixIdeal
  /// Debian's Exim: every 15 minutes for 2 hours, then waits growing by half from 1 hour until
  /// 16 hours have passed, then every 6 hours.
  case eximDebian
  /// Sendmail: at every queue run, here each 30 minutes.
  case sendmail
  /// qmail: attempt n at age 400·n² seconds.
  case qmail
  /// Stated ages; after the last the message is given up.
  case table([Delay])

  /// How long a message may wait if the server does not say otherwise.
  public var usualLifetime: Delay {
    switch self {
    case .rfc, .postfix, .postfixIdeal, .sendmail: .days(5)
    case .eximDebian: .days(4)
    case .qmail: .days(7)
    case .table(let ages): ages.last ?? .zero
    }
  }

  /// The moment of the next try, or nil when the message is given up.
  ///
  /// - Parameters:
  ///   - attempts: tries made so far, all failed; at least one.
  ///   - first: the moment of the first try.
  ///   - now: the moment of the latest try.
  ///   - lifetime: how long the message may wait.
  public func next(
    afterAttempts attempts: Int, first: Instant, now: Instant, lifetime: Delay
  ) -> Instant? {
    let age = now - first
    switch self {
    case .rfc: return within(lifetime, of: first, now + .minutes(30))
    case .postfix:
      guard let due = Self.postfixDue(now, age: age, lifetime: lifetime) else { return nil }
      return Self.firstRun(takingUp: due)
    case .postfixIdeal: return Self.postfixDue(now, age: age, lifetime: lifetime)
    case .eximDebian:
      return within(lifetime, of: first, now + Self.eximWait(afterAttempts: attempts))
    case .sendmail:
      return within(lifetime, of: first, Self.nextMultiple(of: .minutes(30), after: now))
    case .qmail:
      // A try that took long can outlast the next one's moment.
      return within(
        lifetime, of: first, max(now, first + .seconds(400) * Int64(attempts * attempts)))
    case .table(let ages):
      guard attempts < ages.count else { return nil }
      return within(lifetime, of: first, max(now, first + ages[attempts]))
    }
  }

  private func within(_ lifetime: Delay, of first: Instant, _ next: Instant) -> Instant? {
    next - first <= lifetime ? next : nil
  }

  /// Postfix tests the lifetime after a failed try, so the last one may come after it.
  private static func postfixDue(_ now: Instant, age: Delay, lifetime: Delay) -> Instant? {
    age >= lifetime ? nil : now + min(max(age, .seconds(300)), .seconds(4_000))
  }

  /// A queue run takes up what is due within the next second.
  private static func firstRun(takingUp due: Instant) -> Instant {
    nextMultiple(of: .seconds(300), after: due - .seconds(1) - .nanoseconds(1))
  }

  private static func nextMultiple(of period: Delay, after instant: Instant) -> Instant {
    Instant(
      nanoseconds: (instant.nanoseconds / period.nanoseconds + 1) * period.nanoseconds)
  }

  /// Exim picks the rule by the age at the failure; the growing one starts from its base.
  private static func eximWait(afterAttempts attempts: Int) -> Delay {
    var age = Delay.zero
    var wait = Delay.zero
    for _ in 0..<attempts {
      if age < .hours(2) {
        wait = .minutes(15)
      } else if age < .hours(16) {
        wait =
          wait < .hours(1) ? .hours(1) : Delay(nanoseconds: wait.nanoseconds / 2 * 3)
      } else {
        wait = .hours(6)
      }
      age += wait
    }
    return wait
  }
}

extension RetrySchedule {
  /// The schedules that have a name of their own.
  public static let named: [(name: String, schedule: RetrySchedule)] = [
    ("rfc", .rfc), ("postfix", .postfix), ("postfix-ideal", .postfixIdeal),
    ("exim-debian", .eximDebian), ("sendmail", .sendmail), ("qmail", .qmail),
  ]
}
