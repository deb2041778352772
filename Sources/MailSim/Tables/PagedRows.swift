import BasicContainers

/// Rows in pages: one more never moves those that are there, and at most a page is empty.
///
/// A single array that grows is copied, and for that moment needs twice and a half its memory.
struct PagedRows<Row>: ~Copyable {
  private static var pageBits: Int { 8 }

  private var pages = UniqueArray<UniqueArray<Row>>()
  private(set) var count = 0

  mutating func append(_ row: consuming Row) {
    let page = count >> Self.pageBits
    if page == pages.count {
      pages.append(UniqueArray(minimumCapacity: 1 << Self.pageBits))
    }
    pages[page].append(row)
    count += 1
  }

  subscript(slot: UInt32) -> Row {
    @inline(__always) _read {
      yield pages[Int(slot) >> Self.pageBits][Int(slot) & ((1 << Self.pageBits) - 1)]
    }
    @inline(__always) _modify {
      yield &pages[Int(slot) >> Self.pageBits][Int(slot) & ((1 << Self.pageBits) - 1)]
    }
  }
}

extension PagedRows: Sendable where Row: Sendable {}
