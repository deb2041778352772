/// How long ago a login was, as people write it in a table.
enum LoginAge {
  /// Reads seconds (`899`, `899.5`), a clock (`14:59`, `1:02:03`) or units (`15m`, `1h30m`).
  static func parse(_ text: String) -> Delay? {
    text.contains(":") ? clock(text) : units(text)
  }

  private static func clock(_ text: String) -> Delay? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let seconds = decimal(parts[parts.count - 1]),
      seconds < .seconds(60), parts[parts.count - 1].prefix(while: \.isNumber).count == 2
    else { return nil }
    var minutes: Int64 = 0
    for (row, part) in parts.dropLast().enumerated() {
      guard let value = whole(part), row == 0 || (value < 60 && part.utf8.count == 2) else {
        return nil
      }
      minutes = minutes * 60 + value
    }
    guard minutes <= longest / 60_000_000_000 else { return nil }
    return .minutes(minutes) + seconds
  }

  private static func units(_ text: String) -> Delay? {
    if let seconds = decimal(text[...]) { return seconds }
    var rest = text[...]
    var total = Delay.zero
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let number = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(number.count)
      guard let value = decimal(number), let unit = rest.popFirst(),
        let factor: Int64 = ["s": 1, "m": 60, "h": 3_600, "d": 86_400][unit]
      else { return nil }
      let (product, overflow) = value.nanoseconds.multipliedReportingOverflow(by: factor)
      guard !overflow, product <= longest else { return nil }
      total += Delay(nanoseconds: product)
      guard total.nanoseconds <= longest else { return nil }
    }
    return total
  }

  /// A hundred years: no sum of two such can leave the clock.
  private static let longest: Int64 = 100 * 365 * 86_400 * 1_000_000_000

  /// Nine digits after the point at most.
  private static func decimal(_ text: Substring) -> Delay? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let seconds = whole(parts[0]) else { return nil }
    guard parts.count == 2 else { return .seconds(seconds) }
    guard (1...9).contains(parts[1].utf8.count), let digits = whole(parts[1]) else { return nil }
    let scale = (parts[1].utf8.count..<9).reduce(Int64(1)) { product, _ in product * 10 }
    return .seconds(seconds) + .nanoseconds(digits * scale)
  }

  /// Nine digits, so that no product of them leaves the clock.
  private static func whole(_ text: Substring) -> Int64? {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Int64(text)
  }
}
