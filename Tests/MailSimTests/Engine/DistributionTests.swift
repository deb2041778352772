import Testing

@testable import MailSim

@Suite struct DistributionTests {
  private static let draws = 40_000
  /// Two seconds, the mean of most laws below.
  private static let mean = Delay.seconds(2)

  /// Mean and variance of each law in seconds, by its formula.
  @Test(
    arguments: [
      (Distribution.uniform(.seconds(1), .seconds(3)), 2.0, 4.0 / 12),
      (.exponential(mean: mean), 2.0, 4.0),
      (.erlang(shape: 4, mean: mean), 2.0, 1.0),
      // Ten deviations above zero: the cut plays no part.
      (.normal(mean: mean, deviation: .milliseconds(200)), 2.0, 0.04),
      // e^(σ²/2) and (e^(σ²) − 1)·e^(σ²) for a median of 1 s and σ = 0.5.
      (.logNormal(median: .seconds(1), sigma: 0.5), 1.133148453, 0.364695693),
    ] as [(Distribution, Double, Double)])
  func drawsHaveTheMeanAndVarianceOfTheirLaw(
    law: Distribution, mean: Double, variance: Double
  ) {
    var stream = RandomStreams(seed: 7).stream(for: "\(law)")
    let values = (0..<Self.draws).map { _ in law.draw(using: &stream).inSeconds }
    let n = Double(Self.draws)
    let average = values.reduce(0, +) / n
    #expect(abs(average - mean) < 4 * (variance / n).squareRoot())
    #expect(abs(law.mean.inSeconds - mean) < 1e-8)

    let squares = values.map { ($0 - mean) * ($0 - mean) }
    let spread = squares.reduce(0, +) / n
    let fourth = squares.map { ($0 - spread) * ($0 - spread) }.reduce(0, +) / n
    #expect(abs(spread - variance) < 4 * (fourth / n).squareRoot())
  }

  @Test func aUniformDelayStaysBetweenItsEnds() {
    var stream = RandomStream(seed: 3)
    for _ in 0..<1_000 {
      let delay = Distribution.uniform(.nanoseconds(3), .nanoseconds(6)).draw(using: &stream)
      #expect((Delay.nanoseconds(3)...Delay.nanoseconds(6)).contains(delay))
    }
  }

  @Test func aNormalDelayIsCutAtZero() {
    var stream = RandomStream(seed: 4)
    let law = Distribution.normal(mean: .zero, deviation: .seconds(1))
    let values = (0..<1_000).map { _ in law.draw(using: &stream) }
    #expect(values.allSatisfy { $0 >= .zero })
    #expect((400..<600).contains(values.count { $0 == .zero }))
  }

  @Test func aFixedDelayDrawsNothing() {
    var stream = RandomStream(seed: 5)
    var untouched = stream
    #expect(Distribution.fixed(.seconds(9)).draw(using: &stream) == .seconds(9))
    #expect(stream.next() == untouched.next())
  }
}
