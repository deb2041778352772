extension Scenario {
  /// What a server does against spam and abuse, besides its relay policy.
  public struct Defences: Sendable {
    public var greylist: Greylisting?
    public var blockList: BlockListing?
    public var rates: [RateLimit] = []
    /// Recipients a roaming window is good for; nil: any number.
    public var windowCap: Int?
    /// A roaming window closes when its user says QUIT or LOGOUT.
    public var closesOnLogout = false
    public var errors = ErrorLimits()
    public var filter: ContentFilter?
    public var senderCheck = SenderCheck.none

    public init() {}

    /// Whether anything is set that has to be asked for each recipient or message.
    var areIdle: Bool {
      greylist == nil && blockList == nil && rates.isEmpty && windowCap == nil && filter == nil
        && senderCheck == .none
    }
  }

  /// Strangers are told to come back later (RFC 6647). The defaults are postgrey's.
  public struct Greylisting: Sendable, Hashable {
    /// A retry sooner than this is still too early.
    public var delay = Delay.seconds(300)
    /// A retry later than this counts as a first try.
    public var window = Delay.days(2)
    /// How long a triplet that has passed is remembered.
    public var memory = Delay.days(35)
    /// Leading bits of an IPv4 client that count; IPv6 clients count by 64.
    public var width = 24
    /// After so many passed triplets a client is greylisted no more; 0: never so.
    public var whitelistAfter = 5

    public init() {}
  }

  /// A DNS block list: addresses come onto it some time after their first spam.
  public struct BlockListing: Sendable {
    /// From the spam that is noticed to the listing.
    public var listing: Distribution = .fixed(.minutes(30))
    /// Leading bits of an IPv4 address that are listed together; IPv6 addresses by 64.
    public var width = 32
    /// Spam from one address, or its neighbours, before anybody notices.
    public var threshold = 1

    public init() {}
  }

  /// So many recipients in a stretch of time, for each client address or each login.
  public struct RateLimit: Sendable, Hashable {
    public enum Key: String, Sendable, CaseIterable { case client, user }

    public var recipients: Int
    public var period = Delay.hours(1)
    public var key = Key.client
    public var action = Action.defer

    /// What becomes of who wants more.
    public enum Action: String, Sendable, CaseIterable {
      /// Put off until the stretch of time is over.
      case `defer`
      /// The login is disabled, for its owner as for a thief, until somebody looks into it.
      case disable
    }

    public init(recipients: Int) { self.recipients = recipients }
  }

  /// Patience with a client that errs (Postfix: smtpd_soft_error_limit, smtpd_hard_error_limit,
  /// smtpd_error_sleep_time).
  public struct ErrorLimits: Sendable, Hashable {
    /// From the error after this one on every reply waits.
    public var soft = 10
    /// The error after this one ends the session.
    public var hard = 20
    public var pause = Delay.seconds(1)

    public init() {}
  }

  /// A filter known by its two rates only: what it says of a message is drawn.
  public struct ContentFilter: Sendable, Hashable {
    public enum Action: String, Sendable, CaseIterable {
      /// Refused after the dot.
      case reject
      /// Put into the junk folder of its recipient.
      case junk
    }

    /// The chance that spam is recognised.
    public var hit = 0.0
    /// The chance that honest mail is taken for spam.
    public var falseAlarm = 0.0
    public var action = Action.reject

    public init() {}
  }

  /// What a server demands of the sender's domain.
  public enum SenderCheck: String, Sendable, CaseIterable {
    case none
    /// The client must be one the domain of MAIL FROM names (RFC 7208).
    case spf
    /// SPF or DKIM must pass for the domain of the From field, if that domain asks for it
    /// (RFC 7489).
    case dmarc
  }

  /// How a roaming window learns of a login.
  public enum WindowLog: String, Sendable, CaseIterable {
    /// The POP and IMAP server says so itself.
    case api
    /// A daemon looks for a text anywhere in the lines of the log.
    case pattern
    /// A daemon looks for lines that begin as the POP server's do.
    case anchored
  }

  /// What a domain publishes about mail in its name.
  public struct SenderRecord: Sendable, Hashable {
    /// The clients its SPF record names; nil: it has none.
    public var spf: [IPNetwork]?
    public var dmarc = DMARC.none

    public enum DMARC: String, Sendable, CaseIterable { case none, quarantine, reject }

    public init() {}
  }
}
