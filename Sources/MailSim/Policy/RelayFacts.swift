/// Everything a server knows when it decides about one recipient.
///
/// A plain value: the simulator fills it from a session, `mailsim why` from its options, a prover
/// from a class, a test by hand. The decision is a function of it and of the policy, of nothing else.
public struct RelayFacts: Hashable, Sendable {
  public var client: Client
  /// nil is the null reverse-path `<>`.
  public var reversePath: Mailbox?
  public var forwardPath: Mailbox
  /// Whether the recipient's domain is kept here and has no such mailbox.
  public var recipientIsUnknown = false
  /// What the DNS says of the domains of both paths; nil where nobody has asked.
  public var senderDomain: DomainStanding?
  public var recipientDomain: DomainStanding?

  public init(client: Client, reversePath: Mailbox?, forwardPath: Mailbox) {
    self.client = client
    self.reversePath = reversePath
    self.forwardPath = forwardPath
  }

  /// What the server knows of the machine that talks to it.
  public struct Client: Hashable, Sendable {
    public var address: IPAddress
    /// What it called itself in EHLO or HELO; a claim, no proof.
    public var helloName: String?
    /// The name its address has in the DNS and that leads back to it; nil when there is none.
    public var name: String?
    /// The fingerprint of its TLS certificate, if it showed one.
    public var certificate: String?
    public var isEncrypted = false
    public var login: Login?
    public var window = WindowState.none

    public init(address: IPAddress) {
      self.address = address
    }
  }

  /// Who has proved by AUTH to be who (RFC 4954).
  public struct Login: Hashable, Sendable {
    public var name: String
    /// The address that belongs to the login, if the server knows one.
    public var mailbox: Mailbox?

    public init(name: String, mailbox: Mailbox? = nil) {
      self.name = name
      self.mailbox = mailbox
    }
  }

  /// What the DNS says of a mail domain.
  public enum DomainStanding: Hashable, Sendable {
    case exists, missing, nullMX
    /// The name service does not answer.
    case failing
  }

  /// The roaming window of the client's address.
  public enum WindowState: Hashable, Sendable {
    /// No login from there that anybody remembers.
    case none
    case open(sinceLogin: Delay)
    case expired(sinceLogin: Delay)

    public var isOpen: Bool {
      if case .open = self { true } else { false }
    }
  }
}

/// What a policy says of the facts.
public struct RelayDecision: Hashable, Sendable {
  public var verdict: RelayVerdict
  public var reply: Reply
  public var reason: ReasonCode
  /// The row of the deciding rule in `RelayPolicy.rows`.
  public var rule: Int
  /// The entry of a table that decided, with its line; nil where the rule itself did.
  public var entry: String?

  public init(
    verdict: RelayVerdict, reply: Reply, reason: ReasonCode, rule: Int, entry: String? = nil
  ) {
    self.verdict = verdict
    self.reply = reply
    self.reason = reason
    self.rule = rule
    self.entry = entry
  }
}
