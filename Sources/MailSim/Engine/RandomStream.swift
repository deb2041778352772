/// A sequence of random numbers for one named purpose.
///
/// The generator is xoshiro256** (Blackman, Vigna 2018), seeded by SplitMix64 as its authors advise.
/// Only integer steps and correctly rounded floating-point operations are used, so the numbers are
/// the same on every machine.
public struct RandomStream: RandomNumberGenerator, Sendable, BitwiseCopyable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  public init(seed: UInt64) {
    var counter = seed
    func next() -> UInt64 {
      counter &+= 0x9e37_79b9_7f4a_7c15
      return StableHash.mixed(counter)
    }
    state = (next(), next(), next(), next())
  }

  @inline(__always)
  public mutating func next() -> UInt64 {
    let result = Self.rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Self.rotated(state.3, by: 45)
    return result
  }

  /// A number in [0, 1), all 53 bits random.
  @inline(__always)
  public mutating func uniform() -> Double {
    Double(Int64(bitPattern: next() >> 11)) * 0x1p-53
  }

  /// True with probability `p`.
  @inline(__always)
  public mutating func chance(_ p: Double) -> Bool {
    uniform() < p
  }

  /// A whole number in 0..<n, each equally likely.
  public mutating func below(_ n: Int) -> Int {
    precondition(n > 0, "there must be something to choose from")
    return Int(next(upperBound: UInt64(n)))
  }

  /// Exponentially distributed, in the unit of `mean`.
  @inline(__always)
  public mutating func exponential(mean: Double) -> Double {
    -mean * PortableMath.log(1 - uniform())
  }

  /// Standard normal, by Marsaglia's polar method.
  public mutating func normal() -> Double {
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let s = u * u + v * v
      if s > 0, s < 1 { return u * (-2 * PortableMath.log(s) / s).squareRoot() }
    }
  }

  @inline(__always)
  private static func rotated(_ value: UInt64, by bits: UInt64) -> UInt64 {
    value &<< bits | value &>> (64 - bits)
  }
}

/// The streams of a run: one for each named purpose, derived from the seed and the name.
///
/// Since a stream depends on nothing but its name, a party added to a scenario draws nothing
/// from the others.
public struct RandomStreams: Sendable {
  public let seed: UInt64

  public init(seed: UInt64) {
    self.seed = seed
  }

  public func stream(for purpose: String) -> RandomStream {
    RandomStream(seed: StableHash.mixed(seed &+ 0x9e37_79b9_7f4a_7c15) ^ StableHash.of(purpose))
  }

  /// The streams of replication `number` of the same experiment.
  public func replication(_ number: Int) -> RandomStreams {
    guard number > 0 else { return self }
    return RandomStreams(seed: StableHash.mixed(seed ^ StableHash.of("replication \(number)")))
  }
}
