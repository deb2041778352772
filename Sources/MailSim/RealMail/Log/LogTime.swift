/// The dates in front of log lines.
enum LogTime {
  /// `Mar  2 09:00:00` or `2026-03-02T09:00:00.123456+07:00`, and the rest of the line.
  ///
  /// - Parameter year: the year of dates that have none; RFC 3164 dates never do.
  static func syslog(_ text: Substring, year: Int) -> (seconds: Int64, rest: Substring)? {
    if text.first?.isNumber == true {
      guard let space = text.firstIndex(of: " "),
        let date = MailDateParser.parse(Array(text[..<space].utf8)[...])?.date
      else { return nil }
      return (date.seconds, text[space...])
    }
    let parts = text.splitAtBlanks(3)
    guard parts.count == 4, let month = CivilDate.monthNames.firstIndex(of: String(parts[0])),
      let day = Int(parts[1]), (1...31).contains(day)
    else { return nil }
    guard let second = secondOfDay(parts[2]), CivilDate.years.contains(year) else { return nil }
    let days = CivilDate.days(year: year, month: month + 1, day: day)
    return (days * 86_400 + second, parts[3])
  }

  /// `2026-03-02 09:00:00`, then perhaps `.123` and `+0700`: the date of Exim's own log files.
  static func exim(_ text: Substring) -> (seconds: Int64, rest: Substring)? {
    let parts = text.splitAtBlanks(2)
    guard parts.count == 3 else { return nil }
    let date = parts[0].split(separator: "-", omittingEmptySubsequences: false)
    guard date.count == 3, parts[0].utf8.count == 10, let year = Int(date[0]),
      let month = Int(date[1]), let day = Int(date[2]), CivilDate.years.contains(year),
      (1...12).contains(month), (1...31).contains(day),
      let second = secondOfDay(parts[1].prefix { $0 != "." })
    else { return nil }
    let seconds = CivilDate.days(year: year, month: month, day: day) * 86_400 + second
    let words = parts[2].splitAtBlanks(1)
    guard words.count == 2, let offset = zone(words[0]) else { return (seconds, parts[2]) }
    return (seconds - offset, words[1])
  }

  private static func zone(_ word: Substring) -> Int64? {
    guard word.utf8.count == 5, let sign = word.first, sign == "+" || sign == "-",
      let number = Int64(word.dropFirst()), number % 100 < 60, number <= 1400
    else { return nil }
    let offset = number / 100 * 3600 + number % 100 * 60
    return sign == "-" ? -offset : offset
  }

  /// `09:00:00`; 60 is a leap second.
  private static func secondOfDay(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int64($0) }
    guard parts.count == 3, numbers.count == 3, (0...23).contains(numbers[0]),
      (0...59).contains(numbers[1]), (0...60).contains(numbers[2])
    else { return nil }
    return numbers[0] * 3600 + numbers[1] * 60 + numbers[2]
  }
}
