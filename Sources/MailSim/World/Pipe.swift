/// One direction of a connection: what was written in one instant travels together, and
/// nothing overtakes what was written before it (RFC 9293 §3.8).
///
/// What is under way stands in a pool that all connections share, since most of them have nothing
/// under way in most directions.
struct Pipe: BitwiseCopyable, Sendable {
  /// A segment under way, and the one written after it.
  struct Written: BitwiseCopyable, Sendable {
    let segment: Segment
    let at: Instant
    var next = Pipe.nothing
  }

  private static var nothing: UInt32 { .max }

  /// Oldest and latest, by their slots in the pool.
  private var first = Pipe.nothing
  private var last = Pipe.nothing
  private var lastArrival = Instant.start
  /// Octets of the batch written last.
  private(set) var octets: UInt32 = 0

  /// Adds a segment; true when it begins a batch, which then has to be sent on its way.
  @discardableResult
  mutating func write(_ segment: Segment, at now: Instant, in pool: inout Slab<Written>) -> Bool {
    let beginsBatch = first == Self.nothing || pool[last].at != now
    let slot = pool.insert(Written(segment: segment, at: now))
    if first == Self.nothing { first = slot } else { pool[last].next = slot }
    last = slot
    octets = segment.octets + (beginsBatch ? 0 : octets)
    return beginsBatch
  }

  /// When a batch that would come at `instant` really comes.
  mutating func arrival(at instant: Instant) -> Instant {
    lastArrival = max(lastArrival, instant)
    return lastArrival
  }

  /// How many segments there are in the batch that has come.
  func arrived(in pool: borrowing Slab<Written>) -> Int {
    guard first != Self.nothing else { return 0 }
    let at = pool[first].at
    var count = 0
    var slot = first
    while slot != Self.nothing, pool[slot].at == at {
      count += 1
      slot = pool[slot].next
    }
    return count
  }

  /// Takes out the oldest segment.
  mutating func take(from pool: inout Slab<Written>) -> Segment {
    let slot = first
    let written = pool[slot]
    first = written.next
    pool.remove(slot)
    return written.segment
  }

  /// Drops the oldest segments.
  mutating func skip(_ count: Int, in pool: inout Slab<Written>) {
    for _ in 0..<count { _ = take(from: &pool) }
  }

  /// Drops everything, since the connection is over.
  mutating func empty(_ pool: inout Slab<Written>) {
    while first != Self.nothing { _ = take(from: &pool) }
  }
}
