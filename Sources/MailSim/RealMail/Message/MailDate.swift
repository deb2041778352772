/// A moment as a mail server wrote it down (RFC 5322 §3.3).
public struct MailDate: Hashable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z.
  public let seconds: Int64
  /// The part of a second after `seconds`, for servers that write it.
  public let nanoseconds: Int32
  /// Minutes east of Greenwich; nil when the text does not say where the clock stood
  /// (`-0000`, a military letter, an unknown name) and Greenwich was assumed.
  public let zoneMinutes: Int?
  /// The day of the week the text claims, 0 for Sunday.
  public let statedWeekday: Int?

  public init(
    seconds: Int64, nanoseconds: Int32 = 0, zoneMinutes: Int? = 0, statedWeekday: Int? = nil
  ) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
    self.zoneMinutes = zoneMinutes
    self.statedWeekday = statedWeekday
  }

  /// Whether the day of the week belongs to another date: a sign of a line written by hand.
  public var weekdayIsWrong: Bool {
    guard let statedWeekday else { return false }
    let local = seconds + Int64(zoneMinutes ?? 0) * 60
    return CivilDate.weekday(days: Self.day(of: local)) != statedWeekday
  }

  /// Seconds from an earlier moment to this one; negative when the clocks disagree.
  public func seconds(since earlier: MailDate) -> Double {
    Double(seconds - earlier.seconds) + Double(nanoseconds - earlier.nanoseconds) / 1e9
  }

  static func day(of seconds: Int64) -> Int64 {
    seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400)
  }
}

extension MailDate: CustomStringConvertible {
  /// In UTC, as `2026-11-23 17:51:45Z`.
  public var description: String {
    let day = Self.day(of: seconds)
    let date = CivilDate.date(days: day)
    let second = Int(seconds - day * 86_400)
    return "\(date.year)-\(Self.two(date.month))-\(Self.two(date.day)) "
      + "\(Self.two(second / 3600)):\(Self.two(second / 60 % 60)):\(Self.two(second % 60))Z"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
