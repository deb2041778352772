#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Cuts a stream of chunks into lines that end in LF, CRLF or, in old files, CR.
///
/// Which it is, is decided at the first line end. In files with LF a CR in front of it is
/// dropped, however many there are. A line is kept up to a limit: the rest of a line of ten
/// megabytes is counted, not stored.
struct LineSplitter {
  private enum Ending { case undecided, lineFeed, carriageReturn }

  private var ending = Ending.undecided
  /// The beginning of a line whose end has not come yet.
  private var pending: [UInt8] = []
  private var pendingOctets = 0
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  /// A line without its end, no longer than the limit, and how many octets it had in all.
  typealias Receiver = (_ line: UnsafeBufferPointer<UInt8>, _ octets: Int) throws -> Void

  mutating func split(_ chunk: UnsafeBufferPointer<UInt8>, _ receive: Receiver) rethrows {
    var start = 0
    if ending == .undecided { try decide(by: chunk, receive) }
    while start < chunk.count {
      let end = endOfLine(in: chunk, from: start)
      let piece = UnsafeBufferPointer(rebasing: chunk[start..<(end ?? chunk.count)])
      guard let end else {
        keep(piece)
        return
      }
      if pendingOctets == 0 {
        try hand(piece, octets: piece.count, to: receive)
      } else {
        keep(piece)
        try handPending(to: receive)
      }
      start = end + 1
    }
  }

  /// Hands over a last line that had no end.
  mutating func finish(_ receive: Receiver) rethrows {
    guard pendingOctets > 0 else { return }
    try handPending(to: receive)
  }

  /// CR ends lines only where the first one met is followed by something else than LF.
  private mutating func decide(
    by chunk: UnsafeBufferPointer<UInt8>, _ receive: Receiver
  ) rethrows {
    var afterReturn = pending.last == ASCII.carriageReturn
    for byte in chunk {
      if byte == ASCII.lineFeed {
        ending = .lineFeed
        return
      }
      if afterReturn, byte != ASCII.carriageReturn {
        ending = .carriageReturn
        return try splitPending(receive)
      }
      afterReturn = byte == ASCII.carriageReturn
    }
  }

  /// What was held back while the ending was open may hold line ends itself.
  private mutating func splitPending(_ receive: Receiver) rethrows {
    let held = pending
    pending = []
    pendingOctets = 0
    try held.withUnsafeBufferPointer { try split($0, receive) }
  }

  private func endOfLine(in chunk: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard ending != .undecided, let base = chunk.baseAddress else { return nil }
    let byte = ending == .lineFeed ? ASCII.lineFeed : ASCII.carriageReturn
    guard let found = memchr(base + start, Int32(byte), chunk.count - start) else { return nil }
    return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
  }

  private mutating func keep(_ piece: UnsafeBufferPointer<UInt8>) {
    pendingOctets += piece.count
    let room = limit - pending.count
    if room > 0 { pending.append(contentsOf: piece.prefix(room)) }
  }

  private mutating func handPending(to receive: Receiver) rethrows {
    let octets = pendingOctets
    pendingOctets = 0
    defer { pending.removeAll(keepingCapacity: pending.count <= 64 * 1024) }
    try pending.withUnsafeBufferPointer { try hand($0, octets: octets, to: receive) }
  }

  private func hand(
    _ line: UnsafeBufferPointer<UInt8>, octets: Int, to receive: Receiver
  ) rethrows {
    var count = min(line.count, limit)
    var dropped = 0
    if ending == .lineFeed, line.count == octets {
      while count > 0, line[count - 1] == ASCII.carriageReturn {
        count -= 1
        dropped += 1
      }
    }
    try receive(UnsafeBufferPointer(rebasing: line[0..<count]), octets - dropped)
  }
}
