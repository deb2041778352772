/// A place in a run of bytes that moves forward as syntax is recognised.
struct ByteCursor {
  let bytes: ArraySlice<UInt8>
  var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var isAtEnd: Bool { position >= bytes.endIndex }
  var current: UInt8? { position < bytes.endIndex ? bytes[position] : nil }
  var rest: ArraySlice<UInt8> { bytes[position...] }

  mutating func skipSpace() {
    while let byte = current, ASCII.isSpace(byte) { position += 1 }
  }

  /// White space, commas and dots: what stands between the parts of a date.
  mutating func skipSeparators() {
    while let byte = current, ASCII.isSpace(byte) || byte == ASCII.comma || byte == ASCII.dot {
      position += 1
    }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    position += 1
    return true
  }

  mutating func takeWhile(_ holds: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let start = position
    while let byte = current, holds(byte) { position += 1 }
    return bytes[start..<position]
  }

  mutating func takeLetters() -> ArraySlice<UInt8> { takeWhile(ASCII.isLetter) }

  /// A decimal number and how many digits it had; nil, without moving, when there is none or
  /// it has more than `digits`.
  mutating func takeNumber(upTo digits: Int) -> (value: Int, digits: Int)? {
    let start = position
    let run = takeWhile(ASCII.isDigit)
    guard !run.isEmpty, run.count <= digits else {
      position = start
      return nil
    }
    return (run.reduce(0) { $0 * 10 + Int($1 - 48) }, run.count)
  }

  /// A comment, with comments inside it, if one begins here; false and no move if it never ends.
  mutating func skipComment() -> Bool {
    guard current == ASCII.openParenthesis else { return false }
    var depth = 0
    var place = position
    while place < bytes.endIndex {
      switch bytes[place] {
      case ASCII.openParenthesis: depth += 1
      case ASCII.closeParenthesis: depth -= 1
      case ASCII.backslash: place += 1
      default: break
      }
      place += 1
      if depth == 0 {
        position = Swift.min(place, bytes.endIndex)
        return true
      }
    }
    return false
  }
}
