/// A line of a Postfix log: when, which host, which program, and what it said.
struct PostfixLogLine {
  var seconds: Int64
  var host: Substring
  /// `smtpd`, `cleanup`, `qmgr`, `smtp`; `submission/smtpd` is `smtpd`.
  var program: Substring
  var process: Substring
  var words: Substring

  /// - Parameter year: the year of dates that have none; RFC 3164 dates never do.
  init?(_ text: Substring, year: Int) {
    guard let (seconds, rest) = Self.time(text, year: year) else { return nil }
    self.seconds = seconds
    let parts = rest.splitAtBlanks(2)
    guard parts.count == 3, parts[1].range(ofASCII: "postfix") != nil,
      let open = parts[1].firstIndex(of: "["),
      let close = parts[1][open...].firstIndex(of: "]")
    else { return nil }
    host = parts[0]
    let name = parts[1][..<open]
    program = name.split(separator: "/").last ?? name
    process = parts[1][parts[1].index(after: open)..<close]
    words = parts[2]
  }

  /// `Mar  2 09:00:00` or `2026-03-02T09:00:00.123456+07:00`.
  private static func time(_ text: Substring, year: Int) -> (Int64, Substring)? {
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

  /// `09:00:00`; 60 is a leap second.
  private static func secondOfDay(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int64($0) }
    guard parts.count == 3, numbers.count == 3, (0...23).contains(numbers[0]),
      (0...59).contains(numbers[1]), (0...60).contains(numbers[2])
    else { return nil }
    return numbers[0] * 3600 + numbers[1] * 60 + numbers[2]
  }

  /// The queue id in front of the words, and the rest: `4Xk2Yz1nQ2z9t: client=…`.
  var queued: (id: Substring, rest: Substring)? {
    guard let colon = words.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let id = words[..<colon]
    guard (5...20).contains(id.utf8.count), id != "NOQUEUE",
      id.utf8.allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) }),
      id.utf8.contains(where: ASCII.isDigit)
    else { return nil }
    return (id, words[words.index(after: colon)...].drop { $0 == " " })
  }
}

extension Substring {
  /// The value of `key=` up to the next comma and space; brackets and angles are kept.
  func value(of key: StaticString) -> Substring? {
    var rest = self
    while let range = rest.range(ofASCII: key) {
      let isWord =
        range.lowerBound == startIndex || utf8[utf8.index(before: range.lowerBound)] == 0x20
      rest = rest[range.upperBound...]
      guard isWord else { continue }
      return rest.range(ofASCII: ", ").map { rest[..<$0.lowerBound] } ?? rest
    }
    return nil
  }

  var withoutAngles: String {
    String(hasPrefix("<") && hasSuffix(">") ? dropFirst().dropLast() : self)
  }

  /// `host[192.0.2.1]:25` taken apart.
  var hostAndAddress: (host: String, address: IPAddress?) {
    guard let open = firstIndex(of: "["), let close = self[open...].firstIndex(of: "]") else {
      return (String(self), nil)
    }
    return (String(self[..<open]), IPAddress(self[index(after: open)..<close]))
  }
}
