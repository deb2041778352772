extension Estimate {
  /// The value with its interval: `0.2231 [0.2208, 0.2255]`.
  public var words: String {
    let digits = Self.digits(for: reach, of: value)
    return "\(Self.decimal(value, digits)) [\(Self.decimal(low, digits)), "
      + "\(Self.decimal(high, digits))]"
  }

  /// As a share: `22.31 % [22.08, 22.55]`.
  public var percent: String { hundredths("%") }

  /// As a difference of two shares: `-3.1 points [-3.4, -2.8]`.
  var percentagePoints: String { hundredths("points") }

  private func hundredths(_ unit: String) -> String {
    let digits = max(1, Self.digits(for: reach * 100, of: value * 100))
    return "\(Self.decimal(value * 100, digits)) \(unit) [\(Self.decimal(low * 100, digits)), "
      + "\(Self.decimal(high * 100, digits))]"
  }

  /// So many digits after the point that the interval's width shows in two of them.
  private static func digits(for reach: Double, of value: Double) -> Int {
    var digits = 0
    var unit = reach > 0 ? reach : abs(value) / 1_000
    guard unit > 0 else { return 2 }
    while unit < 10, digits < 9 {
      unit *= 10
      digits += 1
    }
    return digits
  }

  /// A number with so many digits after the point, rounded to the nearest.
  static func decimal(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return value < 0 ? "−∞" : value > 0 ? "∞" : "–" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e15 else { return "\(value)" }
    let whole = Int64(scaled) / Int64(scale)
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(whole)" }
    let text = String(Int64(scaled) % Int64(scale))
    return sign + "\(whole)." + String(repeating: "0", count: digits - text.count) + text
  }
}
