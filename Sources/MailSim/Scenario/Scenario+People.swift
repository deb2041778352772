extension Scenario {
  /// A computer with a mail program on it, which may travel.
  public struct Machine: Sendable {
    public var name: String
    public var title: String
    public var site: SiteID
    /// A fixed address; nil: the site lends or assigns one.
    public var address: IPAddress?
    /// Drawn as somebody who means no good.
    public var isAttacker = false

    public init(name: String, site: SiteID, address: IPAddress? = nil) {
      self.name = name
      self.title = name
      self.site = site
      self.address = address
    }
  }

  /// Someone with a mail program: a user of a server, a correspondent elsewhere, a spammer.
  public struct Person: Sendable {
    public var name: String
    public var title: String
    public var machine: MachineRow
    /// The person's own address; nil for one without a mailbox anywhere.
    public var mailbox: Mailbox?
    /// What proves it is them, where a dialogue types it.
    public var password = "secret"
    /// The server that holds the mailbox.
    public var home: ServerRow?
    public var submission = Submission()
    public var retrieval = Retrieval()
    public var endToEnd: EndToEndProtection = .none

    public init(name: String, machine: MachineRow) {
      self.name = name
      self.title = name
      self.machine = machine
    }
  }

  /// How a mail program sends.
  public struct Submission: Sendable {
    /// Where to; nil: the home server.
    public var server: ServerRow?
    public var service: Service = .smtp
    /// Logs in with AUTH.
    public var authenticates = false
    public var mechanism: AuthMechanism = .plain
    /// What makes the program encrypt: the page's reading is a certificate of the user.
    public var encryption: UserEncryption = .clientCertificate
    public var hasCertificate = false
    public var usesPipelining = false
    /// Sends again after a failure that may pass; nil: tells the user at once.
    public var retryEvery: Delay?

    public init() {}
  }

  /// How a mail program reads mail.
  public struct Retrieval: Sendable {
    /// What "send and receive" does first. It matters: the login of a check is what lets a
    /// roaming machine send.
    public enum Order: String, Sendable, CaseIterable {
      /// A message leaves when it is written.
      case independent
      /// A message waits for the next check and leaves just before it.
      case sendFirst = "send-first"
      /// A message waits for the next check and leaves when that has ended.
      case receiveFirst = "receive-first"
    }

    public enum Habit: Sendable {
      /// Only when a step says so.
      case onRequest
      /// Nobody in the scenario knows: drawn, not simulated.
      case unknown
      case every(Polling)
    }

    public var habit: Habit = .onRequest
    /// pop3, pop3s, imap or imaps.
    public var service: Service = .pop3
    /// POP: leave messages on the server. IMAP always does unless `deletes`.
    public var keeps = false
    /// IMAP: stay connected and wait for new mail (RFC 2177).
    public var idles = false
    public var order: Order = .independent

    public init() {}
  }

  /// When automatic checks happen.
  public struct Polling: Sendable {
    /// Time from one check to the next.
    public var interval: Distribution
    /// The first check; nil: a random phase within one interval.
    public var first: Instant?
    /// The chance that a check fails to log in.
    public var failing = 0.0
    public var until: Instant?
    /// Where its interval is stated; nil for a habit built in code.
    public var position: SourcePosition?

    public init(interval: Distribution) {
      self.interval = interval
    }
  }
}
