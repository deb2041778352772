/// Who and what takes part in a run: all that a picture or a report needs besides the records.
public struct Cast: Hashable, Codable, Sendable {
  public var sites: [Site] = []
  public var hosts: [Host] = []
  public var people: [Person] = []
  public var links: [Link] = []
  public var mailboxes: [Mailbox] = []
  public var domains: [Domain] = []
  public var rules: [Rule] = []
  public var steps: [Step] = []
  public var attacks: [Attack] = []

  public init() {}

  /// A place with networks of its own: a department, a hotel, the rest of the Internet.
  public struct Site: Hashable, Codable, Sendable {
    public var name: String
    /// What a picture calls it.
    public var title: String
    /// Whether the administrators whose policy is studied manage it.
    public var isOurs: Bool
    public var networks: [String]
    /// The one address the outside sees, where machines share it (NAT).
    public var publicAddress: IPAddress?
    /// Egress rules in words, such as "port 25 out: only mail (dropped)".
    public var egress: [String]

    public init(
      name: String, title: String, isOurs: Bool = false, networks: [String] = [],
      publicAddress: IPAddress? = nil, egress: [String] = []
    ) {
      self.name = name
      self.title = title
      self.isOurs = isOurs
      self.networks = networks
      self.publicAddress = publicAddress
      self.egress = egress
    }
  }

  public struct Host: Hashable, Codable, Sendable {
    public enum Role: String, Hashable, Codable, Sendable {
      /// A machine with a mail program on it.
      case machine
      /// A mail server whose policy is studied.
      case server
      /// A mail server of somebody else.
      case gateway
      case attacker
    }

    public var name: String
    public var title: String
    /// A few words under the title: "accepts TLS", "no relay for strangers".
    public var remark: String
    public var role: Role
    /// Where it stands when the run begins.
    public var site: SiteID
    public var address: IPAddress?
    /// Its name in the DNS; what it calls itself in EHLO.
    public var domain: Domain?

    public init(
      name: String, title: String, remark: String = "", role: Role, site: SiteID,
      address: IPAddress? = nil, domain: Domain? = nil
    ) {
      self.name = name
      self.title = title
      self.remark = remark
      self.role = role
      self.site = site
      self.address = address
      self.domain = domain
    }
  }

  /// Someone who writes or reads mail.
  public struct Person: Hashable, Codable, Sendable {
    public var name: String
    public var title: String
    /// The machine the mail program runs on.
    public var machine: HostID
    /// The person's own address; nil for one who has no mailbox anywhere.
    public var mailbox: MailboxID?
    /// The server that holds the mailbox.
    public var home: HostID?

    public init(
      name: String, title: String, machine: HostID, mailbox: MailboxID? = nil, home: HostID? = nil
    ) {
      self.name = name
      self.title = title
      self.machine = machine
      self.mailbox = mailbox
      self.home = home
    }
  }

  public struct Link: Hashable, Codable, Sendable {
    public var a: SiteID
    public var b: SiteID
    /// Latency and bandwidth in words.
    public var remark: String

    public init(a: SiteID, b: SiteID, remark: String) {
      self.a = a
      self.b = b
      self.remark = remark
    }
  }

  /// A rule of a relay policy: its name and where it is written.
  public struct Rule: Hashable, Codable, Sendable {
    public var name: String
    public var server: HostID
    /// `file:line` of the rule or of the policy that brings it; nil for one built in.
    public var position: String?
    /// The row a relay picture gives it, in words: "client is inside".
    public var meaning: String

    public init(name: String, server: HostID, position: String? = nil, meaning: String) {
      self.name = name
      self.server = server
      self.position = position
      self.meaning = meaning
    }
  }

  /// An attacker at work: what it does, from where, and where it sits on the way of others.
  public struct Attack: Hashable, Codable, Sendable {
    public var name: String
    public var title: String
    public var kind: AttackKind
    /// The machine it works from; nil for one that only listens.
    public var machine: HostID?
    public var holdings: [Holding]

    public init(
      name: String, title: String, kind: AttackKind, machine: HostID? = nil,
      holdings: [Holding] = []
    ) {
      self.name = name
      self.title = title
      self.kind = kind
      self.machine = machine
      self.holdings = holdings
    }

    /// Something it has been given, and where: a line between sites, or a host.
    public struct Holding: Hashable, Codable, Sendable {
      public var grant: Grant
      /// The site whose line it is, or the two sites it lies between.
      public var sites: [SiteID]
      public var host: HostID?

      public init(grant: Grant, sites: [SiteID] = [], host: HostID? = nil) {
        self.grant = grant
        self.sites = sites
        self.host = host
      }
    }
  }

  /// An explicit event of the scenario file.
  public struct Step: Hashable, Codable, Sendable {
    public var title: String
    public var line: Int

    public init(title: String, line: Int) {
      self.title = title
      self.line = line
    }
  }
}
