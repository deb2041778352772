extension ClosedForm {
  // MARK: Hops

  /// The chance that something happens on every hop of independent ones.
  public static func onAll(_ chances: [Double]) -> Double { chances.reduce(1, *) }

  /// The chance that it happens on at least one.
  public static func onAny(_ chances: [Double]) -> Double { 1 - onAll(chances.map { 1 - $0 }) }

  /// A hop that is offered TLS with chance p, an offer being stripped with chance s.
  public static func encrypted(offered p: Double, stripped s: Double) -> Double { p * (1 - s) }

  /// What a listener on the way reads: it sits on a hop with chance e, which is encrypted with
  /// chance q.
  public static func read(tapped e: [Double], encrypted q: [Double]) -> Double {
    onAny(zip(e, q).map { $0 * (1 - $1) })
  }

  // MARK: Gateways

  /// Of n gateways a path uses h and an adversary holds k, at random: the chance that they meet.
  public static func meets(path h: Int, adversary k: Int, of n: Int) -> Double {
    guard k <= n - h else { return 1 }
    // With its types written, since to find them took the compiler sixteen seconds.
    let misses = (0..<k).reduce(1.0) { (product: Double, drawn: Int) -> Double in
      product * Double(n - h - drawn) / Double(n - drawn)
    }
    return 1 - misses
  }

  /// How many gateways of the path belong to the attacker, on the average.
  public static func held(path h: Int, adversary k: Int, of n: Int) -> Double {
    Double(h * k) / Double(n)
  }

  /// Messages on a disk, by Little's law (1961): how many come, times how long each stays.
  public static func atRest(rate: Double, dwell: Double) -> Double { rate * dwell }

  /// A remembered MTA-STS policy has run out when the next mail comes, a Poisson gap later.
  public static func forgotten(after age: Double, gap g: Double) -> Double {
    PortableMath.exp(-age / g)
  }
}
