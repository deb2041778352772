/// Events by how far away they are: a radix heap for times that only grow (Ahuja et al. 1990).
///
/// Times are numbers of five-bit digits. An event stands at the level of the highest digit in which
/// it differs from the wheel's base, in the slot of that digit; so a slot of level 0 is a single
/// nanosecond, one of level 6 a second, and each level has 32 slots. Slots are chains of chunks
/// from one pool, in order of arrival.
struct EventWheel<Event: BitwiseCopyable & Hashable & Sendable>: Sendable {
  struct Slot {
    let level: Int
    let digit: Int
    fileprivate var row: Int { level << EventWheel.digitBits | digit }
  }

  private static var digitBits: Int { 5 }
  private static var slotsPerLevel: Int { 32 }
  private static var levels: Int { 13 }
  private static var chunk: Int { 32 }
  private static var none: Int32 { -1 }

  private(set) var count = 0
  /// No event in the wheel is earlier; all stand where this number puts them.
  private var base: UInt64 = 0
  /// Which levels, and which slots of each, hold anything.
  private var levelMask: UInt32 = 0
  private var slotMasks: ContiguousArray<UInt32>

  // Slots: first and last chunk, and how many events.
  private var heads: ContiguousArray<Int32>
  private var tails: ContiguousArray<Int32>
  private var counts: ContiguousArray<Int32>

  // The pool of chunks, each with the next of its chain or of the free ones.
  private var entries: ContiguousArray<TimedEvent<Event>> = []
  private var nextChunk: ContiguousArray<Int32> = []
  private var free: Int32 = -1

  init() {
    let slots = Self.levels * Self.slotsPerLevel
    slotMasks = ContiguousArray(repeating: 0, count: Self.levels)
    heads = ContiguousArray(repeating: Self.none, count: slots)
    tails = ContiguousArray(repeating: Self.none, count: slots)
    counts = ContiguousArray(repeating: 0, count: slots)
  }

  mutating func insert(_ entry: TimedEvent<Event>) {
    let slot = slot(for: entry.at)
    let row = slot.row
    let filled = Int(counts[row]) & (Self.chunk - 1)
    if filled == 0 { addChunk(to: slot, for: entry) }
    entries[Int(tails[row]) * Self.chunk + filled] = entry
    counts[row] += 1
    count += 1
  }

  /// The slot whose events all come before those of every other.
  var earliestSlot: Slot? {
    guard levelMask != 0 else { return nil }
    let level = levelMask.trailingZeroBitCount
    return Slot(level: level, digit: slotMasks[level].trailingZeroBitCount)
  }

  func count(in slot: Slot) -> Int { Int(counts[slot.row]) }

  /// The slot's events in order of arrival.
  func forEach(in slot: Slot, _ body: (TimedEvent<Event>) -> Void) {
    var left = Int(counts[slot.row])
    var chunk = Int(heads[slot.row])
    while left > 0 {
      let start = chunk * Self.chunk
      for place in start..<start + min(left, Self.chunk) { body(entries[place]) }
      left -= Self.chunk
      chunk = Int(nextChunk[chunk])
    }
  }

  /// Moves the base to the slot and empties it; says where the slot ends.
  mutating func enter(_ slot: Slot) -> UInt64 {
    base = start(of: slot)
    empty(slot)
    let end = base.addingReportingOverflow(1 << UInt64(slot.level * Self.digitBits))
    return end.overflow ? .max : end.partialValue
  }

  /// Moves the base to the slot and its events to the narrower slots below, in their order.
  mutating func spread(_ slot: Slot) {
    base = start(of: slot)
    var left = Int(counts[slot.row])
    var chunk = heads[slot.row]
    forget(slot)
    count -= left
    while left > 0 {
      let start = Int(chunk) * Self.chunk
      for place in start..<start + min(left, Self.chunk) { insert(entries[place]) }
      left -= Self.chunk
      let next = nextChunk[Int(chunk)]
      release(chunk)
      chunk = next
    }
  }

  mutating func empty(_ slot: Slot) {
    count -= Int(counts[slot.row])
    let tail = tails[slot.row]
    // The whole chain becomes free at once.
    if tail != Self.none {
      nextChunk[Int(tail)] = free
      free = heads[slot.row]
    }
    forget(slot)
  }

  // MARK: Slots

  private func slot(for time: UInt64) -> Slot {
    let difference = time ^ base
    let level = difference == 0 ? 0 : (63 - difference.leadingZeroBitCount) / Self.digitBits
    let digit = Int(truncatingIfNeeded: time >> UInt64(level * Self.digitBits)) & 31
    return Slot(level: level, digit: digit)
  }

  private func start(of slot: Slot) -> UInt64 {
    let shift = UInt64(slot.level * Self.digitBits)
    let above = shift + UInt64(Self.digitBits) >= 64 ? 0 : (base >> (shift + 5)) << (shift + 5)
    return above | UInt64(slot.digit) << shift
  }

  private mutating func forget(_ slot: Slot) {
    heads[slot.row] = Self.none
    tails[slot.row] = Self.none
    counts[slot.row] = 0
    slotMasks[slot.level] &= ~(1 << UInt32(slot.digit))
    if slotMasks[slot.level] == 0 { levelMask &= ~(1 << UInt32(slot.level)) }
  }

  // MARK: Chunks

  private mutating func addChunk(to slot: Slot, for entry: TimedEvent<Event>) {
    let chunk = takeChunk(filler: entry)
    if tails[slot.row] == Self.none {
      heads[slot.row] = chunk
      slotMasks[slot.level] |= 1 << UInt32(slot.digit)
      levelMask |= 1 << UInt32(slot.level)
    } else {
      nextChunk[Int(tails[slot.row])] = chunk
    }
    tails[slot.row] = chunk
  }

  private mutating func takeChunk(filler: TimedEvent<Event>) -> Int32 {
    guard free == Self.none else {
      let chunk = free
      free = nextChunk[Int(chunk)]
      nextChunk[Int(chunk)] = Self.none
      return chunk
    }
    entries.append(contentsOf: repeatElement(filler, count: Self.chunk))
    nextChunk.append(Self.none)
    return Int32(nextChunk.count - 1)
  }

  private mutating func release(_ chunk: Int32) {
    nextChunk[Int(chunk)] = free
    free = chunk
  }
}
