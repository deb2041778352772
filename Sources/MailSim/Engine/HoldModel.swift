/// The measure of event lists: take the earliest event out, put one back an exponential time later
/// (the hold model, Jones 1986). The number of pending events stays what it was.
public struct HoldModel: ~Copyable, Sendable {
  private var queue = EventQueue<UInt64>()
  private var increments: RandomStream
  private var now = Instant.start

  /// - Parameter pending: events that wait at any time.
  public init(pending: Int, seed: UInt64) {
    increments = RandomStream(seed: seed)
    for event in 0..<UInt64(pending) { schedule(event) }
  }

  /// Takes and puts back `steps` events.
  ///
  /// - Returns: a number made of every event that left, so that two lists can be compared.
  public mutating func run(steps: Int) -> UInt64 {
    var sum: UInt64 = 0
    for _ in 0..<steps {
      guard let (at, event) = queue.next() else { break }
      now = at
      sum = sum &* 31 &+ event &+ UInt64(bitPattern: at.nanoseconds)
      schedule(event)
    }
    return sum
  }

  private mutating func schedule(_ event: UInt64) {
    let gap = increments.exponential(mean: 1_000_000_000)
    queue.schedule(event, at: now + .nanoseconds(Int64(gap)))
  }
}
