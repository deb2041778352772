extension ClosedForm {
  // MARK: Queues: arrivals λ and service μ in the same unit, λ < cμ

  /// M/M/1: time in the system, waiting and being served.
  public static func sojourn(arrivals lambda: Double, service mu: Double) -> Double {
    1 / (mu - lambda)
  }

  /// M/M/1: the chance of a longer stay than `t`.
  public static func sojourn(
    longerThan t: Double, arrivals lambda: Double, service mu: Double
  ) -> Double {
    PortableMath.exp(-(mu - lambda) * t)
  }

  /// M/M/1: messages in the system, on the average.
  public static func number(arrivals lambda: Double, service mu: Double) -> Double {
    lambda / (mu - lambda)
  }

  /// M/D/1: service that always takes 1/μ (Pollaczek and Khinchine).
  public static func sojourn(arrivals lambda: Double, fixedService mu: Double) -> Double {
    let load = lambda / mu
    return load / (2 * mu * (1 - load)) + 1 / mu
  }

  /// M/M/c: time in the system, by Erlang's C formula.
  public static func sojourn(
    arrivals lambda: Double, service mu: Double, workers c: Int
  ) -> Double {
    let load = lambda / mu
    let blocked = erlangB(load: load, slots: c)
    let waits = blocked / (1 - load / Double(c) * (1 - blocked))
    return waits / (Double(c) * mu - lambda) + 1 / mu
  }

  /// The share of calls that find all `slots` taken, whatever the law of holding times.
  public static func erlangB(load a: Double, slots c: Int) -> Double {
    (0..<c).reduce(1) { blocked, row in a * blocked / (Double(row + 1) + a * blocked) }
  }

  // MARK: The path

  /// The chance that something happens on every hop of independent ones.
  public static func onAll(_ chances: [Double]) -> Double { chances.reduce(1, *) }

  /// The chance that it happens on at least one.
  public static func onAny(_ chances: [Double]) -> Double { 1 - onAll(chances.map { 1 - $0 }) }

  /// Of n gateways a path uses h and an adversary holds k, at random: the chance that they meet.
  public static func meets(path h: Int, adversary k: Int, of n: Int) -> Double {
    guard k <= n - h else { return 1 }
    return 1 - (0..<k).reduce(1) { $0 * Double(n - h - $1) / Double(n - $1) }
  }

  /// Messages on a disk, by Little's law (1961): how many come, times how long each stays.
  public static func atRest(rate: Double, dwell: Double) -> Double { rate * dwell }

  // MARK: Delay

  /// Tries at the ages `ages`, each succeeding with chance `s`: the mean age of the first success,
  /// of those that succeed.
  public static func delay(ages: [Double], success s: Double) -> Double {
    var missed = 1.0
    var sum = 0.0
    for age in ages {
      sum += s * missed * age
      missed *= 1 - s
    }
    return sum / (1 - missed)
  }
}
