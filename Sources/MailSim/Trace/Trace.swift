/// A run as it can be stored, reported and drawn: what happened, in order, each record with its cause.
public struct Trace: Hashable, Sendable {
  public var header: Header
  public var cast: Cast
  public var connections: [Connection] = []
  public var messages: [Message] = []
  public var copies: [Copy] = []
  public var records: [Record] = []

  public init(header: Header, cast: Cast) {
    self.header = header
    self.cast = cast
  }

  /// What makes a run reproducible.
  public struct Header: Hashable, Codable, Sendable {
    public var version: String
    public var title: String
    /// The scenario's file name; empty for one built in code.
    public var file: String
    /// A hash of the scenario's text, 16 hexadecimal digits.
    public var fingerprint: String
    public var seed: UInt64
    /// The calendar moment of `Instant.start`, in seconds since 1970-01-01T00:00:00Z.
    public var startSeconds: Int64

    public init(
      version: String, title: String, file: String, fingerprint: String, seed: UInt64,
      startSeconds: Int64
    ) {
      self.version = version
      self.title = title
      self.file = file
      self.fingerprint = fingerprint
      self.seed = seed
      self.startSeconds = startSeconds
    }
  }

  public struct Record: Hashable, Sendable, BitwiseCopyable {
    public var at: Instant
    /// The earlier record that led to this one; nil for what the scenario itself began.
    public var cause: RecordID?
    public var event: TraceEvent

    public init(at: Instant, cause: RecordID?, event: TraceEvent) {
      self.at = at
      self.cause = cause
      self.event = event
    }
  }

  public struct Connection: Hashable, Sendable {
    public var client: HostID
    public var server: HostID
    /// As the server sees it: behind NAT the shared public address.
    public var clientAddress: IPAddress
    public var serverAddress: IPAddress
    public var service: Service
    /// Who sits at the client, where a person does.
    public var person: PersonID?
    public var step: StepID?
    /// What the client calls itself in EHLO or HELO.
    public var helloName: String
    /// The attack it is part of; nil for honest business.
    public var attack: AttackID?

    public init(
      client: HostID, server: HostID, clientAddress: IPAddress, serverAddress: IPAddress,
      service: Service, person: PersonID? = nil, step: StepID? = nil, helloName: String,
      attack: AttackID? = nil
    ) {
      self.client = client
      self.server = server
      self.clientAddress = clientAddress
      self.serverAddress = serverAddress
      self.service = service
      self.person = person
      self.step = step
      self.helloName = helloName
      self.attack = attack
    }
  }

  public struct Message: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      case original
      /// A delivery status notification: failed, or still trying (RFC 3464).
      case bounce(of: MessageID)
      case delayWarning(of: MessageID)
    }

    public var kind: Kind
    public var author: PersonID?
    /// nil is the null reverse-path.
    public var reversePath: MailboxID?
    /// The address in the From field, which need not be the reverse-path.
    public var from: MailboxID?
    public var recipients: [MailboxID]
    public var subject: String
    /// Octets of the message as its author's program sends it.
    public var octets: UInt32
    public var endToEnd: EndToEndProtection
    public var step: StepID?
    /// The attack it was written for; nil for honest mail.
    public var attack: AttackID?

    public init(
      kind: Kind = .original, author: PersonID?, reversePath: MailboxID?, from: MailboxID?,
      recipients: [MailboxID], subject: String, octets: UInt32,
      endToEnd: EndToEndProtection = .none, step: StepID? = nil, attack: AttackID? = nil
    ) {
      self.kind = kind
      self.author = author
      self.reversePath = reversePath
      self.from = from
      self.recipients = recipients
      self.subject = subject
      self.octets = octets
      self.endToEnd = endToEnd
      self.step = step
      self.attack = attack
    }
  }

  /// One server's copy of a message and how it came in: what a `Received:` line says.
  public struct Copy: Hashable, Sendable {
    public var message: MessageID
    public var host: HostID
    /// The copy it was relayed from; nil when the author handed it in or the server wrote it.
    public var parent: CopyID?
    /// nil for a message the server wrote itself.
    public var connection: ConnectionID?
    public var keyword: TransmissionKeyword
    public var tls: TLSVersion?
    /// The forward-paths of this copy's envelope.
    public var recipients: [MailboxID]

    public init(
      message: MessageID, host: HostID, parent: CopyID?, connection: ConnectionID?,
      keyword: TransmissionKeyword, tls: TLSVersion?, recipients: [MailboxID]
    ) {
      self.message = message
      self.host = host
      self.parent = parent
      self.connection = connection
      self.keyword = keyword
      self.tls = tls
      self.recipients = recipients
    }
  }
}
