extension ClosedForm {

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

  /// Tries at the ages `ages`: the first that is no earlier than `age`. A greylist takes a retry of
  /// that age, and an outage is over by then.
  public static func firstTry(of ages: [Double], from age: Double) -> Double? {
    ages.first { $0 >= age }
  }

  /// The same for a queue that is run every q, whatever the age of what lies in it.
  public static func firstRun(from age: Double, every q: Double) -> Double { age + q / 2 }

  /// Tries until one meets a host for the second time, at `m` hosts that know nothing of each
  /// other's greylists, one at random for each try.
  public static func tries(hosts m: Int) -> Double {
    var unmet = 1.0
    var tries = 1.0
    for row in 0..<m {
      unmet *= 1 - Double(row) / Double(m)
      tries += unmet
    }
    return tries
  }

  /// Spam that passes a greylist of delay G: a share b comes back, addresses are listed after an
  /// exponential time of mean L.
  public static func passing(comingBack b: Double, delay g: Double, listing l: Double) -> Double {
    b * PortableMath.exp(-g / l)
  }
}
