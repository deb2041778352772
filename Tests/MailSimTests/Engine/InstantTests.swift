import MailSim
import Testing

@Suite struct InstantTests {
  @Test func anInstantMovesByADelay() {
    #expect(Instant.start + .minutes(15) - .nanoseconds(1) < .start + .seconds(900))
    #expect(Instant.start + .hours(1) - Instant.start == .minutes(60))
  }
}
