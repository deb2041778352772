/// A small number that stands for a row of a table, so that events carry no text.
///
/// Each table has an ID type of its own: a host cannot be looked up among messages.
public protocol TableID: Hashable, Comparable, Codable, Sendable, BitwiseCopyable {
  var index: UInt32 { get }
  init(index: UInt32)
}

extension TableID {
  public static func < (a: Self, b: Self) -> Bool { a.index < b.index }

  init(_ row: Int) {
    self.init(index: UInt32(row))
  }

  public init(from decoder: any Decoder) throws {
    self.init(index: try decoder.singleValueContainer().decode(UInt32.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(index)
  }
}

extension Array {
  /// Reads and changes the row in its place: a copy of a server, out and back in, would cost more
  /// than most events.
  public subscript(id: some TableID) -> Element {
    @inline(__always) _read { yield self[Int(id.index)] }
    @inline(__always) _modify { yield &self[Int(id.index)] }
  }
}
