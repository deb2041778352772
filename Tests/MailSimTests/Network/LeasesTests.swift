import Testing

@testable import MailSim

@Suite struct LeasesTests {
  private let network = IPNetwork("203.0.113.0/29")!

  @Test func theLowestFreeAddressIsLent() {
    var leases = Leases(network: network, reserved: [address(2)])
    #expect(leases.lend(at: .start) == address(1))
    #expect(leases.lend(at: .start) == address(3))
  }

  @Test func neitherTheFirstNorTheLastAddressOfAnIPv4NetworkIsLent() {
    var leases = Leases(network: network)
    let lent = (0..<10).map { _ in leases.lend(at: .start) }
    #expect(lent.compactMap(\.self) == (1...6).map(address))
  }

  @Test func theNextGuestGetsTheAddressOfWhoJustLeft() {
    var leases = Leases(network: network)
    _ = leases.lend(at: .start)
    leases.giveBack(address(1), at: .start + .minutes(5))
    #expect(leases.lend(at: .start + .minutes(5)) == address(1))
  }

  @Test func aHeldAddressIsFreeAtTheEndOfItsHold() {
    for (age, expected) in [(Delay.minutes(20) - .nanoseconds(1), 2), (.minutes(20), 1)] {
      var leases = Leases(network: network, hold: .minutes(20))
      _ = leases.lend(at: .start)
      leases.giveBack(address(1), at: .start)
      #expect(leases.lend(at: .start + age) == address(expected))
    }
  }

  @Test func givingBackWhatWasNotLentFreesNothing() {
    var leases = Leases(network: network, hold: .minutes(20))
    leases.giveBack(address(1), at: .start)
    #expect(leases.lend(at: .start) == address(1))
  }

  /// Whoever comes and goes in whatever order gets the lowest address nobody has or keeps back.
  @Test(arguments: 0..<10 as Range<UInt64>)
  func itIsAlwaysTheLowestFreeOne(seed: UInt64) throws {
    var choices = RandomStream(seed: seed)
    let network = try #require(IPNetwork("192.0.2.0/26"))
    let reserved = Set([3, 7].compactMap { network.address(at: $0) })
    var leases = Leases(network: network, hold: .minutes(20), reserved: reserved)
    var lent: Set<UInt64> = []
    var freeFrom: [UInt64: Instant] = [:]
    var now = Instant.start
    for _ in 0..<600 {
      now = now + .seconds(Int64(choices.below(300)))
      if choices.chance(0.55) {
        let expected = (1..<63 as Range<UInt64>).first {
          ![3, 7].contains($0) && !lent.contains($0) && now >= freeFrom[$0] ?? .start
        }
        #expect(leases.lend(at: now) == expected.flatMap { network.address(at: $0) })
        if let expected { lent.insert(expected) }
      } else if let place = lent.sorted().randomElement(using: &choices) {
        leases.giveBack(try #require(network.address(at: place)), at: now)
        lent.remove(place)
        freeFrom[place] = now + .minutes(20)
      }
    }
  }

  private func address(_ offset: Int) -> IPAddress { network.address(at: UInt64(offset))! }
}
