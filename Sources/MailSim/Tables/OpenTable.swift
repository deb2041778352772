/// A plain value that a table can be looked up by.
protocol TableKey: Hashable, Sendable, BitwiseCopyable {
  /// Equal for equal keys, and different for most others; it need not be random.
  var tableHash: UInt64 { get }
}

/// Values by key, in one array: open addressing with linear probing.
///
/// The hash is one multiplication, since nobody who could choose keys to make it slow has anything
/// to gain in a simulation.
struct OpenTable<Key: TableKey, Value: BitwiseCopyable & Sendable>: Sendable {
  /// The mark stands between the two, where a small key leaves room for it.
  private struct Row: BitwiseCopyable, Sendable {
    let key: Key
    var isUsed: Bool
    var value: Value
  }

  /// As many as a power of two, and at least half of them free.
  private var rows: ContiguousArray<Row> = []
  private(set) var count = 0

  init() {}

  subscript(key: Key) -> Value? {
    guard !rows.isEmpty else { return nil }
    let row = rows[place(of: key)]
    return row.isUsed ? row.value : nil
  }

  mutating func set(_ value: Value, for key: Key) {
    let row = Row(key: key, isUsed: true, value: value)
    if 2 * (count + 1) > rows.count { resize(to: max(16, 2 * rows.count), filler: row) }
    let place = place(of: key)
    if !rows[place].isUsed { count += 1 }
    rows[place] = row
  }

  mutating func remove(_ key: Key) {
    guard !rows.isEmpty else { return }
    var hole = place(of: key)
    guard rows[hole].isUsed else { return }
    count -= 1
    // A row that was pushed on by the one that goes moves back, so that probing still finds it.
    var next = (hole + 1) & (rows.count - 1)
    while rows[next].isUsed {
      if (next - home(of: rows[next].key)) & (rows.count - 1) >= (next - hole) & (rows.count - 1) {
        rows[hole] = rows[next]
        hole = next
      }
      next = (next + 1) & (rows.count - 1)
    }
    rows[hole].isUsed = false
  }

  /// Every value there is, in no order.
  var values: some Sequence<Value> { rows.lazy.filter(\.isUsed).map(\.value) }

  /// Forgets what does not hold.
  mutating func keep(where holds: (Value) -> Bool) {
    let kept = rows.filter { $0.isUsed && holds($0.value) }
    rows = []
    count = kept.count
    guard let filler = kept.first else { return }
    resize(to: Self.size(for: count), filler: filler)
    for row in kept { rows[place(of: row.key)] = row }
  }

  // MARK: Places

  private static func size(for count: Int) -> Int {
    var size = 16
    while size < 2 * (count + 1) { size *= 2 }
    return size
  }

  private func home(of key: Key) -> Int {
    // The upper half of the product hangs on every bit of the key.
    Int((key.tableHash &* 0x9e37_79b9_7f4a_7c15) >> 32) & (rows.count - 1)
  }

  /// Where the key stands, or would stand.
  private func place(of key: Key) -> Int {
    var place = home(of: key)
    while rows[place].isUsed, rows[place].key != key { place = (place + 1) & (rows.count - 1) }
    return place
  }

  /// - Parameter filler: any row: an empty one needs some key and some value.
  private mutating func resize(to size: Int, filler: Row) {
    let old = rows
    var empty = filler
    empty.isUsed = false
    rows = ContiguousArray(repeating: empty, count: size)
    for row in old where row.isUsed { rows[place(of: row.key)] = row }
  }
}

extension UInt32: TableKey {
  var tableHash: UInt64 { UInt64(self) }
}
