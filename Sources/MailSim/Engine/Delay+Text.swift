extension Delay {
  /// The length as people say it: `0.120 s`, `15:00` minutes, `1:02:03` hours, `2 d 1:00:00`.
  public var spoken: String {
    if self < .zero { return "-" + (.zero - self).spoken }
    let whole = nanoseconds / 1_000_000_000
    let fraction = Self.digits(ofFraction: nanoseconds % 1_000_000_000)
    if whole < 60 { return "\(whole)\(fraction) s" }
    let seconds = Self.two(whole % 60) + fraction
    let minutes = whole / 60 % 60
    if whole < 3_600 { return "\(minutes):\(seconds)" }
    let days = whole / 86_400
    return (days > 0 ? "\(days) d " : "") + "\(whole / 3_600 % 24):\(Self.two(minutes)):\(seconds)"
  }

  /// Two digits at least.
  static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// A point and as many groups of three digits as are needed; nothing for a whole second.
  static func digits(ofFraction nanoseconds: Int64) -> String {
    guard nanoseconds > 0 else { return "" }
    let text = String(nanoseconds)
    var digits = String(repeating: "0", count: 9 - text.count) + text
    while digits.hasSuffix("000") { digits.removeLast(3) }
    return "." + digits
  }
}
