import Testing

@testable import MailSim

/// How values are written, with the edge on either side.
@Suite struct ScalarSyntaxTests {
  @Test(arguments: [
    ("0", 0), ("1ns", 1), ("1us", 1_000), ("2.5ms", 2_500_000), ("900s", 900_000_000_000),
    ("15m", 900_000_000_000), ("15min", 900_000_000_000), ("1h30m", 5_400_000_000_000),
    ("1h 30m", 5_400_000_000_000), ("14m59.999999999s", 899_999_999_999),
    ("0.000000001s", 1), ("7d", 604_800_000_000_000), ("1w", 604_800_000_000_000),
    ("0.1s", 100_000_000), ("25550d", 25_550 * 86_400_000_000_000),
  ])
  func readsALengthOfTime(_ text: String, _ nanoseconds: Int64) {
    #expect(ScalarSyntax.delay(text) == .nanoseconds(nanoseconds))
  }

  @Test(arguments: [
    "", " ", "15", "m", "-1s", "+1s", "1x", "1.s", ".5s", "1..5s", "1.2.3s", "1e3s", "1,5s",
    "nan", "inf", "infs", "15 m m", "٣m", "3分", "1M", "99999999999999999999s",
    "9223372036854775807s", "25551d", "200w25550d", "0.1234567890123s", "1s\u{0}",
  ])
  func refusesWhatIsNoLengthOfTime(_ text: String) {
    #expect(ScalarSyntax.delay(text) == nil)
  }

  @Test(arguments: [
    ("00:00", Delay.zero), ("9:00", .hours(9)), ("09:14:59", .seconds(33_299)),
    ("09:14:59.5", .milliseconds(33_299_500)),
    ("23:59:59.999999999", .days(1) - .nanoseconds(1)),
  ])
  func readsATimeOfDay(_ text: String, _ sinceMidnight: Delay) {
    #expect(ScalarSyntax.timeOfDay(text) == sinceMidnight)
  }

  @Test(arguments: [
    "", ":", "9", "24:00", "09:60", "09:00:60", "9:0", "09:00:1", "009:00", "-1:00", "09:00:00:00",
    "09:00:00.", "09:00:00,5", "09:00:00.5.5", "９:00", "aa:bb",
  ])
  func refusesWhatIsNoTimeOfDay(_ text: String) {
    #expect(ScalarSyntax.timeOfDay(text) == nil)
  }

  @Test(arguments: [
    ("1970-01-01T00:00Z", Int64(0)), ("1970-01-01 00:00:01", 1),
    ("2000-03-01T00:00:00Z", 951_868_800),
    ("2024-02-29T12:00Z", 1_709_208_000), ("2026-11-23T09:00:00Z", 1_795_424_400),
    ("9999-12-31T23:59:59Z", 253_402_300_799),
  ])
  func readsACalendarMoment(_ text: String, _ seconds: Int64) {
    #expect(ScalarSyntax.moment(text) == seconds)
  }

  @Test(arguments: [
    "", "T", "2026-11-23", "2026-11-23T", "2026-11-23T9", "2025-02-29T00:00Z", "2100-02-29T00:00Z",
    "1969-12-31T23:59Z", "2026-13-01T00:00Z", "2026-00-01T00:00Z", "2026-04-31T00:00Z",
    "2026-04-00T00:00Z", "10000-01-01T00:00Z", "2026-11-23T24:00Z", "2026-11-23T09:00:00.5Z",
    "2026-11-23T09:00+07:00", "2026/11/23T09:00Z", "2026-11-23T09:00ZZ",
  ])
  func refusesWhatIsNoCalendarMoment(_ text: String) {
    #expect(ScalarSyntax.moment(text) == nil)
  }

  @Test(arguments: [
    ("0", UInt64(0)), ("2000", 2_000), ("10MB", 10_000_000), ("64KiB", 65_536), ("1.5kB", 1_500),
    ("1 GiB", 1_073_741_824), ("12B", 12),
  ])
  func readsOctets(_ text: String, _ octets: UInt64) {
    #expect(ScalarSyntax.octets(text) == octets)
  }

  @Test(arguments: [
    "", "B", "-1", "-1MB", "+1", "10mb", "10Mb", "1e6", "nan", "10MBB", "1.5.5kB",
    "99999999999999999999", "9223372036854775807GB", "0x10", "1_000",
  ])
  func refusesWhatAreNoOctets(_ text: String) {
    #expect(ScalarSyntax.octets(text) == nil)
  }

  @Test func readsAReply() {
    #expect(ScalarSyntax.reply("550") == ExpectedReply(code: 550))
    #expect(
      ScalarSyntax.reply("550 5.7.1")
        == ExpectedReply(code: 550, enhanced: EnhancedStatus("5.7.1")))
    for text in ["", "55", "5500", "199", "600", "+50", "-50", "550 ", "550 5.7.1 no", "550 x"] {
      let isBlankAtEnd = text == "550 "
      #expect((ScalarSyntax.reply(text) == nil) == !isBlankAtEnd, "\(text)")
    }
  }

  @Test(arguments: [
    ("3", 3...3), ("0", 0...0), ("1..5", 1...5), ("5..5", 5...5), ("<=7", 0...7), ("<= 7", 0...7),
  ])
  func readsARangeOfCounts(_ text: String, _ range: ClosedRange<Int>) {
    #expect(ScalarSyntax.range(text) == range)
  }

  @Test func aRangeWithoutAnEndReachesAnyCount() throws {
    let range = try #require(ScalarSyntax.range(">=2"))
    #expect(range.lowerBound == 2)
    #expect(range.contains(1_000_000))
  }

  @Test(arguments: [
    "", "..", "1..", "..5", "5..1", "-1", "-1..5", "1...5", "1..5..7", ">", ">=", "<3", "1.5",
    ">=-1", "99999999999999999999", "1..99999999999999999999", "many",
  ])
  func refusesWhatIsNoRange(_ text: String) {
    #expect(ScalarSyntax.range(text) == nil)
  }

  @Test func saysYesAndNoInYAMLsWords() {
    for text in ["yes", "Yes", "true", "on", "TRUE"] { #expect(ScalarSyntax.flag(text) == true) }
    for text in ["no", "No", "false", "off"] { #expect(ScalarSyntax.flag(text) == false) }
    for text in ["", "y", "n", "1", "0", "maybe", "~"] { #expect(ScalarSyntax.flag(text) == nil) }
  }

  @Test func theNearestWordIsTheOneThatWasMeant() {
    let names = ["alice", "csim", "gateway_a"]
    #expect(Similarity.nearest(to: "gatway_a", in: names) == "gateway_a")
    #expect(Similarity.nearest(to: "CSIM", in: names) == "csim")
    #expect(Similarity.nearest(to: "alcie", in: names) == "alice")
    #expect(Similarity.nearest(to: "xyz", in: names) == nil)
    #expect(Similarity.nearest(to: "alice", in: []) == nil)
    #expect(Similarity.slips(from: "", to: "abc") == 3)
    #expect(Similarity.slips(from: "abc", to: "") == 3)
    #expect(Similarity.slips(from: "ab", to: "ba") == 1)
  }
}
