import DequeModule

/// Rows that are numbered as they come and forgotten one by one, mostly the oldest first.
///
/// A row is found by its number, without a search. Memory follows what is alive: rows stand in
/// pages, a page whose rows are all gone serves again, and of the past nothing is kept.
struct SerialTable<Row: Sendable>: Sendable {
  private static var pageSize: Int { 64 }
  /// The first page stays empty: it stands for all that are not there.
  private static var noPage: UInt32 { 0 }

  private var rows = ContiguousArray<Row?>(repeating: nil, count: SerialTable.pageSize)
  /// How many rows of each page are alive.
  private var alive: ContiguousArray<UInt8> = [0]
  private var unused: ContiguousArray<UInt32> = []
  /// Where the page of each stretch of numbers stands, from the stretch `forgotten` on.
  private var pages: Deque<UInt32> = []
  private var forgotten = 0
  /// The number of the next row.
  private(set) var end: UInt32 = 0

  init() {}

  /// Adds a row, or with nil lets a number pass that has none.
  mutating func append(_ row: Row?) {
    if Int(end) % Self.pageSize == 0 {
      closeLastPage()
      pages.append(Self.noPage)
    }
    if let row {
      let page = openPage()
      rows[page * Self.pageSize + Int(end) % Self.pageSize] = row
      alive[page] += 1
    }
    end += 1
  }

  /// The row of a number; nil when there is none any more.
  subscript(number: UInt32) -> Row? { rows[place(of: number)] }

  /// Changes a row in its place, if it is there.
  @inline(__always)
  mutating func update(_ number: UInt32, _ change: (inout Row) -> Void) {
    let place = place(of: number)
    // Taken out while it changes: a row that holds a list stays the only one to hold it.
    guard var row = rows[place].take() else { return }
    change(&row)
    rows[place] = row
  }

  mutating func remove(_ number: UInt32) {
    let place = place(of: number)
    guard rows[place] != nil else { return }
    rows[place] = nil
    let page = place / Self.pageSize
    alive[page] -= 1
    // The last page still takes rows.
    let stretch = Int(number) / Self.pageSize - forgotten
    if alive[page] == 0, stretch < pages.count - 1 { free(stretch) }
  }

  /// Pages in use or ready for use.
  var pageCount: Int { alive.count - 1 }

  /// The memory of its rows, without what they refer to.
  var octets: Int { rows.capacity * MemoryLayout<Row?>.stride }

  /// Goes through what is alive, by number.
  func forEach(_ body: (UInt32, Row) -> Void) {
    for stretch in pages.indices where pages[stretch] != Self.noPage {
      for column in 0..<Self.pageSize {
        guard let row = rows[Int(pages[stretch]) * Self.pageSize + column] else { continue }
        body(UInt32((stretch + forgotten) * Self.pageSize + column), row)
      }
    }
  }

  // MARK: Pages

  /// Where the row of a number stands; in the empty page if it has none.
  private func place(of number: UInt32) -> Int {
    let stretch = Int(number) / Self.pageSize - forgotten
    let page = pages.indices.contains(stretch) ? pages[stretch] : Self.noPage
    return Int(page) * Self.pageSize + Int(number) % Self.pageSize
  }

  /// The page that takes the next row.
  private mutating func openPage() -> Int {
    let last = pages.count - 1
    if pages[last] == Self.noPage {
      if let page = unused.popLast() {
        pages[last] = page
      } else {
        pages[last] = UInt32(alive.count)
        alive.append(0)
        rows.append(contentsOf: repeatElement(nil, count: Self.pageSize))
      }
    }
    return Int(pages[last])
  }

  private mutating func closeLastPage() {
    guard let last = pages.last, last == Self.noPage || alive[Int(last)] == 0 else { return }
    free(pages.count - 1)
  }

  private mutating func free(_ stretch: Int) {
    if pages[stretch] != Self.noPage { unused.append(pages[stretch]) }
    pages[stretch] = Self.noPage
    while pages.count > 1, pages.first == Self.noPage {
      pages.removeFirst()
      forgotten += 1
    }
  }
}
