/// A table whose rows come and go: a freed row is used again, so memory follows what is alive.
struct Slab<Row> {
  private(set) var rows: [Row] = []
  private var free: [UInt32] = []

  /// Rows in use.
  var count: Int { rows.count - free.count }

  /// Every row there ever was, in use or free.
  var slots: Range<UInt32> { 0..<UInt32(rows.count) }

  mutating func insert(_ row: Row) -> UInt32 {
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
    get { rows[Int(slot)] }
    _modify { yield &rows[Int(slot)] }
  }
}

extension Slab: Sendable where Row: Sendable {}
