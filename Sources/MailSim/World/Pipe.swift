/// One direction of a connection: what was written in one instant travels together, and
/// nothing overtakes what was written before it (RFC 9293 §3.8).
struct Pipe: Sendable {
  private struct Written: BitwiseCopyable {
    let segment: Segment
    let at: Instant
  }

  /// Oldest first; those before `next` have come.
  private var segments: [Written] = []
  private var next = 0
  private var lastArrival = Instant.start

  /// Adds a segment; true when it begins a batch, which then has to be sent on its way.
  mutating func write(_ segment: Segment, at now: Instant) -> Bool {
    let beginsBatch = next == segments.count || segments[segments.count - 1].at != now
    segments.append(Written(segment: segment, at: now))
    return beginsBatch
  }

  /// Octets of the batch written last.
  var octets: UInt32 {
    guard let last = segments.last else { return 0 }
    var octets: UInt32 = 0
    var row = segments.count - 1
    while row >= next, segments[row].at == last.at {
      octets += segments[row].segment.octets
      row -= 1
    }
    return octets
  }

  /// When a batch that would come at `instant` really comes.
  mutating func arrival(at instant: Instant) -> Instant {
    lastArrival = max(lastArrival, instant)
    return lastArrival
  }

  /// How many segments there are in the batch that has come.
  var arrived: Int {
    var row = next
    while row < segments.count, segments[row].at == segments[next].at { row += 1 }
    return row - next
  }

  /// Takes out the oldest segment.
  mutating func take() -> Segment {
    let segment = segments[next].segment
    skip(1)
    return segment
  }

  /// Drops the oldest segments.
  mutating func skip(_ count: Int) {
    next += count
    if next == segments.count {
      segments.removeAll(keepingCapacity: true)
      next = 0
    }
  }

  /// Empties the pipe for the next connection; its memory stays.
  mutating func reset() {
    segments.removeAll(keepingCapacity: true)
    next = 0
    lastArrival = .start
  }
}
