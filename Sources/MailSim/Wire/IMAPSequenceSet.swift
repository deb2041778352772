/// Which messages a command is about: `1`, `2:4`, `7,9:*` (RFC 9051 §9, sequence-set).
public struct IMAPSequenceSet: Hashable, Sendable, CustomStringConvertible {
  /// From and to, in either order; nil is `*`, the last message there is.
  public struct Range: Hashable, Sendable {
    public var from: UInt32?
    public var to: UInt32?

    public init(from: UInt32?, to: UInt32?) {
      self.from = from
      self.to = to
    }
  }

  public var ranges: [Range]

  public init(_ number: UInt32) {
    ranges = [Range(from: number, to: number)]
  }

  public init(_ ranges: [Range]) {
    self.ranges = ranges
  }

  public init?(_ text: String) {
    var ranges: [Range] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: ":", omittingEmptySubsequences: false)
      guard ends.count <= 2, let from = ends.first.flatMap(Self.end),
        let to = ends.last.flatMap(Self.end)
      else { return nil }
      ranges.append(Range(from: from, to: to))
    }
    self.ranges = ranges
  }

  /// A number that is not zero, or `*`.
  private static func end(_ text: Substring) -> UInt32?? {
    if text == "*" { return .some(nil) }
    guard let number = UInt32(text), number > 0, text.utf8.first != UInt8(ascii: "+") else {
      return nil
    }
    return number
  }

  /// - Parameter last: the greatest number there is: `*`. `4:*` holds the last message even where
  ///   that has a smaller number.
  public func contains(_ number: UInt32, last: UInt32) -> Bool {
    ranges.contains { range in
      let (from, to) = (range.from ?? last, range.to ?? last)
      return min(from, to) <= number && number <= max(from, to)
    }
  }

  public var description: String {
    ranges.map { range in
      let from = range.from.map(String.init) ?? "*"
      let to = range.to.map(String.init) ?? "*"
      return from == to ? from : "\(from):\(to)"
    }.joined(separator: ",")
  }
}
