import BasicContainers

/// A table whose rows come and go: a freed row is used again, so memory follows what is alive.
///
/// It has one owner, so that a row is read and changed in its place, without a check whether
/// somebody else holds the table too.
struct Slab<Row>: ~Copyable {
  private var rows = UniqueArray<Row>()
  private var free = UniqueArray<UInt32>()

  /// Rows in use.
  var count: Int { rows.count - free.count }

  /// The memory of its rows, without what they refer to.
  var octets: Int { rows.capacity * MemoryLayout<Row>.stride }

  /// Every row there ever was, in use or free.
  var slots: Range<UInt32> { 0..<UInt32(rows.count) }

  /// The slot the next row will have.
  var nextSlot: UInt32 { free.isEmpty ? UInt32(rows.count) : free[free.count - 1] }

  mutating func insert(_ row: consuming Row) -> UInt32 {
    if let slot = free.popLast() {
      rows[Int(slot)] = row
      return slot
    }
    rows.append(row)
    return UInt32(rows.count - 1)
  }

  /// Frees a row; the caller holds no number of it any more.
  mutating func remove(_ slot: UInt32) {
    free.append(slot)
  }

  subscript(slot: UInt32) -> Row {
    @inline(__always) _read { yield rows[Int(slot)] }
    @inline(__always) _modify { yield &rows[Int(slot)] }
  }
}

extension Slab: Sendable where Row: Sendable {}

/// A further column of a slab: one row for every slot there ever was.
struct SlabColumn<Row>: ~Copyable {
  private var rows = UniqueArray<Row>()

  /// Makes sure there is a row for the slot.
  mutating func fit(_ slot: UInt32, _ fresh: @autoclosure () -> Row) {
    while rows.count <= Int(slot) { rows.append(fresh()) }
  }

  subscript(slot: UInt32) -> Row {
    @inline(__always) _read { yield rows[Int(slot)] }
    @inline(__always) _modify { yield &rows[Int(slot)] }
  }
}

extension SlabColumn: Sendable where Row: Sendable {}
