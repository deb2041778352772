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
  private struct Row: BitwiseCopyable, Sendable {
    let key: Key
    var value: Value
  }

  /// As many as a power of two, and at least half of them free.
  private var rows: ContiguousArray<Row?> = []
  private(set) var count = 0

  init() {}

  subscript(key: Key) -> Value? {
    rows.isEmpty ? nil : rows[place(of: key)]?.value
  }

  mutating func set(_ value: Value, for key: Key) {
    if 2 * (count + 1) > rows.count { resize(to: max(16, 2 * rows.count)) }
    let place = place(of: key)
    if rows[place] == nil { count += 1 }
    rows[place] = Row(key: key, value: value)
  }

  mutating func remove(_ key: Key) {
    guard !rows.isEmpty else { return }
    var hole = place(of: key)
    guard rows[hole] != nil else { return }
    count -= 1
    // Whoever was pushed on by the one that goes moves back, so that probing still finds him.
    var next = (hole + 1) & (rows.count - 1)
    while let row = rows[next] {
      if (next - home(of: row.key)) & (rows.count - 1) >= (next - hole) & (rows.count - 1) {
        rows[hole] = row
        hole = next
      }
      next = (next + 1) & (rows.count - 1)
    }
    rows[hole] = nil
  }

  /// Every value there is, in no order.
  var values: some Sequence<Value> { rows.lazy.compactMap { $0?.value } }

  /// Forgets what does not hold.
  mutating func keep(where holds: (Value) -> Bool) {
    let kept = rows.compactMap(\.self).filter { holds($0.value) }
    rows = []
    count = kept.count
    resize(to: Self.size(for: count))
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
    while let row = rows[place], row.key != key { place = (place + 1) & (rows.count - 1) }
    return place
  }

  private mutating func resize(to size: Int) {
    let old = rows
    rows = ContiguousArray(repeating: nil, count: size)
    for case let row? in old { rows[place(of: row.key)] = row }
  }
}
