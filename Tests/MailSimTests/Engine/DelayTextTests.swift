import MailSim
import Testing

@Suite struct DelayTextTests {
  @Test(
    arguments: [
      (.zero, "0 s"),
      (.milliseconds(120), "0.120 s"),
      (.nanoseconds(1), "0.000000001 s"),
      (.seconds(59), "59 s"),
      (.seconds(60), "1:00"),
      (.minutes(15), "15:00"),
      (.nanoseconds(899_999_999_999), "14:59.999999999"),
      (.seconds(3_723), "1:02:03"),
      (.hours(49), "2 d 1:00:00"),
      (.seconds(-90), "-1:30"),
    ] as [(Delay, String)])
  func aDelayIsSaidAsPeopleSayIt(delay: Delay, words: String) {
    #expect(delay.spoken == words)
  }
}
