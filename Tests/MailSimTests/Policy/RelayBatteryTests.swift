import Testing

@testable import MailSim

@Suite struct RelayBatteryTests {
  private static let battery = RelayBattery(
    against: .init(
      host: Domain("mail.us.example")!, domain: Domain("us.example")!,
      address: IPAddress("192.0.2.25")!),
    victim: Mailbox("v@r.example")!, at: IPAddress("198.51.100.25"))

  /// Those that relay tests of the field have found to matter.
  @Test(arguments: [
    "v@r.example", "v%r.example", "v%r.example@us.example", "\"v@r.example\"@us.example",
    "\"v@r.example\"", "r.example!v", "r.example!v@us.example", "@us.example:v@r.example",
    "v@r.example@us.example", "v%r.example@[192.0.2.25]", "v@[198.51.100.25]",
  ])
  func everyFormIsTriedFromEveryKindOfSender(form: String) {
    let senders = Self.battery.probes.filter { $0.forwardPath == form }.map(\.reversePath)
    for sender in ["spamtest@example.com", "", "postmaster@us.example", "spamtest"] {
      #expect(senders.contains(sender), "from <\(sender)>")
    }
  }

  @Test func noEnvelopeIsTriedTwice() {
    let probes = Self.battery.probes
    #expect(Set(probes.map { [$0.reversePath, $0.forwardPath] }).count == probes.count)
    #expect(probes.map(\.number) == Array(1...probes.count))
    #expect(Self.battery.scan.count == 16)
  }

  /// Who does not know where the victim's mail is kept cannot name the place.
  @Test func withoutAnAddressNoLiteralOfTheVictimIsTried() {
    let blind = RelayBattery(against: Self.battery.server, victim: Self.battery.victim)
    #expect(!blind.probes.contains { $0.forwardPath == "v@[198.51.100.25]" })
    #expect(blind.probes.count == Self.battery.probes.count - 12)
  }
}
