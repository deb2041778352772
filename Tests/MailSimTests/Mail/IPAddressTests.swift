import Testing

@testable import MailSim

@Suite struct IPAddressTests {
  /// The rules of RFC 5952 §4, one by one.
  @Test(arguments: [
    ("2001:0db8::0001", "2001:db8::1"),  // §4.1: no leading zeros
    ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),  // §4.2.1: as short as can be
    ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),  // §4.2.2: not for one group
    ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),  // §4.2.3: the longest run
    ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),  // §4.2.3: the first of equals
    ("2001:DB8::ABCD", "2001:db8::abcd"),  // §4.3: lower case
    ("::", "::"), ("::1", "::1"), ("1::", "1::"),
    ("::ffff:192.0.2.1", "192.0.2.1"), ("::ffff:c000:201", "192.0.2.1"),
    ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
  ])
  func anAddressHasOneSpelling(text: String, canonical: String) {
    #expect(IPAddress(text)?.description == canonical)
  }

  @Test(arguments: [
    "", "192.0.2", "192.0.2.1.1", "192.0.2.256", "192.0.2.01", "192.0.2.-1", "192.0.2.1 ",
    "0x7f.0.0.1", "3221225985", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3",
    "1:2:3:4:5:6:7::8:9", "::12345", "::g", "1:", ":1", "::192.0.2", "192.0.2.1::", "fe80::1%eth0",
    "::1/128", "١.٢.٣.٤",
  ])
  func whatIsNoAddressIsNotRead(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func bothSpellingsOfAnIPv4AddressAreOneValue() throws {
    let network = try #require(IPNetwork("192.0.2.0/24"))
    #expect(IPAddress("::ffff:192.0.2.1") == IPAddress("192.0.2.1"))
    #expect(network.contains(try #require(IPAddress("::ffff:192.0.2.1"))))
  }

  @Test func everyAddressIsReadAsItIsPrinted() {
    var chance = RandomStream(seed: 41)
    for _ in 0..<5_000 {
      let address = Self.address(&chance)
      #expect(IPAddress(address.description) == address)
      #expect(Domain(address.literal)?.literalAddress == address)
    }
  }

  @Test func everyNetworkIsReadAsItIsPrinted() throws {
    var chance = RandomStream(seed: 42)
    for _ in 0..<5_000 {
      let address = Self.address(&chance)
      let least = address.isV4 ? 96 : 0
      let network = IPNetwork(base: address, sharedBits: least + chance.below(129 - least))
      #expect(IPNetwork(network.description) == network, "\(network)")
      #expect(network.contains(network.base) && network.contains(network.last))
      #expect(network.contains(address))
    }
  }

  /// Many zero groups, so that every kind of gap comes up, and a third IPv4.
  private static func address(_ chance: inout RandomStream) -> IPAddress {
    if chance.below(3) == 0 { return IPAddress(v4: UInt32(truncatingIfNeeded: chance.next())) }
    return IPAddress(
      bits: (0..<8).reduce(0) { bits, _ in
        let group = chance.chance(0.5) ? 0 : UInt128(chance.next() & 0xffff)
        return bits << 16 | group
      })
  }
}

@Suite struct IPNetworkTests {
  @Test func aNetworkEndsAtItsLastAddress() throws {
    let network = try #require(IPNetwork("198.51.100.64/26"))
    #expect(network.last == IPAddress("198.51.100.127"))
    #expect(!network.contains(try #require(IPAddress("198.51.100.63"))))
    #expect(!network.contains(try #require(IPAddress("198.51.100.128"))))
    #expect(network.address(at: 63) == network.last)
    #expect(network.address(at: 64) == nil)
  }

  @Test func allAddressesAreInTheNetworkOfAll() throws {
    let all = try #require(IPNetwork("::/0"))
    #expect(all.contains(IPAddress(v4: 0)))
    #expect(all.last == IPAddress(bits: .max))
    #expect(try #require(IPNetwork("0.0.0.0/0")).contains(IPAddress(v4: .max)))
    #expect(try !#require(IPNetwork("0.0.0.0/0")).contains(#require(IPAddress("2001:db8::1"))))
  }

  @Test(arguments: [
    "192.0.2.9/24", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/+24", "192.0.2.0/",
    "192.0.2.0/24/24", "/24", "2001:db8::1/32", "2001:db8::/129", "192.0.2.0/a",
  ])
  func aSlipInANetworkIsNotRead(text: String) {
    #expect(IPNetwork(text) == nil)
  }

  @Test(arguments: [
    ("192.0.2.0/24", "192.0.2.128/25", true), ("192.0.2.0/25", "192.0.2.128/25", false),
    ("::ffff:192.0.2.0/120", "192.0.2.0/24", true), ("2001:db8::/32", "192.0.2.0/24", false),
  ])
  func networksOverlapWhenOneHoldsTheOther(a: String, b: String, expected: Bool) throws {
    let (a, b) = (try #require(IPNetwork(a)), try #require(IPNetwork(b)))
    #expect(a.overlaps(b) == expected)
    #expect(b.overlaps(a) == expected)
  }
}
