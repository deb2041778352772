/// The rows a trace speaks of. Connections, messages and copies are numbered in the
/// order in which they came to be; sites, hosts and people in the order of the scenario.

public struct SiteID: TableID {
  public let index: UInt32
  public init(index: UInt32) { self.index = index }
}

public struct HostID: TableID {
  public let index: UInt32
  public init(index: UInt32) { self.index = index }
}

public struct PersonID: TableID {
  public let index: UInt32
  public init(index: UInt32) { self.index = index }
}

public struct DomainID: TableID {
  public let index: UInt32
  public init(index: UInt32) { self.index = index }
}

/// A rule of some server's relay policy, in `Cast.rules`.
public struct RuleRef: TableID {
  public let index: UInt32
  public init(index: UInt32) { self.index = index }
}

/// One explicit event of the scenario file, in `Cast.steps`.
public struct StepID: TableID {
  public let index: UInt32
  public init(index: UInt32) { self.index = index }
}

public struct ConnectionID: TableID {
  public let index: UInt32
  public init(index: UInt32) { self.index = index }
}

/// A message as its author wrote it, however many copies of it travel.
public struct MessageID: TableID {
  public let index: UInt32
  public init(index: UInt32) { self.index = index }
}

/// One server's copy of a message: from the moment it answers 250 to the final dot
/// until every recipient of the copy is relayed, delivered or bounced.
public struct CopyID: TableID {
  public let index: UInt32
  public init(index: UInt32) { self.index = index }
}

/// An attacker at work, in `Cast.attacks`.
public struct AttackID: TableID {
  public let index: UInt32
  public init(index: UInt32) { self.index = index }
}

/// A record's place in the trace.
public struct RecordID: TableID {
  public let index: UInt32
  public init(index: UInt32) { self.index = index }
}
