extension ClosedForm {
  // MARK: Queues: arrivals λ and service μ in the same unit, λ < cμ

  /// M/M/1: time in the system, waiting and being served.
  public static func sojourn(arrivals lambda: Double, service mu: Double) -> Double {
    1 / (mu - lambda)
  }

  /// M/M/1: time until service begins.
  public static func wait(arrivals lambda: Double, service mu: Double) -> Double {
    lambda / mu / (mu - lambda)
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

  /// M/D/1: service that always takes 1/μ, and the wait for it (Pollaczek and Khinchine).
  public static func wait(arrivals lambda: Double, fixedService mu: Double) -> Double {
    let load = lambda / mu
    return load / (2 * mu * (1 - load))
  }

  public static func sojourn(arrivals lambda: Double, fixedService mu: Double) -> Double {
    wait(arrivals: lambda, fixedService: mu) + 1 / mu
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

  /// Connections an attacker has to open in a unit of time to hold all `slots` for good.
  public static func holdingAll(slots: Int, timeout: Double) -> Double { Double(slots) / timeout }

  /// Mean time to an alarm at the k-th stopped connection, at a rate r.
  public static func alarm(at k: Int, rate r: Double) -> Double { Double(k) / r }
}
