extension ContiguousArray {
  /// The value in a row; nil in one that nobody has filled yet.
  func value<Value>(at row: UInt32) -> Value? where Element == Value? {
    Int(row) < count ? self[Int(row)] : nil
  }

  /// Fills a row, and makes it if need be.
  mutating func put<Value>(_ value: Value, at row: UInt32) where Element == Value? {
    if count <= Int(row) { append(contentsOf: repeatElement(nil, count: Int(row) + 1 - count)) }
    self[Int(row)] = value
  }
}
