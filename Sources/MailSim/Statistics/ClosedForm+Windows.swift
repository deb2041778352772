/// What mathematics knows without a simulation; what a simulation is held against.
///
/// Times are seconds or any other unit, the same throughout one call. W is a roaming window, T or
/// m the (mean) time between successful logins; sends come at times independent of the logins.
public enum ClosedForm {
  // MARK: Refusal of an honest roamer: E[(X−W)⁺] / E[X]

  /// Logins at fixed intervals.
  public static func refused(window w: Double, every t: Double) -> Double { max(0, 1 - w / t) }

  /// Intervals uniform between two bounds.
  public static func refused(window w: Double, uniform a: Double, _ b: Double) -> Double {
    let mean = (a + b) / 2
    if w >= b { return 0 }
    if w <= a { return 1 - w / mean }
    return (b - w) * (b - w) / (2 * (b - a) * mean)
  }

  /// Logins of a Poisson process: the part of time that is older than the window.
  public static func refused(window w: Double, poisson m: Double) -> Double {
    PortableMath.exp(-w / m)
  }

  /// Intervals of Erlang's law with two phases.
  public static func refused(window w: Double, erlangOfTwo m: Double) -> Double {
    PortableMath.exp(-2 * w / m) * (1 + w / m)
  }

  /// Fixed intervals, and each login fails with chance `q`.
  public static func refused(window w: Double, every t: Double, failing q: Double) -> Double {
    let n = (w / t).rounded(.down)
    let rest = w - n * t
    let all = power(q, Int(n))
    return q * all + (1 - q) * all * (1 - rest / t)
  }

  /// Fixed intervals, and a sweeper with period S that closes what has run out; T ≥ W + S.
  public static func refused(window w: Double, every t: Double, sweep s: Double) -> Double {
    1 - (w + s / 2) / t
  }

  public static func refused(window w: Double, poisson m: Double, sweep s: Double) -> Double {
    PortableMath.exp(-w / m) * (1 - PortableMath.exp(-s / m)) * m / s
  }

  /// Letters that wait for the next check and leave just before its login; written at any time, so
  /// that long intervals hold more of them: E[X; X ≥ W] / E[X].
  public static func refusedJustBefore(
    window w: Double, uniform a: Double, _ b: Double
  ) -> Double {
    let from = min(max(w, a), b)
    return (b * b - from * from) / ((b - a) * (a + b))
  }

  /// Of checks, those that come when the window is no longer open: P(X ≥ W). Who sends just before
  /// a check is refused at these; a letter written at any time meets one more often, see above.
  public static func late(window w: Double, uniform a: Double, _ b: Double) -> Double {
    min(1, max(0, (b - w) / (b - a)))
  }

  /// The same for a Poisson process, whose intervals do not remember how long they have lasted.
  public static func late(window w: Double, poisson m: Double) -> Double {
    PortableMath.exp(-w / m)
  }

  /// How often a window runs out, in a unit of time: a share `late` of checks, `m` apart.
  public static func lapses(late: Double, every m: Double) -> Double { late / m }

  /// One login in a session of length D.
  public static func accepted(window w: Double, session d: Double) -> Double { min(w, d) / d }

  /// Logins at fixed intervals behind a NAT with M addresses, one at random for each connection.
  public static func accepted(window w: Double, every t: Double, addresses m: Int) -> Double {
    let n = (w / t).rounded(.down)
    let rest = w / t - n
    let missed = 1 - 1 / Double(m)
    return (1 - rest) * (1 - power(missed, Int(n))) + rest * (1 - power(missed, Int(n) + 1))
  }

  // MARK: Exposure after departure, and riders

  /// How long the window stays open after somebody left at a random time, on the average.
  public static func exposure(window w: Double, every t: Double) -> Double {
    t <= w ? w - t / 2 : w * w / (2 * t)
  }

  public static func exposure(window w: Double, poisson m: Double) -> Double {
    w - m * (1 - PortableMath.exp(-w / m))
  }

  /// Whether it is still open a time t after the departure; T ≤ W, W − T ≤ t ≤ W.
  public static func stillOpen(after t: Double, window w: Double, every interval: Double) -> Double
  {
    min(1, max(0, (w - t) / interval))
  }

  /// The next holder of the address comes after an exponential time of mean `m`; T ≤ W.
  public static func inherited(window w: Double, every t: Double, reassigned m: Double) -> Double {
    1 - PortableMath.exp(-(w - t) / m) * (1 - PortableMath.exp(-t / m)) * m / t
  }

  /// Somebody of `k`, each trying at Poisson times `m` apart, meets a window open for τ.
  public static func ridden(by k: Int, poisson m: Double, open tau: Double) -> Double {
    1 - PortableMath.exp(-Double(k) * tau / m)
  }

  /// The same with tries at fixed intervals P and random phases.
  public static func ridden(by k: Int, every p: Double, open tau: Double) -> Double {
    1 - power(1 - min(1, tau / p), k)
  }

  /// Tries throughout a session of length D and what is left of the window after it; T ≤ W.
  public static func ridden(
    by k: Int, poisson m: Double, session d: Double, window w: Double, every t: Double
  ) -> Double {
    let s = Double(k) / m
    return 1 - PortableMath.exp(-s * (d + w - t)) * (1 - PortableMath.exp(-s * t)) / (s * t)
  }

  /// At least one of `n`, each with chance `p`.
  public static func any(of n: Int, each p: Double) -> Double { 1 - power(1 - p, n) }

  static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { value, _ in value * base }
  }
}
