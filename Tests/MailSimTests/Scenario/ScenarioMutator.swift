@testable import MailSim

/// Makes small damage to a scenario file, as slips and malice do.
struct ScenarioMutator {
  var random: RandomStream

  init(seed: UInt64) {
    random = RandomStream(seed: seed)
  }

  /// Values at the edges of what a scenario can say, and beyond.
  static let edges = [
    "", "~", "null", "0", "1", "-1", "-0", "00", "1e400", ".nan", ".inf", "nan", "0x10", "3.5",
    "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616",
    "1ns", "25550d", "25551d", "0.000000000001s", "99999999999d", "-5m", "1h-30m", "00:00",
    "23:59:59.999999999",
    "24:00", "9999-12-31 23:59:59", "1970-01-01 00:00", "1GB", "4294967295", "4294967296",
    "4096MiB",
    "9223372036854775807B", "0.0.0.0", "255.255.255.255", "0.0.0.0/0", "\"::/0\"", "\"::\"",
    "192.0.2.0/32", "\"2001:db8:ca::/128\"", "\"::ffff:192.0.2.1\"", "[]", "{}", "[[]]", "{a: {}}",
    "[~]",
    "'", "\"", "|", ">", "|\n  x", "&a", "*a", "&a *a", "!!binary x", "!x", "? ", ": ", "- ", "---",
    "...",
    "#", "%", "@", "`", "<>", "\"<>\"", "a@b", "\"a b\"@c.example", "@", "a@[192.0.2.1]", "*",
    "\"*\"", "true",
    "no", "mail:", "mail:smtp", "mail:imap", ":", "sweep 0", "sweep 1ns", "sweep 25550d", "20 mail",
    "1..0", "0..9223372036854775807", "\">=9223372036854775807\"", "600 9.9.9", "250", "450 4.7.1",
    "\u{0}", "\u{1}", "\u{1b}[2J", "\u{7f}", "\u{85}", "\u{2028}", "\u{feff}", "\u{202e}",
    "\u{fffd}",
    "é", "e\u{301}", "👩‍👩‍👧‍👦", "日本", "\t", "\r", "\r\n", "\n", "\n\n  ", "\\", "\"\\u0000\"", "\"\\e\"",
  ]

  private static let keys = SchemaSection.allCases.flatMap { $0.schema.keyNames }

  /// A change or some.
  mutating func mutated(_ text: String) -> String {
    var text = text
    let count = random.chance(0.6) ? 1 : 2 + random.below(4)
    for _ in 0..<count {
      text =
        random.chance(0.3)
        ? lineChange(text) : random.chance(0.3) ? byteChange(text) : tokenChange(text)
    }
    return text
  }

  mutating func randomBytes() -> String {
    let letters = Array("abms:,-[]{}'\"|>&*!?#% \n\t0159@./\\".utf8)
    let isYAMLish = random.chance(0.7)
    let count = random.below(200)
    let octets = (0..<count).map { _ in
      isYAMLish ? letters[random.below(letters.count)] : UInt8(random.below(256))
    }
    return String(decoding: octets, as: UTF8.self)
  }

  // MARK: Changes

  private mutating func lineChange(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let row = random.below(lines.count)
    let other = random.below(lines.count)
    switch random.below(7) {
    case 0: lines.remove(at: row)
    case 1: lines.insert(lines[row], at: other)
    case 2: lines.swapAt(row, other)
    case 3: lines[row] = "  " + lines[row]
    case 4: lines[row] = lines[row].drop { $0 == " " }
    case 5: lines[row] += lines[other].drop { $0 == " " }
    default: lines.removeSubrange(min(row, other)..<min(max(row, other), min(row, other) + 8))
    }
    return lines.joined(separator: random.chance(0.05) ? "\r\n" : "\n")
  }

  private mutating func byteChange(_ text: String) -> String {
    var octets = Array(text.utf8)
    guard !octets.isEmpty else { return text }
    let place = random.below(octets.count)
    let end = min(octets.count, place + 1 + random.below(20))
    switch random.below(5) {
    case 0: octets[place] = UInt8(random.below(256))
    case 1: octets.remove(at: place)
    case 2: octets.insert(contentsOf: octets[place..<end], at: random.below(octets.count))
    case 3: octets.removeSubrange(place..<end)
    default: octets.removeSubrange(place...)
    }
    return String(decoding: octets, as: UTF8.self)
  }

  /// Puts another value or key in the place of one.
  private mutating func tokenChange(_ text: String) -> String {
    let tokens = Self.tokens(in: text)
    guard !tokens.isEmpty else { return text }
    let token = tokens[random.below(tokens.count)]
    let other: String
    switch random.below(4) {
    case 0: other = String(text[tokens[random.below(tokens.count)]])
    case 1: other = Self.keys[random.below(Self.keys.count)]
    default: other = Self.edges[random.below(Self.edges.count)]
    }
    var text = text
    text.replaceSubrange(token, with: other)
    return text
  }

  private static func tokens(in text: String) -> [Range<String.Index>] {
    let ends = Set(" \n,[]{}".unicodeScalars)
    var tokens: [Range<String.Index>] = []
    var start = text.startIndex
    for index in text.unicodeScalars.indices
    where ends.contains(text.unicodeScalars[index]) || text.unicodeScalars[index] == ":" {
      if start < index { tokens.append(start..<index) }
      start = text.unicodeScalars.index(after: index)
    }
    return tokens
  }
}
