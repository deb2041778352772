import Testing

@testable import MailSim

@Suite struct LeasesTests {
  private let network = IPNetwork("203.0.113.0/29")!

  @Test func theLowestFreeAddressIsLent() {
    var leases = Leases(network: network, reserved: [address(2)])
    #expect(leases.lend(to: HostID(0), at: .start) == address(1))
    #expect(leases.lend(to: HostID(1), at: .start) == address(3))
  }

  @Test func neitherTheFirstNorTheLastAddressOfAnIPv4NetworkIsLent() {
    var leases = Leases(network: network)
    let lent = (0..<10).map { leases.lend(to: HostID($0), at: .start) }
    #expect(lent.compactMap(\.self) == (1...6).map(address))
  }

  @Test func theNextGuestGetsTheAddressOfWhoJustLeft() {
    var leases = Leases(network: network)
    _ = leases.lend(to: HostID(0), at: .start)
    leases.giveBack(address(1), at: .start + .minutes(5))
    #expect(leases.lend(to: HostID(1), at: .start + .minutes(5)) == address(1))
  }

  @Test func aHeldAddressIsFreeAtTheEndOfItsHold() {
    for (age, expected) in [(Delay.minutes(20) - .nanoseconds(1), 2), (.minutes(20), 1)] {
      var leases = Leases(network: network, hold: .minutes(20))
      _ = leases.lend(to: HostID(0), at: .start)
      leases.giveBack(address(1), at: .start)
      #expect(leases.lend(to: HostID(1), at: .start + age) == address(expected))
    }
  }

  @Test func givingBackWhatWasNotLentFreesNothing() {
    var leases = Leases(network: network, hold: .minutes(20))
    leases.giveBack(address(1), at: .start)
    #expect(leases.lend(to: HostID(0), at: .start) == address(1))
  }

  private func address(_ offset: Int) -> IPAddress { network.address(at: UInt64(offset))! }
}
