import DequeModule

/// Transactions of a server that wait for a connection, and the connections it has open: so many
/// at a time in all, and so many to one server.
///
/// Each target has a lane of its own, so that a long line before one target is not walked through
/// again and again for the sake of another.
struct ReadyQueue: Sendable {
  private struct Lane: Sendable {
    /// Jobs by slot; each knows its place in the order of all lanes.
    var jobs: Deque<UInt32> = []
    var connections = 0
  }

  private let limit: Int
  private let limitPerTarget: Int
  private var rows = OpenTable<ServerRow, UInt32>()
  private var lanes: [Lane] = []
  private var connections = 0
  private var nextPlace: UInt32 = 0

  init(limit: Int, limitPerTarget: Int) {
    self.limit = limit
    self.limitPerTarget = limitPerTarget
  }

  mutating func append(_ job: UInt32, of jobs: inout Slab<DeliveryJob>) {
    lanes[lane(of: jobs[job].target)].jobs.append(job)
    jobs[job].place = nextPlace
    nextPlace &+= 1
  }

  /// Takes out the first that may have a connection now.
  mutating func takeStartable(of jobs: borrowing Slab<DeliveryJob>) -> UInt32? {
    guard connections < limit else { return nil }
    var best: (lane: Int, place: UInt32)?
    for row in lanes.indices where lanes[row].connections < limitPerTarget {
      guard let place = lanes[row].jobs.first.map({ jobs[$0].place }) else { continue }
      // Places come round again after four thousand million; fewer than half as many wait.
      if let best, Int32(bitPattern: best.place &- place) < 0 { continue }
      best = (row, place)
    }
    return best.flatMap { lanes[$0.lane].jobs.popFirst() }
  }

  /// Takes out the first for this target that `suits`, for a connection that stands already.
  mutating func takeNext(for target: ServerRow, where suits: (UInt32) -> Bool) -> UInt32? {
    let row = lane(of: target)
    guard !lanes[row].jobs.isEmpty, let place = lanes[row].jobs.firstIndex(where: suits) else {
      return nil
    }
    return lanes[row].jobs.remove(at: place)
  }

  mutating func connect(to target: ServerRow) {
    connections += 1
    lanes[lane(of: target)].connections += 1
  }

  mutating func disconnect(from target: ServerRow) {
    connections -= 1
    lanes[lane(of: target)].connections -= 1
  }

  private mutating func lane(of target: ServerRow) -> Int {
    if let row = rows[target] { return Int(row) }
    rows.set(UInt32(lanes.count), for: target)
    lanes.append(Lane())
    return lanes.count - 1
  }
}

extension ServerRow: TableKey {
  var tableHash: UInt64 { UInt64(index) }
}
