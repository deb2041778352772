/// A10: reads the spool and the mailboxes of a server: all that comes by while it is there, or what
/// lies there each time it looks.
struct GatewayReader: Attacker {
  var campaign: Campaign
  /// Without a rhythm it looks once, and then sees all that is written.
  let usualLimit = Int.max
  private var seen: Set<MessageID> = []

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    for case .ownGateway(let server) in attack.grants { outbox.snapshots.append(server) }
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    switch event {
    case .found(let copies): for copy in copies { read(copy, &outbox) }
    case .written(let copy, let server):
      guard attack.interval == nil, isAtWork(outbox.view.now),
        attack.grants.contains(.ownGateway(server))
      else { return }
      read(copy, &outbox)
    default: break
    }
  }

  /// The same message in spool and mailbox is read once.
  private mutating func read(_ copy: StoredCopy, _ outbox: inout AttackerOutbox) {
    guard seen.insert(copy.message).inserted else { return }
    outbox.note(copy)
    if !copy.isClosed { succeed(&outbox) }
  }
}
