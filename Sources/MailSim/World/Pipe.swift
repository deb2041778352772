/// One direction of a connection: what was written in one instant travels together, and
/// nothing overtakes what was written before it (RFC 9293 §3.8).
struct Pipe: Sendable {
  private struct Batch {
    var segments: [Segment]
    let writtenAt: Instant
  }

  private var batches: [Batch] = []
  private var lastArrival = Instant.start

  /// Adds a segment; true when it begins a batch, which then has to be sent on its way.
  mutating func write(_ segment: Segment, at now: Instant) -> Bool {
    if batches.last?.writtenAt == now {
      batches[batches.count - 1].segments.append(segment)
      return false
    }
    batches.append(Batch(segments: [segment], writtenAt: now))
    return true
  }

  /// Octets of the batch written last.
  var octets: UInt32 { batches.last?.segments.reduce(0) { $0 + $1.octets } ?? 0 }

  /// When a batch that would come at `instant` really comes.
  mutating func arrival(at instant: Instant) -> Instant {
    lastArrival = max(lastArrival, instant)
    return lastArrival
  }

  /// Takes out the batch that has come.
  mutating func arrive() -> [Segment] {
    batches.isEmpty ? [] : batches.removeFirst().segments
  }
}
