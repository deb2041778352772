/// What lies on the disks of servers: kept only in a run with attackers, who may read there.
struct StoredCopyIndex: Sendable {
  private struct Place: Sendable {
    var copy: StoredCopy
    /// Spool and mailboxes it lies in.
    var count: Int
  }

  private var places: [ServerRow: [CopyID: Place]] = [:]

  mutating func put(_ copy: StoredCopy, at server: ServerRow) {
    places[server, default: [:]][copy.copy, default: Place(copy: copy, count: 0)].count += 1
  }

  mutating func take(_ copy: CopyID, from server: ServerRow) {
    guard let place = places[server]?[copy] else { return }
    places[server]?[copy] = place.count > 1 ? Place(copy: place.copy, count: place.count - 1) : nil
  }

  subscript(copy: CopyID, at server: ServerRow) -> StoredCopy? { places[server]?[copy]?.copy }

  /// Everything on a disk, in the order it came there.
  func all(at server: ServerRow) -> [StoredCopy] {
    (places[server] ?? [:]).values.map(\.copy).sorted { $0.copy < $1.copy }
  }
}
