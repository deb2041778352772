/// A list that mostly holds one element, which then stands in the list itself.
///
/// Nearly every message has one recipient, every transaction one server to try: an array would put
/// each of them into memory of its own, to be fetched, counted and given back.
struct ShortList<Element> {
  fileprivate enum Storage {
    case one(Element)
    case many([Element])
  }

  private var storage: Storage

  init() {
    storage = .many([])
  }

  init(_ element: Element) {
    storage = .one(element)
  }

  init(_ elements: some Collection<Element>) {
    if elements.count == 1, let only = elements.first {
      storage = .one(only)
    } else {
      storage = .many(Array(elements))
    }
  }

  mutating func append(_ element: Element) {
    switch storage {
    case .one(let first): storage = .many([first, element])
    case .many(let elements) where elements.isEmpty: storage = .one(element)
    case .many(var elements):
      // Nobody else holds the array while it grows, or it would be copied.
      storage = .many([])
      elements.append(element)
      storage = .many(elements)
    }
  }

  mutating func removeAll() {
    storage = .many([])
  }

  mutating func removeFirst() {
    switch storage {
    case .one: removeAll()
    case .many(let elements): self = ShortList(elements.dropFirst())
    }
  }
}

extension ShortList: RandomAccessCollection, MutableCollection {
  var startIndex: Int { 0 }

  var endIndex: Int {
    switch storage {
    case .one: 1
    case .many(let elements): elements.count
    }
  }

  subscript(row: Int) -> Element {
    get {
      switch storage {
      case .one(let element):
        precondition(row == 0, "there is one element")
        return element
      case .many(let elements): return elements[row]
      }
    }
    set {
      switch storage {
      case .one:
        precondition(row == 0, "there is one element")
        storage = .one(newValue)
      case .many(var elements):
        // Nobody else holds the array while it changes, or it would be copied.
        storage = .many([])
        elements[row] = newValue
        storage = .many(elements)
      }
    }
  }
}

extension ShortList: ExpressibleByArrayLiteral {
  init(arrayLiteral elements: Element...) {
    self.init(elements)
  }
}

extension ShortList: Equatable where Element: Equatable {
  static func == (a: ShortList, b: ShortList) -> Bool { a.elementsEqual(b) }
}

extension ShortList: Sendable where Element: Sendable {}
extension ShortList.Storage: Sendable where Element: Sendable {}
