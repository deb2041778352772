/// A law that delays are drawn from.
public enum Distribution: Hashable, Sendable, BitwiseCopyable {
  case fixed(Delay)
  /// Every delay from the first to the second equally likely.
  case uniform(Delay, Delay)
  case exponential(mean: Delay)
  /// The sum of `shape` exponential delays: the larger the shape, the more regular.
  case erlang(shape: Int, mean: Delay)
  /// Cut off at zero.
  case normal(mean: Delay, deviation: Delay)
  /// `median` · e^(sigma·Z): long-tailed, as latencies are.
  case logNormal(median: Delay, sigma: Double)

  /// Draws one delay; never negative.
  public func draw(using stream: inout RandomStream) -> Delay {
    switch self {
    case .fixed(let delay): delay
    case .uniform(let least, let most):
      least + Delay(rounding: stream.uniform() * Double((most - least).nanoseconds))
    case .exponential(let mean):
      Delay(rounding: stream.exponential(mean: Double(mean.nanoseconds)))
    case .erlang(let shape, let mean):
      Delay(
        rounding: (0..<shape).reduce(0) { sum, _ in
          sum + stream.exponential(mean: Double(mean.nanoseconds) / Double(shape))
        })
    case .normal(let mean, let deviation):
      max(
        .zero,
        Delay(
          rounding: Double(mean.nanoseconds) + stream.normal() * Double(deviation.nanoseconds)))
    case .logNormal(let median, let sigma):
      Delay(rounding: Double(median.nanoseconds) * PortableMath.exp(sigma * stream.normal()))
    }
  }

  /// The mean of the law; for `normal` without the cut at zero.
  public var mean: Delay {
    switch self {
    case .fixed(let delay): delay
    case .uniform(let least, let most): least + Delay(nanoseconds: (most - least).nanoseconds / 2)
    case .exponential(let mean), .erlang(_, let mean), .normal(let mean, _): mean
    case .logNormal(let median, let sigma):
      Delay(rounding: Double(median.nanoseconds) * PortableMath.exp(sigma * sigma / 2))
    }
  }
}

extension Delay {
  /// The nearest whole number of nanoseconds; what lies beyond 70 years is cut there, so that a
  /// draw from a long tail added to the clock still fits it.
  init(rounding nanoseconds: Double) {
    self.init(nanoseconds: Int64(min(max(nanoseconds.rounded(), -2.2e18), 2.2e18)))
  }
}
