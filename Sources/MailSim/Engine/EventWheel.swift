import BasicContainers

/// Events by how far away they are: a radix heap for times that only grow (Ahuja et al. 1990).
///
/// Times are numbers of five-bit digits. An event stands at the level of the highest digit in which
/// it differs from the wheel's base, in the slot of that digit; so a slot of level 0 is a single
/// nanosecond, one of level 6 a second, and each level has 32 slots. Slots are chains of chunks
/// from one pool, in order of arrival.
struct EventWheel<Event: BitwiseCopyable & Hashable & Sendable>: ~Copyable, Sendable {
  struct Slot {
    let level: Int
    let digit: Int
    fileprivate var row: Int { level << EventWheel.digitBits | digit }
  }

  private static var digitBits: Int { 5 }
  private static var slotsPerLevel: Int { 32 }
  private static var levels: Int { 13 }
  private static var chunk: Int { 32 }

  private(set) var count = 0
  /// No event in the wheel is earlier; all stand where this number puts them.
  private var base: UInt64 = 0
  /// Which levels, and which slots of each, hold anything.
  private var levelMask: UInt32 = 0
  private var slotMasks = UniqueArray<UInt32>(repeating: 0, count: EventWheel.levels)
  private var chains = UniqueArray<SlotChain>(
    repeating: SlotChain(), count: EventWheel.levels * EventWheel.slotsPerLevel)

  // The pool of chunks, each with the next of its chain or of the free ones.
  private var entries = UniqueArray<TimedEvent<Event>>()
  private var nextChunk = UniqueArray<Int32>()
  private var free = SlotChain.none

  init() {}

  mutating func insert(_ entry: TimedEvent<Event>) {
    let slot = slot(for: entry.at)
    let row = slot.row
    let filled = Int(chains[row].count) & (Self.chunk - 1)
    if filled == 0 { addChunk(to: slot, for: entry) }
    chains[row].count &+= 1
    entries[Int(chains[row].tail) &* Self.chunk &+ filled] = entry
    count &+= 1
  }

  /// The slot whose events all come before those of every other.
  var earliestSlot: Slot? {
    guard levelMask != 0 else { return nil }
    let level = levelMask.trailingZeroBitCount
    return Slot(level: level, digit: slotMasks[level].trailingZeroBitCount)
  }

  func count(in slot: Slot) -> Int { Int(chains[slot.row].count) }

  /// Moves the base to the slot and its events into an empty sorted list, in order of arrival; says
  /// where the slot ends.
  mutating func take(_ slot: Slot, into list: inout SortedEvents<Event>) -> UInt64 {
    base = start(of: slot)
    var chain = remove(slot)
    while chain.count > 0 {
      let start = Int(chain.head) * Self.chunk
      for place in start..<start + min(Int(chain.count), Self.chunk) {
        if slot.level == 0 { list.append(entries[place]) } else { list.insert(entries[place]) }
      }
      freeHead(of: &chain)
    }
    // A slot of level 0 is one instant, at which thousands may be due: no sorting, first come last.
    if slot.level == 0 { list.reverse() }
    let end = base.addingReportingOverflow(1 << UInt64(slot.level * Self.digitBits))
    return end.overflow ? .max : end.partialValue
  }

  /// Moves the base to the slot and its events to the narrower slots below, in their order.
  mutating func spread(_ slot: Slot) {
    base = start(of: slot)
    var chain = remove(slot)
    while chain.count > 0 {
      let start = Int(chain.head) * Self.chunk
      for place in start..<start + min(Int(chain.count), Self.chunk) { insert(entries[place]) }
      freeHead(of: &chain)
    }
  }

  // MARK: Slots

  private func slot(for time: UInt64) -> Slot {
    // Level 0 also takes what is due at the base itself.
    let level = (63 - ((time ^ base) | 1).leadingZeroBitCount) / Self.digitBits
    let digit = Int(truncatingIfNeeded: time &>> UInt64(level * Self.digitBits)) & 31
    return Slot(level: level, digit: digit)
  }

  private func start(of slot: Slot) -> UInt64 {
    let shift = UInt64(slot.level * Self.digitBits)
    let above = shift + UInt64(Self.digitBits) >= 64 ? 0 : (base >> (shift + 5)) << (shift + 5)
    return above | UInt64(slot.digit) << shift
  }

  /// Empties a slot; its chunks are the caller's, who gives them back one by one.
  private mutating func remove(_ slot: Slot) -> SlotChain {
    let chain = chains[slot.row]
    chains[slot.row] = SlotChain()
    count -= Int(chain.count)
    slotMasks[slot.level] &= ~(1 << UInt32(slot.digit))
    if slotMasks[slot.level] == 0 { levelMask &= ~(1 << UInt32(slot.level)) }
    return chain
  }

  // MARK: Chunks

  private mutating func addChunk(to slot: Slot, for entry: TimedEvent<Event>) {
    let chunk = takeChunk(filler: entry)
    let row = slot.row
    if chains[row].tail == SlotChain.none {
      chains[row].head = chunk
      slotMasks[slot.level] |= 1 << UInt32(slot.digit)
      levelMask |= 1 << UInt32(slot.level)
    } else {
      nextChunk[Int(chains[row].tail)] = chunk
    }
    chains[row].tail = chunk
  }

  private mutating func takeChunk(filler: TimedEvent<Event>) -> Int32 {
    guard free == SlotChain.none else {
      let chunk = free
      free = nextChunk[Int(chunk)]
      nextChunk[Int(chunk)] = SlotChain.none
      return chunk
    }
    for _ in 0..<Self.chunk { entries.append(filler) }
    nextChunk.append(SlotChain.none)
    return Int32(nextChunk.count - 1)
  }

  /// Gives back the first chunk of a chain that was removed.
  private mutating func freeHead(of chain: inout SlotChain) {
    let chunk = chain.head
    chain.head = nextChunk[Int(chunk)]
    chain.count -= Int32(Self.chunk)
    nextChunk[Int(chunk)] = free
    free = chunk
  }
}

/// A slot's chunks, first and last, and how many events are in them.
///
/// Not private: the compiler (6.3) breaks off where a list of a private type is part of a noncopyable one.
struct SlotChain: BitwiseCopyable {
  static var none: Int32 { -1 }

  var head = SlotChain.none
  var tail = SlotChain.none
  var count: Int32 = 0
}
