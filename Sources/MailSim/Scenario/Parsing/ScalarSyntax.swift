/// How values are written in a scenario: `15m`, `09:14:59.5`, `64KiB`, `550 5.7.1`.
enum ScalarSyntax {
  // MARK: Time

  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
    ("min", 60_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000), ("w", 604_800_000_000_000),
  ]
  /// Seventy years: sums of four such still fit the clock, which reaches 292.
  private static let longest: Int64 = 70 * 365 * 86_400_000_000_000
  static let longestInWords = "25550d, seventy years"

  /// Whether a text is no time only because it is too much of it.
  static func isTooLong(_ text: String) -> Bool {
    guard delay(text) == nil, !text.isEmpty else { return false }
    var rest = Substring(text)
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(unit.count).drop { $0 == " " }
      guard Double(number) != nil, units.contains(where: { $0.name == unit }) else { return false }
      // A fraction with too many digits is another mistake.
      if let point = number.firstIndex(of: "."), number[point...].count > 13 { return false }
    }
    return true
  }

  /// A length of time: one or more numbers with units, such as `1h30m`, `2.5ms`, or `0`.
  static func delay(_ text: some StringProtocol) -> Delay? {
    if text == "0" { return .zero }
    guard !text.isEmpty else { return nil }
    var rest = Substring(text)
    var total: Int64 = 0
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(number.count)
      let name = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(name.count).drop { $0 == " " }
      guard let unit = units.first(where: { $0.name == name }),
        let part = decimal(number, times: unit.nanoseconds)
      else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(part)
      guard !overflow, sum <= longest else { return nil }
      total = sum
    }
    return Delay(nanoseconds: total)
  }

  /// A decimal number times a unit, exact as far as the unit goes.
  private static func decimal(_ text: Substring, times unit: Int64) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !parts[0].isEmpty, let whole = Int64(parts[0]) else {
      return nil
    }
    let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
    guard !overflow else { return nil }
    guard parts.count == 2 else { return product }
    guard (1...12).contains(parts[1].count), let digits = Int64(parts[1]) else { return nil }
    var scale: Int64 = 1
    for _ in 0..<parts[1].count { scale *= 10 }
    let fraction = (Int128(digits) * Int128(unit) + Int128(scale / 2)) / Int128(scale)
    let (sum, over) = product.addingReportingOverflow(Int64(fraction))
    return over ? nil : sum
  }

  /// A time of day `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fraction`, since midnight.
  static func timeOfDay(_ text: some StringProtocol) -> Delay? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts[0].count <= 2, parts[1].count == 2,
      let hours = digits(parts[0]), hours < 24, let minutes = digits(parts[1]), minutes < 60
    else { return nil }
    var delay = Delay.hours(hours) + .minutes(minutes)
    if parts.count == 3 {
      let whole = parts[2].prefix { $0 != "." }
      guard whole.count == 2, let seconds = digits(whole), seconds < 60,
        let exact = decimal(Substring(parts[2]), times: 1_000_000_000)
      else { return nil }
      delay += Delay(nanoseconds: exact)
    }
    return delay
  }

  /// A calendar moment `2026-03-02T09:00[:SS]Z` in whole seconds since 1970 (UTC).
  static func moment(_ text: some StringProtocol) -> Int64? {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "T" || $0 == " " }
    guard parts.count == 2, let day = day(parts[0]) else { return nil }
    let clock = parts[1].hasSuffix("Z") ? parts[1].dropLast() : parts[1][...]
    guard let time = timeOfDay(clock), time.nanoseconds % 1_000_000_000 == 0 else { return nil }
    return day * 86_400 + time.nanoseconds / 1_000_000_000
  }

  /// Days since 1970-01-01 of a Gregorian date.
  private static func day(_ text: some StringProtocol) -> Int64? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let year = digits(parts[0]), let month = digits(parts[1]),
      let day = digits(parts[2]), (1970...9999).contains(year), (1...12).contains(month)
    else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...lengths[Int(month) - 1]).contains(day) else { return nil }
    let before = year - 1
    let leaps = before / 4 - before / 100 + before / 400
    let leapsBefore1970: Int64 = 477
    return (year - 1970) * 365 + leaps - leapsBefore1970
      + lengths[..<(Int(month) - 1)].reduce(0, +) + day - 1
  }

  private static func digits(_ text: some StringProtocol) -> Int64? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int64(text)
  }

  // MARK: Amounts

  /// Octets: plain, or with kB, MB, GB (powers of 1000) or KiB, MiB, GiB (of 1024).
  static func octets(_ text: some StringProtocol) -> UInt64? {
    let units: [(String, Int64)] = [
      ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("KiB", 1 << 10),
      ("MiB", 1 << 20), ("GiB", 1 << 30), ("B", 1), ("", 1),
    ]
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let name = text.dropFirst(number.count).drop { $0 == " " }
    guard let unit = units.first(where: { $0.0 == name }),
      let amount = decimal(Substring(number), times: unit.1)
    else { return nil }
    return UInt64(amount)
  }

  /// `550` or `550 5.7.1`.
  static func reply(_ text: some StringProtocol) -> ExpectedReply? {
    let parts = text.split(separator: " ")
    guard (1...2).contains(parts.count), parts[0].count == 3, let code = UInt16(parts[0]),
      (200...599).contains(code)
    else { return nil }
    guard parts.count == 2 else { return ExpectedReply(code: code) }
    guard let enhanced = EnhancedStatus(String(parts[1])) else { return nil }
    return ExpectedReply(code: code, enhanced: enhanced)
  }

  /// `3`, `1..5`, `>=2` or `<=7`.
  static func range(_ text: some StringProtocol) -> ClosedRange<Int>? {
    let bound = 1_000_000_000
    if let exact = digits(text) { return Int(exact)...Int(exact) }
    if text.hasPrefix(">="), let least = digits(text.dropFirst(2).drop { $0 == " " }) {
      return Int(least)...max(Int(least), bound)
    }
    if text.hasPrefix("<="), let most = digits(text.dropFirst(2).drop { $0 == " " }) {
      return 0...Int(most)
    }
    let ends = text.split(separator: ".", omittingEmptySubsequences: false)
    guard ends.count == 3, ends[1].isEmpty, let least = digits(ends[0]),
      let most = digits(ends[2]), least <= most
    else { return nil }
    return Int(least)...Int(most)
  }

  static func flag(_ text: some StringProtocol) -> Bool? {
    switch text.lowercased() {
    case "yes", "true", "on": true
    case "no", "false", "off": false
    default: nil
    }
  }
}
