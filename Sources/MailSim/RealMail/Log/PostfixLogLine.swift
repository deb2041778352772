/// A line of a Postfix log: when, which host, which program, and what it said.
struct PostfixLogLine {
  var seconds: Int64
  var host: Substring
  /// `smtpd`, `cleanup`, `qmgr`, `smtp`; `submission/smtpd` is `smtpd`.
  var program: Substring
  /// What the service is called where it has a name of its own: `submission`, `smtps`.
  var service: Substring?
  var process: Substring
  var words: Substring

  /// - Parameter year: the year of dates that have none.
  init?(_ text: Substring, year: Int) {
    guard let (seconds, rest) = LogTime.syslog(text, year: year) else { return nil }
    self.seconds = seconds
    let parts = rest.splitAtBlanks(2)
    guard parts.count == 3, parts[1].range(ofASCII: "postfix") != nil,
      let open = parts[1].firstIndex(of: "["),
      let close = parts[1][open...].firstIndex(of: "]")
    else { return nil }
    host = parts[0]
    let path = parts[1][..<open].split(separator: "/")
    program = path.last ?? parts[1][..<open]
    service = path.count > 2 ? path[path.count - 2] : nil
    process = parts[1][parts[1].index(after: open)..<close]
    words = parts[2]
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
