/// What the future event list holds: eight octets, a kind and a row.
struct WorldEvent: BitwiseCopyable, Hashable, Sendable {
  enum Kind: UInt8, BitwiseCopyable, Hashable, Sendable {
    /// What the client wrote reaches the server, and the other way round (connection slot).
    case reachesServer, reachesClient
    /// A connection's timer (connection slot).
    case timer
    /// A step of the scenario (row).
    case step
    /// An automatic check for mail (person).
    case poll
    /// The next message of a traffic source (row of `sources`).
    case traffic
    /// A queue entry's next round is due (entry slot).
    case retry
    /// A worker of a server is done with an entry (entry slot).
    case processed
    /// An attacker's alarm (row of the scenario's attacks; the generation is the alarm).
    case attack
    /// An attacker's pause is over (connection slot).
    case attackSpeaks
    case outageBegins, outageEnds
    /// A server fetches the MTA-STS policies it knows anew (server).
    case policyRefresh
  }

  let kind: Kind
  /// Tells events for a freed and used-again row apart.
  let generation: UInt16
  let row: UInt32

  init(_ kind: Kind, _ row: UInt32, generation: UInt16 = 0) {
    self.kind = kind
    self.row = row
    self.generation = generation
  }
}
