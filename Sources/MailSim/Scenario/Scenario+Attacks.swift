extension Scenario {
  /// An attacker at work: what it does, what it has been given, and how hard it tries.
  ///
  /// What stops it is said elsewhere, by the settings of servers, people and links.
  public struct Attack: Sendable {
    public var name: String
    public var title: String
    public var kind: AttackKind
    /// The machine it works from; nil for one that only sits on the way.
    public var machine: MachineRow?
    public var grants: [Holding] = []
    /// The server it works on.
    public var target: ServerRow?
    /// Addresses it writes to, whose notices it provokes, or whose mail it wants.
    public var victims: [Mailbox] = []
    /// The reverse-path it claims; nil: as the kind of attack has it.
    public var reversePath: ReversePath?
    /// Time from one try to the next; nil: one try after the other.
    public var interval: Distribution?
    public var from = Instant.start
    public var until: Instant?
    /// Tries at most.
    public var limit: Int?
    /// The chance that a try, or an intervention on a connection, comes off.
    public var chance = 1.0
    /// Addresses it can use besides that of its machine.
    public var addresses: [IPNetwork] = []
    /// How long it waits before it tries again what was deferred.
    public var patience: Delay?
    /// How long one of its false answers is believed; nil: an hour.
    public var timeToLive: Delay?
    public var position: SourcePosition

    public init(name: String, kind: AttackKind, position: SourcePosition) {
      self.name = name
      self.kind = kind
      self.position = position
      title = kind.entry.title
    }

    /// Whether it has been given something, wherever it is.
    public func holds(_ grant: Grant) -> Bool { grants.contains { $0.grant == grant } }
  }

  /// Something an attacker has been given.
  public enum Holding: Hashable, Sendable {
    /// The line between two sites, or with one site its line to the core of the Internet.
    case tap(SiteID, SiteID?)
    case modify(SiteID, SiteID?)
    /// The questions of this server.
    case answerNames(ServerRow)
    case ownHost(MachineRow)
    case sameAddress(PersonID)
    case nextLease(PersonID)
    case ownGateway(ServerRow)
    case account(PersonID)
    case writeLog(ServerRow)

    public var grant: Grant {
      switch self {
      case .tap: .tap
      case .modify: .modify
      case .answerNames: .answerNames
      case .ownHost: .ownHost
      case .sameAddress: .sameAddress
      case .nextLease: .nextLease
      case .ownGateway: .ownGateway
      case .account: .account
      case .writeLog: .writeLog
      }
    }
  }
}
