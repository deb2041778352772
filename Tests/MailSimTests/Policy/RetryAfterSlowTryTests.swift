import Testing

@testable import MailSim

@Suite struct RetryAfterSlowTryTests {
  /// A try may take longer than the pause behind it: the next is due now, never in the past.
  @Test func theNextTryIsNeverInThePast() {
    let table = RetrySchedule.table([.zero, .minutes(1), .minutes(2), .days(1)])
    for schedule in RetrySchedule.named.map(\.schedule) + [table] {
      for attempts in 1...12 {
        for minutes in Int64(0)...90 {
          let now = Instant.after(.minutes(minutes) + .nanoseconds(1))
          let next = schedule.next(
            afterAttempts: attempts, first: .start, now: now, lifetime: .days(5))
          #expect(next.map { $0 >= now } ?? true)
        }
      }
    }
    let late = Instant.after(.minutes(25))
    #expect(
      RetrySchedule.qmail.next(afterAttempts: 1, first: .start, now: late, lifetime: .days(7))
        == late)
  }
}
