/// A message's step over one connection, from the machine that had it to the machine that has it now.
public struct Hop: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The author's program hands it to the first server.
    case submission
    /// One server passes it to the next.
    case relay
    /// The recipient's program reads it from the store.
    case retrieval
  }

  public var kind: Kind
  public var message: MessageID
  public var from: HostID
  public var to: HostID
  /// nil for a retrieval that nobody in the scenario controls.
  public var connection: ConnectionID?
  /// The copy that travelled: the one made by this hop or, in a retrieval, the one read.
  public var copy: CopyID
  /// The reader, in a retrieval.
  public var reader: PersonID?
  public var protection: Protection
  public var reason: ProtectionReason
  public var at: Instant
}

extension Trace {
  /// Every hop of every message, in the order they were completed.
  ///
  /// - Parameter message: only this message's hops; nil for all.
  public func hops(of message: MessageID? = nil) -> [Hop] {
    var shields = [Shield](repeating: .inTheClear, count: connections.count)
    var hops: [Hop] = []
    for record in records {
      switch record.event {
      case .protection(let connection, let protection, let reason):
        shields[connection] = Shield(protection: protection, reason: reason)
      case .accepted(let id):
        guard let connection = copies[id].connection else { continue }
        hops.append(sending(id, over: connection, shields[connection], at: record.at))
      case .fetched(let id, let reader, let connection):
        let shield = connection.map { shields[$0] } ?? .beyondTheModel
        hops.append(retrieval(of: id, by: reader, over: connection, shield, at: record.at))
      default: continue
      }
    }
    guard let message else { return hops }
    return hops.filter { $0.message == message }
  }

  private struct Shield {
    var protection: Protection
    var reason: ProtectionReason
    static let inTheClear = Shield(protection: .plaintext, reason: .tlsNotOffered)
    static let beyondTheModel = Shield(protection: .unknown, reason: .beyondTheModel)
  }

  private func sending(
    _ id: CopyID, over connection: ConnectionID, _ shield: Shield, at: Instant
  ) -> Hop {
    Hop(
      kind: copies[id].parent == nil ? .submission : .relay, message: copies[id].message,
      from: connections[connection].client, to: copies[id].host, connection: connection, copy: id,
      reader: nil, protection: shield.protection, reason: shield.reason, at: at)
  }

  private func retrieval(
    of id: CopyID, by reader: PersonID, over connection: ConnectionID?, _ shield: Shield,
    at: Instant
  ) -> Hop {
    Hop(
      kind: .retrieval, message: copies[id].message, from: copies[id].host,
      to: connection.map { connections[$0].client } ?? cast.people[reader].machine,
      connection: connection, copy: id, reader: reader, protection: shield.protection,
      reason: shield.reason, at: at)
  }
}
