import Testing

@testable import MailSim

@Suite struct TimeFormatterTests {
  private let timeFormatter = TimeFormatter(startSeconds: 1_772_442_000)  // 2026-03-02 09:00 UTC

  @Test func timesShowAsManyDigitsAsTheyNeed() {
    #expect(timeFormatter.time(.start) == "09:00:00")
    #expect(timeFormatter.time(.after(.milliseconds(20))) == "09:00:00.020")
    #expect(timeFormatter.time(.after(.nanoseconds(1_500))) == "09:00:00.000001500")
    #expect(timeFormatter.time(.after(.hours(15) - .nanoseconds(1))) == "23:59:59.999999999")
    #expect(timeFormatter.time(.after(.hours(15))) == "+1d 00:00:00")
    #expect(timeFormatter.time(.after(.days(5))) == "+5d 09:00:00")
  }

  @Test func headerDatesFollowTheCalendar() {
    #expect(timeFormatter.headerDate(.start) == "Mon, 2 Mar 2026 09:00:00 +0000")
    let leap = TimeFormatter(startSeconds: 951_782_400)
    #expect(leap.headerDate(.start) == "Tue, 29 Feb 2000 00:00:00 +0000")
    #expect(leap.headerDate(.after(.days(1))) == "Wed, 1 Mar 2000 00:00:00 +0000")
    #expect(TimeFormatter(startSeconds: 0).headerDate(.start) == "Thu, 1 Jan 1970 00:00:00 +0000")
    #expect(TimeFormatter(startSeconds: -1).headerDate(.start) == "Wed, 31 Dec 1969 23:59:59 +0000")
    #expect(
      TimeFormatter(startSeconds: 4_107_542_399).headerDate(.start)
        == "Sun, 28 Feb 2100 23:59:59 +0000")
  }

  @Test func spansReadAsPeopleSayThem() {
    let spans: [(Delay, String)] = [
      (.zero, "0 s"), (.milliseconds(120), "0.120 s"), (.seconds(59), "59 s"),
      (.minutes(15), "15:00"), (.seconds(3_723), "1:02:03"), (.days(2) + .hours(1), "2 d 1:00:00"),
      (.zero - .seconds(3), "-3 s"),
    ]
    for (span, words) in spans { #expect(span.spoken == words) }
  }

  @Test func theArgumentOfAReplayLeadsBackToItsMoment() {
    var scenario = Scenario(title: "")
    scenario.startSeconds = timeFormatter.startSeconds
    for delay in [
      Delay.zero, .milliseconds(1_234), .nanoseconds(7), .hours(14), .hours(15), .days(9),
      .days(4) + .nanoseconds(1),
    ] {
      let argument = timeFormatter.argument(.after(delay))
      #expect(scenario.instant(argument) == .after(delay), "\(argument)")
    }
  }
}
