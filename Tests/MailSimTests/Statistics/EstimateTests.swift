import Testing

@testable import MailSim

/// Laws against printed tables, intervals against what they promise.
@Suite struct EstimateTests {
  @Test(arguments: [
    (1.0, 0.975, 12.7062), (2, 0.975, 4.3027), (5, 0.975, 2.5706), (10, 0.975, 2.2281),
    (29, 0.975, 2.0452), (120, 0.975, 1.9799), (5, 0.95, 2.0150), (3, 0.995, 5.8409),
    (60, 0.99, 2.3901), (2e6, 0.975, 1.95996), (4, 0.5, 0), (10, 0.025, -2.2281),
  ])
  func studentsQuantilesAreThoseOfTheTables(freedom: Double, p: Double, t: Double) {
    #expect(abs(Student.quantile(p, freedom: freedom) - t) < 1e-4)
  }

  @Test(arguments: [(0.5, 0.0), (0.975, 1.959964), (0.99, 2.326348), (0.9999, 3.719016)])
  func normalQuantilesAreThoseOfTheTables(p: Double, z: Double) {
    #expect(abs(Normal.quantile(p) - z) < 1e-6)
    #expect(abs(Normal.quantile(1 - p) + z) < 1e-6)
  }

  /// Wilson's intervals as Newcombe (1998) prints them.
  @Test(arguments: [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718), (29, 29, 0.8830, 1.0),
  ])
  func wilsonsIntervalsAreThoseInPrint(hits: Int, trials: Int, low: Double, high: Double) throws {
    let estimate = try #require(Estimate.share(hits, of: trials))
    #expect(abs(estimate.low - low) < 1e-4)
    #expect(abs(estimate.high - high) < 1e-4)
  }

  @Test func aShareOfNothingIsUnknown() {
    #expect(Estimate.share(0, of: 0) == nil)
    #expect(Estimate.mean(Tally([1])) == nil)
    #expect(RatioTally().mean() == nil)
  }

  /// Runs that agree have no spread; rounding is not taken for one.
  @Test func runsThatAgreeLeaveNoInterval() throws {
    var tally = RatioTally()
    for count in 1...50 { tally.add(0.64 * Double(count * 1_000), of: Double(count * 1_000)) }
    let mean = try #require(tally.mean())
    #expect(mean.low == mean.high)
  }

  /// Of a thousand 95 % intervals about 950 hold the truth.
  @Test func intervalsHoldTheTruthAsOftenAsTheySay() {
    var stream = RandomStream(seed: 11)
    var held = (share: 0, mean: 0, ratio: 0)
    for _ in 0..<1_000 {
      var hits = 0
      var tally = Tally()
      var ratio = RatioTally()
      for _ in 0..<20 {
        tally.add(stream.exponential(mean: 2))
        // All messages of a run are refused or none: the spread between runs is what counts.
        let size = Double(1 + stream.below(20))
        ratio.add(stream.chance(0.3) ? size : 0, of: size)
        if stream.chance(0.3) { hits += 1 }
      }
      func holds(_ estimate: Estimate?, _ truth: Double) -> Int {
        guard let estimate else { return 0 }
        return estimate.low <= truth && truth <= estimate.high ? 1 : 0
      }
      held.share += holds(Estimate.share(hits, of: 20), 0.3)
      held.mean += holds(Estimate.mean(tally), 2)
      held.ratio += holds(ratio.share(), 0.3)
    }
    #expect((930...990).contains(held.share), "\(held.share)")
    // The mean of 20 exponential numbers is skewed, and Student's interval a little short for it.
    #expect((900...970).contains(held.mean), "\(held.mean)")
    #expect((900...985).contains(held.ratio), "\(held.ratio)")
  }

  @Test func batchMeansSeeThatNeighboursHangTogether() throws {
    var stream = RandomStream(seed: 3)
    var held = 0
    for _ in 0..<60 {
      var means = BatchMeans()
      var plain = Tally()
      var level = 0.0
      for _ in 0..<20_000 {
        level = 0.9 * level + stream.normal()
        means.add(level)
        plain.add(level)
      }
      #expect(means.batches.count >= BatchMeans.fewest)
      let estimate = try #require(means.estimate())
      #expect(estimate.reach > 3 * 1.96 * plain.standardError)
      if estimate.low <= 0, 0 <= estimate.high { held += 1 }
    }
    #expect((52...60).contains(held), "\(held)")
  }

  @Test func fewerThanThirtyBatchesSayNothing() {
    var means = BatchMeans()
    for _ in 0..<29 { means.add(1) }
    #expect(means.estimate() == nil)
    means.add(1)
    #expect(means.estimate()?.value == 1)
  }

  @Test func wordsShowAsManyDigitsAsTheIntervalDeserves() throws {
    let share = try #require(Estimate.share(2_231, of: 10_000))
    #expect(share.words == "0.2231 [0.2150, 0.2314]")
    #expect(share.percent == "22.31 % [21.50, 23.14]")
    #expect(Estimate(value: 7, low: 7, high: 7, count: 3).words == "7.0000 [7.0000, 7.0000]")
    #expect(Estimate.decimal(-0.0004, 3) == "0.000")
    #expect(Estimate.decimal(1_234.5, 0) == "1235")
  }
}
