/// What attackers came to know of messages, and where: apart from what was merely readable.
struct Disclosures {
  /// What one attacker knows from one place.
  struct Reader: Hashable {
    let attack: AttackID
    var contents: Set<MessageID> = []
    /// Who wrote to whom, of messages whose authors closed the content.
    var envelopes: Set<MessageID> = []
    var sawPassword = false
  }

  private(set) var onLine: [ConnectionID: [Reader]] = [:]
  private(set) var atHost: [HostID: [Reader]] = [:]

  /// - Parameter message: what became known of this one; nil for all.
  init(_ trace: Trace, of message: MessageID? = nil) {
    func concerns(_ other: MessageID) -> Bool { message == nil || message == other }
    for record in trace.records {
      guard case .attack(let id, let moment) = record.event else { continue }
      switch moment {
      case .contentSeen(let seen, let connection) where concerns(seen):
        // An attacker that had the mail sent to itself read it at home, not on the line.
        if trace.cast.attacks[id].kind.readsAtServer {
          Self.reader(id, &atHost[trace.connections[connection].server, default: []]) {
            $0.contents.insert(seen)
          }
        } else {
          Self.reader(id, &onLine[connection, default: []]) { $0.contents.insert(seen) }
        }
      case .copyRead(let copy, let content) where concerns(trace.copies[copy].message):
        let seen = trace.copies[copy].message
        Self.reader(id, &atHost[trace.copies[copy].host, default: []]) {
          if content { $0.contents.insert(seen) } else { $0.envelopes.insert(seen) }
        }
      case .passwordSeen(_, let connection):
        Self.reader(id, &onLine[connection, default: []]) { $0.sawPassword = true }
      default: continue
      }
    }
  }

  private static func reader(
    _ id: AttackID, _ readers: inout [Reader], _ change: (inout Reader) -> Void
  ) {
    if let row = readers.firstIndex(where: { $0.attack == id }) {
      change(&readers[row])
    } else {
      var reader = Reader(attack: id)
      change(&reader)
      readers.append(reader)
    }
  }
}

extension AttackKind {
  /// Whether it reads what a server took for it, not what passes on a line.
  fileprivate var readsAtServer: Bool { self == .rogueExchanger || self == .tlsInjection }
}

extension Cast.Attack {
  /// Whether it sits on a line between two places.
  func sits(between a: SiteID, _ b: SiteID) -> Bool {
    holdings.contains { holding in
      guard holding.grant == .tap || holding.grant == .modify else { return false }
      return holding.sites.count == 1
        ? a != b && (holding.sites[0] == a || holding.sites[0] == b)
        : holding.sites == [a, b] || holding.sites == [b, a]
    }
  }
}
