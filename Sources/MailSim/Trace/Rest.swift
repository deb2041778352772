/// A copy at rest: on which disk it lay, from when to when, and how it looked to whoever reads that disk.
public struct Rest: Hashable, Sendable {
  public var message: MessageID
  public var copy: CopyID
  public var host: HostID
  public var storage: Storage
  public var since: Instant
  /// nil while it still lies there when the trace ends.
  public var until: Instant?
  /// Plaintext unless the author encrypted the content: TLS ends at the gateway.
  public var protection: Protection
}

extension Trace {
  /// Every place a copy lay in, in the order it came there.
  public func rests(of message: MessageID? = nil) -> [Rest] {
    var rests: [Rest] = []
    var open: [Place: Int] = [:]
    for record in records {
      switch record.event {
      case .stored(let copy, let storage):
        open[Place(copy: copy, storage: storage)] = rests.count
        rests.append(rest(of: copy, in: storage, since: record.at))
      case .removed(let copy, let storage):
        guard let row = open.removeValue(forKey: Place(copy: copy, storage: storage)) else {
          continue
        }
        rests[row].until = record.at
      default: continue
      }
    }
    guard let message else { return rests }
    return rests.filter { $0.message == message }
  }

  private struct Place: Hashable {
    var copy: CopyID
    var storage: Storage
  }

  private func rest(of copy: CopyID, in storage: Storage, since: Instant) -> Rest {
    let message = copies[copy].message
    return Rest(
      message: message, copy: copy, host: copies[copy].host, storage: storage, since: since,
      until: nil, protection: messages[message].endToEnd.atRest)
  }
}
