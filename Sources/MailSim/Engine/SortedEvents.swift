import BasicContainers

/// A short list of events in order of time, of which the earliest is taken and anywhere is put.
///
/// The latest stands first, so that the next event is the last element and leaves without a move.
struct SortedEvents<Event: BitwiseCopyable & Hashable & Sendable>: ~Copyable, Sendable {
  private var entries = UniqueArray<TimedEvent<Event>>()

  init() {}

  var count: Int { entries.count }
  var isEmpty: Bool { entries.isEmpty }
  /// The earliest; there must be one.
  var earliest: TimedEvent<Event> { entries[entries.count - 1] }

  mutating func removeEarliest() { entries.removeLast() }

  /// Behind all that is later, before its equals: they came earlier and leave earlier.
  mutating func insert(_ entry: TimedEvent<Event>) {
    entries.append(entry)
    var hole = entries.count - 1
    while hole > 0, entries[hole - 1].at <= entry.at {
      entries[hole] = entries[hole - 1]
      hole -= 1
    }
    entries[hole] = entry
  }

  /// Puts one at the end without looking where it belongs; `reverse` makes that right for those of
  /// one instant.
  mutating func append(_ entry: TimedEvent<Event>) { entries.append(entry) }

  mutating func reverse() {
    var list = entries.mutableSpan
    for row in 0..<list.count / 2 { list.swapAt(row, list.count - 1 - row) }
  }

  /// How many the later half has, if it must not part those that are due together.
  var laterHalf: Int {
    var cut = entries.count / 2
    while cut > 0, entries[cut - 1].at == entries[cut].at { cut -= 1 }
    return cut
  }

  /// Gives the `number` latest to the wheel, in order of time, and says when the first of them is due.
  mutating func moveLatest(_ number: Int, to wheel: inout EventWheel<Event>) -> UInt64 {
    let first = entries[number - 1].at
    for row in (0..<number).reversed() { wheel.insert(entries[row]) }
    entries.removeSubrange(0..<number)
    return first
  }
}
