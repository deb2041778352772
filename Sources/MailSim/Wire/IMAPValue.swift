/// What IMAP's commands and responses are made of (RFC 9051 §4).
public indirect enum IMAPValue: Hashable, Sendable {
  /// A word, number, flag, section or `NIL`, as it stands there.
  case atom(String)
  /// Quoted or a literal: the octets are the same.
  case string([UInt8])
  case list([IMAPValue])

  public static func string(_ text: String) -> IMAPValue { .string(Array(text.utf8)) }
  public static func number(_ number: some BinaryInteger) -> IMAPValue { .atom("\(number)") }

  /// The words of an atom or a string; nil for a list.
  public var text: String? {
    switch self {
    case .atom(let text): text
    case .string(let octets): String(decoding: octets, as: UTF8.self)
    case .list: nil
    }
  }

  public var number: UInt32? {
    if case .atom(let text) = self { UInt32(text) } else { nil }
  }

  var elements: [IMAPValue]? {
    if case .list(let values) = self { values } else { nil }
  }

  // MARK: Writing

  /// Octets on the way out, cut where a client has to wait for the server's `+` (RFC 9051 §7.6).
  struct Writer {
    private(set) var pieces: [[UInt8]] = [[]]

    mutating func write(_ text: String) {
      pieces[pieces.count - 1] += Array(text.utf8)
    }

    mutating func write(_ values: [IMAPValue]) {
      for (row, value) in values.enumerated() {
        if row > 0 { write(" ") }
        write(value)
      }
    }

    private mutating func write(_ value: IMAPValue) {
      switch value {
      case .atom(let text): write(text)
      case .string(let octets) where Self.canBeQuoted(octets):
        let text = String(decoding: octets, as: UTF8.self)
        write("\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"")
      case .string(let octets):
        write("{\(octets.count)}\r\n")
        pieces.append(octets)
      case .list(let values):
        write("(")
        write(values)
        write(")")
      }
    }

    private static func canBeQuoted(_ octets: [UInt8]) -> Bool {
      octets.count <= 1_000 && octets.allSatisfy { 0x20...0x7e ~= $0 }
    }
  }
}

/// Takes a line of IMAP apart, with the literals that stand in it.
struct IMAPLexer {
  /// Lines between literals: one more than there are literals.
  private let lines: [[UInt8]]
  private let literals: [[UInt8]]
  private var line = 0
  private var place = 0
  private static let deepest = 16

  init(lines: [[UInt8]], literals: [[UInt8]]) {
    self.lines = lines
    self.literals = literals
  }

  private var current: UInt8? { place < lines[line].count ? lines[line][place] : nil }

  /// A word up to the next blank, and the blank.
  mutating func word() -> String? {
    let start = place
    while let octet = current, octet != Octet.space { place += 1 }
    guard place > start else { return nil }
    let word = String(decoding: lines[line][start..<place], as: UTF8.self)
    if current == Octet.space { place += 1 }
    return word
  }

  /// What is left of the line, as text.
  mutating func rest() -> String {
    let text = String(decoding: lines[line][place...], as: UTF8.self)
    place = lines[line].count
    return text
  }

  /// All values up to the end; nil where they break the grammar.
  mutating func values() -> [IMAPValue]? {
    guard let values = values(depth: 0), current == nil, line == literals.count else { return nil }
    return values
  }

  private mutating func values(depth: Int) -> [IMAPValue]? {
    var values: [IMAPValue] = []
    while let octet = current, octet != UInt8(ascii: ")") {
      if !values.isEmpty {
        guard octet == Octet.space else { return nil }
        place += 1
      }
      guard let value = value(depth: depth) else { return nil }
      values.append(value)
    }
    return values
  }

  private mutating func value(depth: Int) -> IMAPValue? {
    switch current {
    case UInt8(ascii: "("):
      guard depth < Self.deepest else { return nil }
      place += 1
      guard let values = values(depth: depth + 1), current == UInt8(ascii: ")") else { return nil }
      place += 1
      return .list(values)
    case UInt8(ascii: "\""): return quoted()
    case UInt8(ascii: "{"):
      guard line < literals.count else { return nil }
      line += 1
      place = 0
      return .string(literals[line - 1])
    default: return atom()
    }
  }

  private mutating func quoted() -> IMAPValue? {
    place += 1
    var octets: [UInt8] = []
    while let octet = current {
      place += 1
      switch octet {
      case UInt8(ascii: "\""): return .string(octets)
      case UInt8(ascii: "\\"):
        guard let escaped = current, escaped == octet || escaped == UInt8(ascii: "\"") else {
          return nil
        }
        octets.append(escaped)
        place += 1
      default: octets.append(octet)
      }
    }
    return nil
  }

  /// A section such as `BODY[HEADER.FIELDS (FROM TO)]<0.2048>` is one atom, blanks and all.
  private mutating func atom() -> IMAPValue? {
    let start = place
    var isInSection = false
    scan: while let octet = current {
      switch octet {
      case UInt8(ascii: "["): isInSection = true
      case UInt8(ascii: "]"): isInSection = false
      case Octet.space, UInt8(ascii: "("), UInt8(ascii: ")"):
        if !isInSection { break scan }
      case UInt8(ascii: "\""), UInt8(ascii: "{"):
        if !isInSection { return nil }
      case ..<0x20, 0x7f: return nil
      default: break
      }
      place += 1
    }
    guard place > start, !isInSection else { return nil }
    return .atom(String(decoding: lines[line][start..<place], as: UTF8.self))
  }
}
