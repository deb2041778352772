/// The future event list: events waiting for their moment, earliest first.
///
/// Events for the same instant leave in the order they arrived. Without that rule their order
/// would be an accident of the heap, and two runs of one scenario could differ.
///
/// A 4-ary heap: half the depth of a binary one, and the four children of a node lie side by side.
struct EventQueue<Event: BitwiseCopyable & Sendable>: Sendable {
  private struct Entry: BitwiseCopyable {
    let at: Instant
    /// Order of arrival, for equal instants.
    let arrival: UInt64
    let event: Event

    func leaves(before other: Entry) -> Bool {
      at == other.at ? arrival < other.arrival : at < other.at
    }
  }

  private var heap: ContiguousArray<Entry> = []
  private var arrivals: UInt64 = 0
  private var latest = Instant.start

  init() {}

  var count: Int { heap.count }
  var isEmpty: Bool { heap.isEmpty }

  mutating func schedule(_ event: Event, at instant: Instant) {
    precondition(instant >= latest, "an event cannot be scheduled in the past")
    heap.append(Entry(at: instant, arrival: arrivals, event: event))
    arrivals += 1
    siftUp(from: heap.count - 1)
  }

  /// Takes the earliest event out, unless it is later than `limit`.
  mutating func next(notAfter limit: Instant = .distantFuture) -> (at: Instant, event: Event)? {
    guard let first = heap.first, first.at <= limit else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      siftDown()
    }
    latest = first.at
    return (first.at, first.event)
  }

  private mutating func siftUp(from start: Int) {
    let entry = heap[start]
    var hole = start
    while hole > 0 {
      let parent = (hole - 1) / 4
      guard entry.leaves(before: heap[parent]) else { break }
      heap[hole] = heap[parent]
      hole = parent
    }
    heap[hole] = entry
  }

  private mutating func siftDown() {
    let entry = heap[0]
    var hole = 0
    while true {
      let firstChild = 4 * hole + 1
      guard firstChild < heap.count else { break }
      var least = firstChild
      for child in firstChild + 1..<max(firstChild + 1, min(firstChild + 4, heap.count))
      where heap[child].leaves(before: heap[least]) {
        least = child
      }
      guard heap[least].leaves(before: entry) else { break }
      heap[hole] = heap[least]
      hole = least
    }
    heap[hole] = entry
  }
}
