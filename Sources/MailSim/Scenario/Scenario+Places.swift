extension Scenario {
  /// A place with networks of its own, run by one administration (an ADMD of RFC 5598 §2.3).
  public struct Site: Sendable {
    public var name: String
    public var title: String
    /// Managed by the administrators whose server is studied: the blue zone of the pictures.
    public var isOurs = false
    public var networks: [IPNetwork]
    /// One public address for all machines of the site; nil: each has its own.
    public var natAddress: IPAddress?
    /// Further public addresses: each connection shows one of all, at random (a carrier's NAT).
    public var natPool: [IPAddress] = []
    public var dhcp: DHCP?
    public var egress: [EgressRule] = []
    /// One-way latency between two hosts of the site.
    public var latency: Distribution = .fixed(.microseconds(500))
    /// From the site to the core of the Internet.
    public var uplink = TransmissionLine()

    public init(name: String, title: String? = nil, networks: [IPNetwork]) {
      self.name = name
      self.title = title ?? name
      self.networks = networks
    }
  }

  /// One direction of a line: latency is drawn for every segment.
  public struct TransmissionLine: Sendable {
    public var latency: Distribution = .fixed(.milliseconds(10))
    /// Octets a second; nil: the time to put a segment on the line is not counted.
    public var bandwidth: Double?

    public init() {}
  }

  /// A line of its own between two sites, instead of their uplinks.
  public struct Link: Sendable {
    public var a: SiteID
    public var b: SiteID
    public var line = TransmissionLine()

    public init(a: SiteID, b: SiteID) {
      self.a = a
      self.b = b
    }
  }

  /// How a site lends addresses: the lowest free one, which stays reserved for `hold` after
  /// its machine has left.
  public struct DHCP: Sendable {
    public var network: IPNetwork
    public var hold: Delay = .zero

    public init(network: IPNetwork) {
      self.network = network
    }
  }

  /// What may not leave a site.
  public struct EgressRule: Sendable {
    public enum Action: String, Sendable, CaseIterable {
      /// The packet vanishes: the client waits for its time-out.
      case drop
      /// The client is told at once.
      case reject
    }

    public var ports: [UInt16]
    /// Servers of the site the rule does not bind.
    public var except: [ServerRow]
    public var action: Action
    /// Stopped connections of one machine before somebody looks; nil: nobody does.
    public var alarm: Int?

    public init(ports: [UInt16], except: [ServerRow] = [], action: Action = .drop) {
      self.ports = ports
      self.except = except
      self.action = action
    }
  }

  /// The DNS as far as mail asks it.
  public struct NameRecords: Sendable {
    public enum Answer: Sendable {
      /// Preference and server; equal preferences are tried in random order (RFC 5321 §5.1).
      case mx([(preference: Int, server: ServerRow)])
      /// No MX record, but an address: the implicit MX.
      case address(ServerRow)
      /// `MX 0 .`: takes no mail (RFC 7505).
      case nullMX
      case alias(Domain)
      case noSuchDomain
      case serverFailure
    }

    public var answers: [(domain: Domain, answer: Answer)] = []

    public init() {}
  }
}
