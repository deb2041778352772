/// Reads the dates of mail: RFC 5322 with its obsolete forms, `asctime` and ISO 8601.
///
/// It reads a date at the beginning of some bytes and tells where it ended; what follows is
/// for the caller to judge.
struct MailDateParser {
  private var cursor: ByteCursor
  private var weekday: Int?
  private var year = 0, month = 0, day = 0
  private var secondOfDay = 0
  private var nanoseconds: Int32 = 0
  private var zone: Int??

  private init(_ bytes: ArraySlice<UInt8>) {
    cursor = ByteCursor(bytes)
  }

  static func parse(_ bytes: ArraySlice<UInt8>) -> (date: MailDate, end: Int)? {
    var parser = MailDateParser(bytes)
    guard parser.readDate() else { return nil }
    return parser.result
  }

  static func parse(_ text: String) -> MailDate? {
    parse(ArraySlice(text.utf8))?.date
  }

  private var result: (date: MailDate, end: Int)? {
    guard (1...12).contains(month), day >= 1, CivilDate.years.contains(year),
      day <= CivilDate.length(ofMonth: month, year: year)
    else { return nil }
    let days = CivilDate.days(year: year, month: month, day: day)
    let offset = zone ?? nil
    let seconds = days * 86_400 + Int64(secondOfDay) - Int64(offset ?? 0) * 60
    return (
      MailDate(
        seconds: seconds, nanoseconds: nanoseconds, zoneMinutes: offset, statedWeekday: weekday),
      cursor.position
    )
  }

  private mutating func readDate() -> Bool {
    cursor.skipSeparators()
    if let byte = cursor.current, ASCII.isLetter(byte) {
      let start = cursor.position
      let word = cursor.takeLetters()
      if let number = Self.index(of: word, in: CivilDate.weekdayNames) {
        weekday = number
        cursor.skipSeparators()
      } else {
        cursor.position = start
      }
    }
    guard let byte = cursor.current else { return false }
    if ASCII.isLetter(byte) { return readAsctime() }
    let start = cursor.position
    guard let number = cursor.takeNumber(upTo: 4) else { return false }
    if number.digits == 4, cursor.current == ASCII.hyphen {
      year = number.value
      return readISO()
    }
    guard number.digits <= 2 else {
      cursor.position = start
      return false
    }
    day = number.value
    return readDayFirst()
  }

  /// `23 Nov 2026 17:51:45 +0000 (UTC)`.
  private mutating func readDayFirst() -> Bool {
    skipDateSeparator()
    guard readMonth() else { return false }
    skipDateSeparator()
    guard readYear(), readTime() else { return false }
    readZone()
    return true
  }

  /// `Nov 23 17:51:45 2026`, with a zone before or after the year or none.
  private mutating func readAsctime() -> Bool {
    guard readMonth() else { return false }
    cursor.skipSeparators()
    guard let number = cursor.takeNumber(upTo: 2) else { return false }
    day = number.value
    guard readTime() else { return false }
    readZone()
    cursor.skipSeparators()
    guard readYear() else { return false }
    if zone == nil { readZone() }
    return true
  }

  /// `2026-11-23 17:51:45.594 +0000 UTC`, with `T` for the space and `Z` for the zone.
  private mutating func readISO() -> Bool {
    guard cursor.take(ASCII.hyphen), let m = cursor.takeNumber(upTo: 2),
      cursor.take(ASCII.hyphen), let d = cursor.takeNumber(upTo: 2)
    else { return false }
    (month, day) = (m.value, d.value)
    if let byte = cursor.current, byte | 0x20 == UInt8(ascii: "t") { cursor.position += 1 }
    guard readTime() else { return false }
    readZone()
    skipClockReading()
    return true
  }

  /// The name of the zone after its offset, and the reading of a monotonic clock (`m=+12.3`).
  private mutating func skipClockReading() {
    let start = cursor.position
    cursor.skipSpace()
    let word = cursor.takeLetters()
    guard ZoneName.offset(word) != nil else {
      cursor.position = start
      return
    }
    let afterName = cursor.position
    cursor.skipSpace()
    guard cursor.take(UInt8(ascii: "m")), cursor.take(ASCII.equals) else {
      cursor.position = afterName
      return
    }
    _ = cursor.takeWhile { !ASCII.isSpace($0) }
  }

  private mutating func skipDateSeparator() {
    cursor.skipSeparators()
    if cursor.take(ASCII.hyphen) { cursor.skipSeparators() }
  }

  private mutating func readMonth() -> Bool {
    let word = cursor.takeLetters()
    guard let index = Self.index(of: word, in: CivilDate.monthNames) else { return false }
    month = index + 1
    return true
  }

  /// Two digits mean 1950 to 2049, three are counted from 1900 (RFC 5322 §4.3).
  private mutating func readYear() -> Bool {
    guard let number = cursor.takeNumber(upTo: 4) else { return false }
    year =
      switch number.digits {
      case 4: number.value
      case 3: number.value + 1900
      case 2: number.value < 50 ? number.value + 2000 : number.value + 1900
      default: 0
      }
    return year > 0
  }

  private mutating func readTime() -> Bool {
    cursor.skipSeparators()
    guard let hour = cursor.takeNumber(upTo: 2), cursor.take(ASCII.colon),
      let minute = cursor.takeNumber(upTo: 2)
    else { return false }
    var second = 0
    if cursor.take(ASCII.colon) {
      guard let number = cursor.takeNumber(upTo: 2) else { return false }
      second = number.value
      readFraction()
    }
    // 60 is a leap second.
    guard hour.value < 24, minute.value < 60, second <= 60 else { return false }
    secondOfDay = hour.value * 3600 + minute.value * 60 + second
    return true
  }

  private mutating func readFraction() {
    let start = cursor.position
    guard cursor.take(ASCII.dot) || cursor.take(ASCII.comma) else { return }
    let digits = cursor.takeWhile(ASCII.isDigit)
    guard !digits.isEmpty else {
      cursor.position = start
      return
    }
    var value: Int32 = 0
    for place in 0..<9 {
      let digit = place < digits.count ? digits[digits.startIndex + place] - 48 : 0
      value = value * 10 + Int32(digit)
    }
    nanoseconds = value
  }

  private mutating func readZone() {
    let start = cursor.position
    cursor.skipSpace()
    guard let byte = cursor.current else {
      cursor.position = start
      return
    }
    if byte == ASCII.plus || byte == ASCII.hyphen {
      readOffset(startingAt: start)
    } else if ASCII.isLetter(byte) {
      readZoneName(startingAt: start)
    } else if byte == ASCII.openParenthesis, zone == nil {
      skipComments()
    } else {
      cursor.position = start
      return
    }
    skipComments()
  }

  /// `+0700`, `+07:00` or `+7`. Offsets beyond 15 hours exist nowhere and say nothing.
  private mutating func readOffset(startingAt start: Int) {
    let isWest = cursor.current == ASCII.hyphen
    cursor.position += 1
    guard let number = cursor.takeNumber(upTo: 4) else {
      cursor.position = start
      return
    }
    var (hours, minutes) =
      number.digits > 2 ? (number.value / 100, number.value % 100) : (number.value, 0)
    if number.digits <= 2, cursor.current == ASCII.colon {
      cursor.position += 1
      minutes = cursor.takeNumber(upTo: 2)?.value ?? 0
    }
    let isUnknown = hours > 15 || minutes > 59 || (isWest && hours == 0 && minutes == 0)
    zone = .some(isUnknown ? nil : (isWest ? -1 : 1) * (hours * 60 + minutes))
  }

  private mutating func readZoneName(startingAt start: Int) {
    let name = cursor.takeLetters()
    guard let offset = ZoneName.offset(name) else {
      // An unknown word may be anything, such as the clause after the date.
      cursor.position = start
      return
    }
    zone = .some(offset)
    let afterName = cursor.position
    if let byte = cursor.current, byte == ASCII.plus || byte == ASCII.hyphen, offset == 0 {
      readOffset(startingAt: afterName)
      return
    }
    cursor.skipSpace()
    if cursor.takeLetters().spells("dst"), let standard = offset {
      zone = .some(standard + 60)
    } else {
      cursor.position = afterName
    }
  }

  private mutating func skipComments() {
    var end = cursor.position
    while true {
      cursor.skipSpace()
      guard isZoneComment, cursor.skipComment() else { break }
      end = cursor.position
    }
    cursor.position = end
  }

  /// A comment of a few letters or an offset names the zone; a longer one is a clause of its own.
  private var isZoneComment: Bool {
    guard cursor.current == ASCII.openParenthesis else { return false }
    let inner = cursor.rest.dropFirst().prefix { $0 != ASCII.closeParenthesis }
    return inner.count <= 40
      && !inner.contains { $0 == ASCII.at || $0 == ASCII.less || $0 == ASCII.equals }
  }

  /// A name that begins with the three letters of an English one; long names are taken too.
  private static func index(of word: ArraySlice<UInt8>, in names: [String]) -> Int? {
    guard word.count >= 3 else { return nil }
    let letters = word.prefix(3).map(ASCII.lower)
    return names.firstIndex { zip(letters, $0.utf8).allSatisfy { $0 == ASCII.lower($1) } }
  }
}
