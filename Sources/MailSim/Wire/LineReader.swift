/// Octets of a peer, in whatever pieces they come, cut into lines.
///
/// It holds no more than a piece and the beginning of one line: of a line that grows beyond the
/// limit only the fact is kept (RFC 5321 §4.5.3.1 asks a server to answer it, not to store it).
public struct LineReader: Sendable {
  public enum Line: Hashable, Sendable {
    /// Without its end.
    case octets([UInt8])
    /// It had more octets than the limit, its end not counted.
    case tooLong
  }

  public let limit: Int
  private var buffer: [UInt8] = []
  /// Where the next line begins, and up to where no line feed was found.
  private var start = 0
  private var searched = 0
  /// The line that is coming has passed the limit already.
  private var isOverflowing = false

  /// - Parameter limit: octets of a line at most, without its end.
  public init(limit: Int) {
    self.limit = limit
  }

  /// Octets that were taken and belong to no line yet that was handed out.
  public var count: Int { buffer.count - start }

  public mutating func append(_ octets: some Sequence<UInt8>) {
    if start > 0 {
      buffer.removeFirst(start)
      searched -= start
      start = 0
    }
    buffer.append(contentsOf: octets)
  }

  /// The next line; nil when its end has not come yet. A bare line feed ends a line too, as at
  /// every server.
  public mutating func next() -> Line? {
    while searched < buffer.count {
      let octet = buffer[searched]
      searched += 1
      guard octet == Octet.lineFeed else { continue }
      var end = searched - 1
      if end > start, buffer[end - 1] == Octet.carriageReturn { end -= 1 }
      let isTooLong = isOverflowing || end - start > limit
      let line = isTooLong ? [] : Array(buffer[start..<end])
      start = searched
      isOverflowing = false
      return isTooLong ? .tooLong : .octets(line)
    }
    // The end may be half there.
    if buffer.count - start > limit + 1 {
      isOverflowing = true
      clear()
    }
    return nil
  }

  /// Takes up to so many octets as they are, whatever lines they hold.
  public mutating func take(_ most: Int) -> ArraySlice<UInt8> {
    let end = start + min(most, buffer.count - start)
    let taken = buffer[start..<end]
    start = end
    searched = max(searched, end)
    return taken
  }

  /// Gives back the last octets that `take` handed out.
  public mutating func giveBack(_ count: Int) {
    start -= count
    searched = start
  }

  /// Forgets what has come: after a handshake nothing said before it counts (RFC 3207 §4.2).
  public mutating func drop() {
    clear()
    isOverflowing = false
  }

  private mutating func clear() {
    buffer.removeAll(keepingCapacity: true)
    start = 0
    searched = 0
  }
}

/// Octets with a meaning in every protocol of this folder.
enum Octet {
  static let lineFeed: UInt8 = 0x0a
  static let carriageReturn: UInt8 = 0x0d
  static let dot = UInt8(ascii: ".")
  static let space = UInt8(ascii: " ")
  static let crlf: [UInt8] = [carriageReturn, lineFeed]
}

extension Sequence<String> {
  /// The lines as they travel, each with its end.
  var octets: [UInt8] { flatMap { Array($0.utf8) + Octet.crlf } }
}
