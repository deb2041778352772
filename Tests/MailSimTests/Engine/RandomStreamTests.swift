import Testing

@testable import MailSim

@Suite struct RandomStreamTests {
  /// Computed apart from this code, from the published description of xoshiro256** and SplitMix64.
  @Test(
    arguments: [
      (
        0,
        [
          0x99ec_5f36_cb75_f2b4, 0xbf6e_1f78_4956_452a, 0x1a5f_849d_4933_e6e0,
          0x6aa5_94f1_262d_2d2c,
        ]
      ),
      (
        42,
        [
          0x1578_0b2e_0c2e_c716, 0x6104_d986_6d11_3a7e, 0xae17_5332_39e4_99a1,
          0xecb8_ad47_03b3_60a1,
        ]
      ),
    ] as [(UInt64, [UInt64])])
  func aSeedGivesTheNumbersItGivesEverywhere(seed: UInt64, first: [UInt64]) {
    var stream = RandomStream(seed: seed)
    #expect(first.map { _ in stream.next() } == first)
  }

  @Test func aPurposeHasAStreamOfItsOwn() {
    let streams = RandomStreams(seed: 1)
    var hotel = streams.stream(for: "latency of hotel")
    var home = streams.stream(for: "latency of home")
    #expect(hotel.next() == 0xdb45_003c_b3e4_57c4)
    #expect(home.next() == 0xa488_dcf7_2122_9c32)
  }

  @Test func whatOnePurposeDrawsChangesNothingForAnother() {
    let streams = RandomStreams(seed: 1)
    var alone = streams.stream(for: "home")
    var busy = streams.stream(for: "hotel")
    for _ in 0..<100 { _ = busy.next() }
    var after = streams.stream(for: "home")
    for _ in 0..<10 { #expect(alone.next() == after.next()) }
  }

  /// Were two streams the same but for a shift, agreeing bits would show it.
  @Test func streamsOfLikeNamesAndSeedsShareNothing() {
    var streams = (0..<4).flatMap { seed in
      ["hotel 1", "hotel 2", "1 hotel"].map { RandomStreams(seed: seed).stream(for: $0) }
    }
    var seen: Set<UInt64> = []
    for row in streams.indices { for _ in 0..<500 { seen.insert(streams[row].next()) } }
    #expect(seen.count == streams.count * 500)
  }

  @Test func replicationsDifferAndTheFirstIsTheRunItself() {
    let streams = RandomStreams(seed: 9)
    #expect(streams.replication(0).seed == 9)
    #expect(Set((0..<1_000).map { streams.replication($0).seed }).count == 1_000)
  }

  @Test func aChoiceAmongFewIsFair() {
    var stream = RandomStream(seed: 21)
    var counts = [0, 0, 0]
    for _ in 0..<30_000 { counts[stream.below(3)] += 1 }
    // Four standard errors: 4·sqrt(30000·⅓·⅔).
    #expect(counts.allSatisfy { abs($0 - 10_000) < 327 })
  }

  @Test func aChanceOfNothingNeverComesAndACertainOneAlways() {
    var stream = RandomStream(seed: 22)
    let never = (0..<1_000).count { _ in stream.chance(0) }
    let always = (0..<1_000).count { _ in stream.chance(1) }
    #expect(never == 0)
    #expect(always == 1_000)
  }

  @Test func theStableHashIsTheSameEverywhere() {
    #expect(StableHash.of("") == 0xf52a_15e9_a9b5_e89b)
    #expect(StableHash.of("MailSim") == 0xde6f_b647_561f_3d29)
    #expect(StableHash.fingerprint(of: "a") == "02c0bdbf481420f8")
  }
}
