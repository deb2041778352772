import BasicContainers

/// The future event list: events waiting for their moment, earliest first.
///
/// Events for the same instant leave in the order they arrived. Without that rule their order
/// would be an accident of the data structure, and two runs of one scenario could differ.
///
/// What is due soon stands in a short sorted list; the rest waits in a wheel whose slots get wider
/// the farther away they are. An event is moved at most once a level, so that its cost hardly
/// depends on how many others wait.
struct EventQueue<Event: BitwiseCopyable & Hashable & Sendable>: ~Copyable, Sendable {
  private var near = SortedEvents<Event>()
  /// Everything before this moment is in `near`, everything else in the wheel.
  private var limit: UInt64 = 0
  private var wheel = EventWheel<Event>()
  /// When the event that left last was due, and the one before it.
  private var latest = Instant.start
  private var earlier = Instant.start
  /// Events that are of no use any more and still in their places.
  private var cancelled = 0

  /// A slot of so many events is sorted; a fuller one is spread over narrower slots first.
  private static var sortable: Int { 64 }
  /// The sorted list hands its later half back to the wheel when it gets longer.
  private static var longest: Int { 128 }

  init() {}

  var count: Int { held - cancelled }
  var isEmpty: Bool { count == 0 }
  /// Events in their places, those cancelled included.
  var held: Int { near.count + wheel.count }

  mutating func schedule(_ event: Event, at instant: Instant) {
    precondition(instant >= latest, "an event cannot be scheduled in the past")
    let entry = TimedEvent(at: UInt64(bitPattern: instant.nanoseconds), event: event)
    if entry.at < limit {
      insertNear(entry)
    } else {
      wheel.insert(entry)
    }
  }

  /// Takes the earliest event out, unless it is later than `end`.
  mutating func next(notAfter end: Instant = .distantFuture) -> (at: Instant, event: Event)? {
    if near.isEmpty, !refill() { return nil }
    let entry = near.earliest
    guard entry.instant <= end else { return nil }
    near.removeEarliest()
    earlier = latest
    latest = entry.instant
    return (latest, entry.event)
  }

  // MARK: Calling off

  /// Takes note that an event in the list is of no use any more.
  ///
  /// The caller knows which one it is, by a number in the event that is no longer current: it skips
  /// the event when it comes, and removes all of that kind as soon as `isMostlyCancelled` says that
  /// half of what is held is waste.
  mutating func cancel() {
    cancelled += 1
  }

  /// The event that left last had been cancelled: it is as if it had never been there.
  mutating func skip() {
    precondition(cancelled > 0, "only a cancelled event is skipped")
    cancelled -= 1
    latest = earlier
  }

  var isMostlyCancelled: Bool { cancelled > Self.sortable && cancelled * 2 > held }

  /// Takes everything out, those for the same instant in order of arrival, so that what is still
  /// of use can be scheduled again.
  mutating func removeAll() -> UniqueArray<TimedEvent<Event>> {
    var all = UniqueArray<TimedEvent<Event>>(minimumCapacity: held)
    // In order, so that equal times stay in order of arrival.
    while !near.isEmpty || refill() {
      all.append(near.earliest)
      near.removeEarliest()
    }
    wheel = EventWheel()
    limit = 0
    cancelled = 0
    return all
  }

  // MARK: The sorted list

  private mutating func insertNear(_ entry: TimedEvent<Event>) {
    near.insert(entry)
    guard near.count > Self.longest else { return }
    let later = near.laterHalf
    if later > 0 { limit = near.moveLatest(later, to: &wheel) }
  }

  /// Fills the empty sorted list from the wheel's earliest slot; false when nothing waits.
  private mutating func refill() -> Bool {
    while let slot = wheel.earliestSlot {
      guard slot.level == 0 || wheel.count(in: slot) <= Self.sortable else {
        wheel.spread(slot)
        continue
      }
      limit = wheel.take(slot, into: &near)
      return true
    }
    return false
  }
}

/// An event with its moment, in nanoseconds since the start.
struct TimedEvent<Event: BitwiseCopyable & Hashable & Sendable>: Hashable, Sendable, BitwiseCopyable
{
  let at: UInt64
  let event: Event

  var instant: Instant { Instant(nanoseconds: Int64(bitPattern: at)) }
}
