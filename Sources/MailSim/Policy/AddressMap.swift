/// Values by address, in one array: open addressing with linear probing.
///
/// A server asks it for every recipient. The hash is one multiplication, since nobody who could
/// choose addresses to make it slow has anything to gain in a simulation.
struct AddressMap<Value: BitwiseCopyable & Sendable>: Sendable {
  private struct Row: BitwiseCopyable, Sendable {
    var address: IPAddress
    var value: Value?
  }

  /// As many as a power of two, and at least half of them free.
  private var rows: ContiguousArray<Row> = []
  private(set) var count = 0

  init() {}

  subscript(address: IPAddress) -> Value? {
    rows.isEmpty ? nil : rows[place(of: address)].value
  }

  mutating func set(_ value: Value, for address: IPAddress) {
    if 2 * (count + 1) > rows.count { resize(to: max(16, 2 * rows.count)) }
    let place = place(of: address)
    if rows[place].value == nil { count += 1 }
    rows[place] = Row(address: address, value: value)
  }

  mutating func remove(_ address: IPAddress) {
    guard !rows.isEmpty else { return }
    var hole = place(of: address)
    guard rows[hole].value != nil else { return }
    count -= 1
    // Whoever was pushed on by the one that goes moves back, so that probing still finds him.
    var next = (hole + 1) & (rows.count - 1)
    while rows[next].value != nil {
      let home = home(of: rows[next].address)
      if (next - home) & (rows.count - 1) >= (next - hole) & (rows.count - 1) {
        rows[hole] = rows[next]
        hole = next
      }
      next = (next + 1) & (rows.count - 1)
    }
    rows[hole].value = nil
  }

  /// Every value there is, in no order.
  var values: some Sequence<Value> { rows.lazy.compactMap(\.value) }

  /// Forgets what does not hold.
  mutating func keep(where holds: (Value) -> Bool) {
    let kept = rows.filter { $0.value.map(holds) ?? false }
    count = 0
    rows = []
    resize(to: Self.size(for: kept.count))
    for row in kept {
      rows[place(of: row.address)] = row
      count += 1
    }
  }

  // MARK: Places

  private static func size(for count: Int) -> Int {
    var size = 16
    while size < 2 * (count + 1) { size *= 2 }
    return size
  }

  private func home(of address: IPAddress) -> Int {
    let folded = UInt64(truncatingIfNeeded: address.bits ^ (address.bits >> 64))
    // The upper half of the product hangs on every bit of the address.
    return Int((folded &* 0x9e37_79b9_7f4a_7c15) >> 32) & (rows.count - 1)
  }

  /// Where the address stands, or would stand.
  private func place(of address: IPAddress) -> Int {
    var place = home(of: address)
    while rows[place].value != nil, rows[place].address != address {
      place = (place + 1) & (rows.count - 1)
    }
    return place
  }

  private mutating func resize(to size: Int) {
    let old = rows
    rows = ContiguousArray(
      repeating: Row(address: IPAddress(bits: 0), value: nil), count: size)
    for row in old where row.value != nil { rows[place(of: row.address)] = row }
  }
}
