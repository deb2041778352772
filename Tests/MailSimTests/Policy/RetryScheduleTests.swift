import Testing

@testable import MailSim

@Suite struct RetryScheduleTests {
  /// The first ages in seconds, how many attempts there are, and the age of the last.
  @Test(
    arguments: [
      (RetrySchedule.rfc, [0, 1_800, 3_600, 5_400], 241, 432_000),
      (.postfixIdeal, [0, 300, 600, 1_200, 2_400, 4_800, 8_800, 12_800], 113, 432_800),
      (.postfix, [0, 300, 600, 1_200, 2_400, 4_800, 9_000, 13_200], 108, 433_200),
      (.sendmail, [0, 1_800, 3_600, 5_400], 241, 432_000),
      // Attempt n at 400·n² s, within seven days: n up to 38.
      (.qmail, [0, 400, 1_600, 3_600, 6_400], 39, 577_600),
      (.table([.zero, .minutes(5), .hours(1)]), [0, 300, 3_600], 3, 3_600),
    ] as [(RetrySchedule, [Int64], Int, Int64)])
  func aMessageIsTriedAtTheAgesItsServerIsKnownFor(
    schedule: RetrySchedule, first: [Int64], count: Int, last: Int64
  ) {
    let ages = Self.ages(schedule)
    #expect(Array(ages.prefix(first.count)) == first.map { .seconds($0) })
    #expect(ages.count == count)
    #expect(ages.last == .seconds(last))
  }

  /// 15 minutes for 2 hours; 1 h, 1:30, 2:15 … until 16 h; then 6 h until 4 days.
  @Test func eximGrowsItsWaits() {
    let ages = Self.ages(.eximDebian)
    let quarters = (0...8).map { Delay.minutes(15) * Int64($0) }
    #expect(Array(ages.prefix(9)) == quarters)
    let waits = zip(ages.dropFirst(9), ages.dropFirst(8)).map { $0 - $1 }
    #expect(Array(waits.prefix(3)) == [.minutes(60), .minutes(90), .minutes(135)])
    #expect(waits.drop { $0 != .hours(6) }.allSatisfy { $0 == .hours(6) })
    #expect(waits.last == .hours(6))
    #expect(ages.allSatisfy { $0 <= .days(4) })
  }

  /// A message that came between two queue runs waits for a run each time.
  @Test func postfixTriesAtQueueRuns() throws {
    let first = Instant.start + .seconds(100)
    let second = try #require(
      RetrySchedule.postfix.next(
        afterAttempts: 1, first: first, now: first, lifetime: .days(5)))
    #expect(second == .start + .seconds(600))
  }

  @Test(
    arguments: [
      (RetrySchedule.postfixIdeal, 300, 300), (.qmail, 300, 400), (.rfc, 300, 1_800),
      (.postfixIdeal, 3_600, 4_800), (.qmail, 3_600, 3_600), (.rfc, 3_600, 3_600),
    ] as [(RetrySchedule, Int64, Int64)])
  func aGreylistDelaysUntilTheFirstTryAfterIt(
    schedule: RetrySchedule, greylist: Int64, delay: Int64
  ) {
    #expect(Self.ages(schedule).first { $0 >= .seconds(greylist) } == .seconds(delay))
  }

  @Test(arguments: RetrySchedule.named.map(\.schedule))
  func triesGoForwardAndEnd(schedule: RetrySchedule) {
    let ages = Self.ages(schedule, start: .start + .nanoseconds(123_456_789))
    #expect(ages.count < 500)
    #expect(zip(ages, ages.dropFirst()).allSatisfy { $0 < $1 })
  }

  /// The ages of all tries of a message that can never be delivered.
  private static func ages(_ schedule: RetrySchedule, start: Instant = .start) -> [Delay] {
    var ages = [Delay.zero]
    while let next = schedule.next(
      afterAttempts: ages.count, first: start, now: start + ages[ages.count - 1],
      lifetime: schedule.usualLifetime)
    {
      ages.append(next - start)
      guard ages.count < 1_000 else { break }
    }
    return ages
  }
}
