import Foundation
import Testing

@testable import MailSim

@Suite struct TallyTests {
  @Test func aTallyKnowsMeanAndSpread() {
    let tally = Tally([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(tally.count == 8)
    #expect(tally.mean == 5)
    #expect(abs(tally.variance - 32.0 / 7) < 1e-12)
    #expect(tally.least == 2)
    #expect(tally.greatest == 9)
  }

  @Test func smallSpreadAroundALargeMeanIsNotLost() {
    let tally = Tally((0..<1_000).map { 1e9 + Double($0 % 2) })
    #expect(abs(tally.variance - 0.25 * 1_000 / 999) < 1e-6)
  }

  @Test func mergedTalliesAreTheTallyOfAll() {
    var stream = RandomStream(seed: 5)
    let values = (0..<1_000).map { _ in stream.normal() * 3 + 10 }
    var merged = Tally()
    for start in stride(from: 0, to: 1_000, by: 77) {
      merged.merge(Tally(values[start..<min(1_000, start + 77)]))
    }
    let whole = Tally(values)
    #expect(merged.count == whole.count)
    #expect(abs(merged.mean - whole.mean) < 1e-12)
    #expect(abs(merged.variance - whole.variance) < 1e-10)
    #expect(merged.least == whole.least)
  }

  @Test func talliesAndSketchesTravelAsJSON() throws {
    let tally = Tally([1, 2, 3])
    let empty = Tally()
    var sketch = DelaySketch()
    for row in 0..<100 { sketch.add(.milliseconds(Int64(row))) }
    let coder = JSONDecoder()
    #expect(try coder.decode(Tally.self, from: JSONEncoder().encode(tally)) == tally)
    #expect(try coder.decode(Tally.self, from: JSONEncoder().encode(empty)) == empty)
    #expect(try coder.decode(DelaySketch.self, from: JSONEncoder().encode(sketch)) == sketch)
  }

  @Test func aSketchKnowsQuantilesWithinItsBuckets() {
    var sketch = DelaySketch()
    for row in 1...10_000 { sketch.add(.milliseconds(Int64(row))) }
    for p in [0.01, 0.5, 0.9, 0.99, 1] {
      let found = sketch.quantile(p)!.inSeconds
      #expect(abs(found - p * 10) <= 0.016 * p * 10, "\(p): \(found)")
    }
    #expect(abs(sketch.above(.seconds(9)) - 1_000) < 2)
    #expect(DelaySketch().quantile(0.5) == nil)
  }

  @Test func tinyDelaysHaveBucketsOfTheirOwn() {
    var sketch = DelaySketch()
    for nanoseconds in [0, 1, 63, 64, 65] { sketch.add(Delay(nanoseconds: Int64(nanoseconds))) }
    #expect(sketch.quantile(0.2) == Delay.zero)
    #expect(sketch.quantile(0.4) == .nanoseconds(1))
    #expect(sketch.quantile(0.8) == .nanoseconds(64))
  }

  /// In whatever order delays come, and however sketches of them are merged.
  @Test func aSketchIsWhatItCounts() throws {
    let delays: [Delay] = [.hours(30), .milliseconds(3), .nanoseconds(1), .seconds(5), .hours(30)]
    var sketch = DelaySketch()
    var backwards = DelaySketch()
    var merged = DelaySketch()
    for delay in delays { sketch.add(delay) }
    for delay in delays.reversed() { backwards.add(delay) }
    for delay in delays {
      var one = DelaySketch()
      one.add(delay)
      merged.merge(one)
    }
    #expect(sketch == backwards)
    #expect(sketch == merged)
    #expect(sketch.hashValue == merged.hashValue)
    #expect(merged.count == 5)
    #expect(sketch.above(.hours(29)) == 2)
    sketch.add(.zero)
    #expect(sketch != backwards)
    let coded = try JSONEncoder().encode(sketch)
    #expect(try JSONDecoder().decode(DelaySketch.self, from: coded) == sketch)
  }

  /// Longer than anything it has room for at once, and more than a 64-bit sum of nanoseconds holds.
  @Test func aSketchBearsTheLongestDelaysThereAre() throws {
    let text = #"{"delays": [9223372036854775807, 1000], "counts": [4611686018427387904, 1]}"#
    let sketch = try JSONDecoder().decode(DelaySketch.self, from: Data(text.utf8))
    #expect(sketch.count == (1 << 62) + 1)
    #expect(sketch.quantile(0.5)! > .days(100_000))
    #expect(sketch.above(.days(1)) == Double(1 << 62))
    #expect(sketch.above(Delay(nanoseconds: .max)) < 1_000)
  }

  @Test(arguments: [
    #"{"delays": [-1], "counts": [1]}"#, #"{"delays": [1], "counts": [0]}"#,
    #"{"delays": [1, 2], "counts": [1]}"#,
    #"{"delays": [1, 2], "counts": [9223372036854775807, 1]}"#,
  ])
  func whatIsNoSketchIsRefused(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(DelaySketch.self, from: Data(text.utf8))
    }
  }
}
