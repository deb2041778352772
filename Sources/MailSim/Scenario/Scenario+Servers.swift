extension Scenario {
  /// A mail server: submission, transfer and delivery agent and message store in one host.
  public struct Server: Sendable {
    public var name: String
    public var title: String
    public var remark = ""
    /// Its name in the DNS; what it says in its banner and in EHLO.
    public var host: Domain
    public var site: SiteID
    public var addresses: [IPAddress]
    /// Domains whose mailboxes are here.
    public var domains: [Domain] = []
    /// Domains it takes mail for and passes on.
    public var relayDomains: [Domain] = []
    /// Where mail for a domain goes, whatever the DNS says; `nil` domain: everything not local.
    public var routes: [(domain: Domain?, server: ServerRow)] = []
    /// The mailboxes; nil takes any local part of its domains.
    public var mailboxes: [String]?
    /// An unknown user is refused at RCPT, or accepted and bounced (backscatter).
    public var bouncesUnknownUsers = false
    /// Local parts whose mail is sent on.
    public var forwards: [(localPart: String, to: [Mailbox])] = []
    public var services: Set<Service> = [
      .smtp, .submission, .submissions, .pop3, .pop3s, .imap, .imaps,
    ]
    public var tls = ServerTLS()
    public var outbound = OutboundTLS()
    public var policy: RelayPolicy
    public var roaming = RoamingRule()
    public var submissionRequiresAuth = true
    public var submissionRequiresTLS = false
    /// POP and IMAP logins in the clear are refused (LOGINDISABLED, RFC 9051 §6.2.3).
    public var accessRequiresTLS = false
    /// The shortest time between two POP logins (LOGIN-DELAY, RFC 2449 §6.5).
    public var loginDelay: Delay = .zero
    public var queue = QueueSettings()
    public var limits = Limits()
    public var defences = Defences()
    /// How roaming windows learn of logins.
    public var windowLog = WindowLog.api
    /// Sends an odd end of data on as it came, and takes one for the end (RFC 5321 §2.3.8).
    public var passesBareLF = false
    public var endsOnBareLF = false
    /// Signs its users' mail (DKIM), good for so long; nil: it does not.
    public var signatureLifetime: Delay?
    /// When it answers nothing.
    public var outages: [(from: Instant, to: Instant)] = []

    public init(
      name: String, host: Domain, site: SiteID, addresses: [IPAddress], policy: RelayPolicy
    ) {
      self.name = name
      self.title = name
      self.host = host
      self.site = site
      self.addresses = addresses
      self.policy = policy
    }
  }

  /// What a server offers to those who connect.
  public struct ServerTLS: Sendable {
    public enum Offer: String, Sendable, CaseIterable {
      case yes, no
      /// Offers STARTTLS, then answers 454.
      case refuses
      /// Offers STARTTLS, then the handshake fails.
      case broken
      /// Nobody in the scenario knows.
      case unknown
    }

    public enum STSMode: String, Sendable, CaseIterable { case none, testing, enforce }
    /// The state of its TLSA records (RFC 7672 §2.2).
    public enum DANE: String, Sendable, CaseIterable { case none, usable, unusable, bogus }

    public var offer: Offer = .yes
    /// The share of connections on which it is offered at all: several machines behind one name
    /// need not be alike.
    public var share = 1.0
    public var version: TLSVersion = .tls13
    public var certificate: CertificateStanding = .valid
    /// What its domains publish (MTA-STS, RFC 8461), for those who ask.
    public var sts: STSMode = .none
    public var stsMaxAge: Delay = .days(7)
    public var dane: DANE = .none
    /// Carries out after the handshake what came before it (CVE-2011-0411).
    public var keepsBuffer = false

    public init() {}
  }

  /// What a server wants when it sends.
  public struct OutboundTLS: Sendable {
    public enum SecurityLevel: String, Sendable, CaseIterable {
      case none, may, encrypt, verify, secure, sts, dane
    }

    public var level: SecurityLevel = .may
    /// By destination domain, before `level`.
    public var exceptions: [(domain: Domain, level: SecurityLevel)] = []
    public var usesPipelining = false
    /// How often it fetches the MTA-STS policies it knows anew (RFC 8461 §3.3 advises daily); nil:
    /// only when one it needs has run out.
    public var policyRefresh: Delay?

    public init() {}
  }

  /// POP or IMAP before SMTP.
  public struct RoamingRule: Sendable {
    public var window: Delay = .minutes(15)
    public var expiry: RoamingExpiry = .exact

    public init() {}
  }

  public struct QueueSettings: Sendable {
    public var schedule: RetrySchedule = .postfix
    /// How long a message may wait; nil: as the schedule's maker sets it.
    public var lifetime: Delay?
    /// When the sender is told that delivery takes long; nil: never.
    public var warnAfter: Delay?
    /// Outgoing connections at a time, in all and to one next hop.
    public var maxConnections = 100
    public var maxConnectionsPerHop = 20
    /// Messages over one connection before it is closed.
    public var messagesPerConnection = 100
    /// Time each accepted message takes before it may leave, by as many workers at a time.
    public var processing: Distribution = .fixed(.zero)
    public var workers = 1

    public init() {}
  }

  public struct Limits: Sendable {
    public var messageOctets: UInt32 = 10_240_000
    public var recipients = 1_000
    /// A message with this many `Received:` lines is refused (RFC 5321 §6.3).
    public var hops = 50
    /// Octets a mailbox holds; nil: no limit.
    public var mailboxOctets: UInt64?
    /// SMTP connections at a time; beyond it a client gets 421.
    public var connections = 100
    public var connectionsPerClient = 50
    public var idleTimeout: Delay = .minutes(5)

    public init() {}
  }
}
