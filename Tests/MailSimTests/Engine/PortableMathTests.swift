import Foundation
import Testing

@testable import MailSim

/// The C library is right to less than one unit in the last place, so two of them suffice.
@Suite struct PortableMathTests {
  @Test func theLogarithmIsThatOfTheCLibrary() {
    var stream = RandomStream(seed: 11)
    for _ in 0..<20_000 {
      let x = Double(
        sign: .plus, exponent: stream.below(600) - 300, significand: 1 + stream.uniform())
      #expect(apart(PortableMath.log(x), log(x)) <= 2, "log \(x)")
    }
  }

  @Test func theLogarithmIsGoodNextToOne() {
    var stream = RandomStream(seed: 12)
    for _ in 0..<20_000 {
      let x = 0.5 + 1.5 * stream.uniform()
      #expect(apart(PortableMath.log(x), log(x)) <= 2, "log \(x)")
    }
    #expect(PortableMath.log(1) == 0)
  }

  @Test func theExponentialIsThatOfTheCLibrary() {
    var stream = RandomStream(seed: 13)
    for _ in 0..<20_000 {
      let x = 1_400 * stream.uniform() - 700
      #expect(apart(PortableMath.exp(x), exp(x)) <= 2, "exp \(x)")
    }
    #expect(PortableMath.exp(0) == 1)
  }

  @Test func theEndsOfTheScaleAreKept() {
    #expect(PortableMath.log(0) == -.infinity)
    #expect(PortableMath.log(-1).isNaN)
    #expect(PortableMath.exp(-800) == 0)
    #expect(PortableMath.exp(800) == .infinity)
  }

  /// Distance in units in the last place.
  private func apart(_ a: Double, _ b: Double) -> Double {
    abs(a - b) / b.ulp
  }
}
