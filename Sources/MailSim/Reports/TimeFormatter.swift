/// Turns instants into the time on the wall: `09:14:59.020`, on later days `+1d 09:00:00`.
public struct TimeFormatter: Hashable, Sendable {
  /// The calendar moment of `Instant.start`, in seconds since 1970-01-01T00:00:00Z.
  public var startSeconds: Int64

  public init(startSeconds: Int64) {
    self.startSeconds = startSeconds
  }

  /// The time of day, with as many groups of three digits after the second as it needs.
  public func time(_ instant: Instant) -> String {
    let (seconds, fraction) = Self.split(instant.nanoseconds)
    let midnight = Self.floorDivide(startSeconds, 86_400) * 86_400
    let sinceMidnight = startSeconds - midnight + seconds
    let days = Self.floorDivide(sinceMidnight, 86_400)
    let ofDay = sinceMidnight - days * 86_400
    let day = days == 0 ? "" : "\(days > 0 ? "+" : "")\(days)d "
    return day + Self.ofDay(ofDay) + Delay.digits(ofFraction: fraction)
  }

  /// The moment with its date: `2026-03-02 09:00:00 UTC`.
  func dateTime(_ instant: Instant) -> String {
    let seconds = startSeconds + Self.split(instant.nanoseconds).seconds
    let days = Self.floorDivide(seconds, 86_400)
    let date = CalendarDate(daysSince1970: days)
    return "\(date.year)-\(Delay.two(date.month))-\(Delay.two(date.day)) "
      + Self.ofDay(seconds - days * 86_400) + " UTC"
  }

  /// The moment as `--until` takes it: the time of day, or from the next day on the time since the
  /// start, such as `90061.5s`.
  public func argument(_ instant: Instant) -> String {
    let time = time(instant)
    guard time.contains(" ") else { return time }
    let (seconds, fraction) = Self.split(instant.nanoseconds)
    return "\(seconds)\(Delay.digits(ofFraction: fraction))s"
  }

  /// The date and time of a header field (RFC 5322 §3.3): `Mon, 23 Nov 2026 09:00:00 +0000`.
  public func headerDate(_ instant: Instant) -> String {
    let seconds = startSeconds + Self.split(instant.nanoseconds).seconds
    let days = Self.floorDivide(seconds, 86_400)
    let date = CalendarDate(daysSince1970: days)
    return "\(date.weekday), \(date.day) \(date.monthName) \(date.year) "
      + Self.ofDay(seconds - days * 86_400) + " +0000"
  }

  /// A length of time as people say it.
  public static func span(_ delay: Delay) -> String { delay.spoken }

  // MARK: Digits

  private static func ofDay(_ seconds: Int64) -> String {
    [seconds / 3_600, seconds / 60 % 60, seconds % 60].map(Delay.two).joined(separator: ":")
  }

  private static func split(_ nanoseconds: Int64) -> (seconds: Int64, fraction: Int64) {
    let seconds = floorDivide(nanoseconds, 1_000_000_000)
    return (seconds, nanoseconds - seconds * 1_000_000_000)
  }

  static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

/// A day of the Gregorian calendar.
struct CalendarDate {
  let year: Int64
  let month: Int64
  let day: Int64
  private let days: Int64

  /// Counts eras of 400 years from 1 March of the year 0, so that the leap day ends a year.
  init(daysSince1970 days: Int64) {
    self.days = days
    let shifted = days + 719_468
    let era = TimeFormatter.floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  var weekday: String {
    let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    return names[Int(days - TimeFormatter.floorDivide(days, 7) * 7)]
  }

  var monthName: String {
    [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ][Int(month - 1)]
  }
}
