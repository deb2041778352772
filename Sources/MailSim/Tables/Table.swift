import BasicContainers

/// Rows that are there for a whole run, by the numbers of one kind.
///
/// It has one owner: a row is read and changed in its place. An array would hand out copies, and a
/// copy of a server costs more than most events.
struct Table<ID: TableID, Row>: ~Copyable {
  private var rows: UniqueArray<Row>

  init(_ rows: some Sequence<Row>) {
    self.rows = UniqueArray(copying: Array(rows))
  }

  var count: Int { rows.count }

  /// The numbers of all rows, in order.
  var ids: LazyMapSequence<Range<UInt32>, ID> {
    (0..<UInt32(rows.count)).lazy.map { ID(index: $0) }
  }

  mutating func append(_ row: consuming Row) {
    rows.append(row)
  }

  subscript(id: ID) -> Row {
    @inline(__always) _read { yield rows[Int(id.index)] }
    @inline(__always) _modify { yield &rows[Int(id.index)] }
  }
}

extension Table: Sendable where Row: Sendable {}
