import DequeModule

/// A mail server: told what a client said or which alarm went off, it changes its state and writes
/// down what is to be done.
///
/// It opens no connection and waits for nothing; a simulated world and a real one can hold it
/// alike. Where what stands: admission and commands in `+SMTP`, logins in `+Logins`, the facts of a
/// decision in `+Facts`, who is taken and what in `+Acceptance`, filters in `+Defences`, reading in
/// `+Access`, the queue in `+Spool` and `+Routing`, mailboxes in `+Delivery`, bounces in `+Notices`,
/// published policies in `+TLSPolicy`.
///
/// What is asked for an event is `mutating` even where it changes nothing: before a call of another
/// function the compiler (6.3) would copy the whole server.
struct MailServer: Sendable {
  /// Its row among the servers of a run.
  let row: ServerRow
  let settings: Scenario.Server
  /// Whom it relays for. Not a constant, since a constant would be copied for every question.
  private var policy: RelayPolicy
  /// Whether its policy is asked at commands other than RCPT.
  let speaksElsewhere: Bool
  /// Whether its policy looks at more than address, login, encryption, window and envelope.
  let asksFurther: Bool
  /// The services it listens for, a bit each.
  private let listening: UInt32
  var windows: RoamingWindows
  var store: MessageStore
  var isDown = false
  /// nil where the server has no defences besides its policy.
  var defence: DefenceState?

  var ready: ReadyQueue
  /// The number of the host's name, once it has come up.
  var hostDomain: DomainID?
  private var incoming = 0
  private var incomingPerClient = OpenTable<IPAddress, Int32>()

  /// Who can log in here.
  var accounts = AccountTable()
  var envelopes = EnvelopeTable()
  /// Who is at the other end of a session, where the policy asks; by the carrier's number.
  var peers: [UInt32: SessionPeer] = [:]

  /// Entries that wait for a worker, and workers at work.
  var unprocessed: Deque<UInt32> = []
  var busyWorkers = 0

  /// Entries whose turn came while the server was down.
  var heldBack: [UInt32] = []

  /// Which MTA-STS policies are known, and until when (RFC 8461 §5.1).
  var knownPolicies: [Domain: KnownPolicy] = [:]

  var exchangerChoice: RandomStream
  var processing: RandomStream
  private var offers: RandomStream

  /// What was found out about addresses, by their numbers.
  private var standings: ContiguousArray<MailboxStanding?> = []
  /// Local parts in lower case; nil takes any.
  private let localParts: Set<String>?
  private let forwards: [String: [Mailbox]]
  /// The row of this server's first rule in `Cast.rules`.
  let firstRule: Int

  init(_ settings: Scenario.Server, row: ServerRow, firstRule: Int, streams: RandomStreams) {
    self.row = row
    self.settings = settings
    policy = settings.policy
    speaksElsewhere = settings.policy.speaksElsewhere
    asksFurther = !settings.policy.parts.isSubset(of: [
      .address, .login, .encryption, .window, .sender, .recipient, .recipientExistence,
    ])
    listening = settings.services.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
    self.firstRule = firstRule
    windows = RoamingWindows(span: settings.roaming.window, expiry: settings.roaming.expiry)
    defence = DefenceState(settings, streams: streams)
    store = MessageStore(quota: settings.limits.mailboxOctets)
    ready = ReadyQueue(
      limit: settings.queue.maxConnections, limitPerTarget: settings.queue.maxConnectionsPerHop)
    exchangerChoice = streams.stream(for: "exchangers chosen by \(settings.name)")
    processing = streams.stream(for: "processing at \(settings.name)")
    offers = streams.stream(for: "TLS offered by \(settings.name)")
    localParts = settings.mailboxes.map { Set($0.map { $0.lowercased() }) }
    forwards = Dictionary(
      settings.forwards.map { ($0.localPart.lowercased(), $0.to) }, uniquingKeysWith: { $1 })
  }

  var host: HostID { HostID(index: row.index) }

  mutating func decide(_ facts: RelayFacts) -> RelayDecision { policy.decide(facts) }

  mutating func decide(_ facts: RelayFacts, at moment: RestrictionMoment) -> RelayDecision? {
    policy.decide(facts, at: moment)
  }

  /// Whether anybody answers on a service's port; who has no certificate has no implicit TLS.
  mutating func listens(for service: Service) -> Bool {
    listening & 1 << UInt32(service.rawValue) != 0
      && !(service.isImplicitTLS && settings.tls.offer == .no)
  }

  /// Whether the next connection is offered STARTTLS or STLS.
  mutating func offersUpgrade() -> Bool {
    guard settings.tls.offersUpgrade else { return false }
    return settings.tls.share >= 1 || offers.chance(settings.tls.share)
  }

  /// The mailbox mail for an address ends in: local parts are compared without case, and what
  /// follows a `+` is the user's own affair.
  static func canonical(_ mailbox: Mailbox) -> Mailbox {
    let base = mailbox.localPart.prefix { $0 != "+" }
    let name = base.isEmpty ? mailbox.localPart[...] : base
    return Mailbox(localPart: name.lowercased(), domain: mailbox.domain)
  }

  func isLocal(_ mailbox: Mailbox) -> Bool {
    settings.policy.settings.isLocal(mailbox.domain)
  }

  /// Whether a mailbox or a forwarding address of this name exists here.
  func hasMailbox(_ mailbox: Mailbox) -> Bool {
    guard let localParts else { return true }
    let name = Self.canonical(mailbox).localPart
    // Every domain has a postmaster (RFC 5321 §4.5.1).
    return localParts.contains(name) || forwards[name] != nil || name == "postmaster"
  }

  /// Whether RCPT is refused because nobody of that name is here.
  func refusesUnknown(_ mailbox: Mailbox) -> Bool {
    !settings.bouncesUnknownUsers && isLocal(mailbox) && !mailbox.hasRoutingTricks
      && !hasMailbox(mailbox)
  }

  func forwards(of mailbox: Mailbox) -> [Mailbox]? {
    forwards.isEmpty ? nil : forwards[Self.canonical(mailbox).localPart]
  }

  /// What is known of an address here, if somebody has asked before.
  mutating func knownStanding(of id: MailboxID) -> MailboxStanding? {
    standings.value(at: id.index)
  }

  mutating func findStanding(of mailbox: Mailbox, _ id: MailboxID) -> MailboxStanding {
    var standing = MailboxStanding()
    if isLocal(mailbox) { standing.insert(.isLocal) }
    if mailbox.hasRoutingTricks { standing.insert(.hasDetour) }
    if hasMailbox(mailbox) { standing.insert(.exists) }
    if forwards(of: mailbox) != nil { standing.insert(.isForwarded) }
    if refusesUnknown(mailbox) { standing.insert(.isRefused) }
    standings.put(standing, at: id.index)
    return standing
  }

  /// What an address is to this server.
  mutating func standing<Sink>(of mailbox: MailboxID, _ mail: inout MailTables<Sink>)
    -> MailboxStanding
  {
    knownStanding(of: mailbox) ?? findStanding(of: mail.book[mailbox], mailbox)
  }

  var postmaster: Mailbox {
    Mailbox(localPart: "postmaster", domain: settings.domains.first ?? settings.host)
  }

  // MARK: Connection slots

  mutating func hasRoom(for client: IPAddress) -> Bool {
    incoming < settings.limits.connections
      && Int(incomingPerClient[client] ?? 0) < settings.limits.connectionsPerClient
  }

  mutating func take(_ client: IPAddress) {
    incoming += 1
    incomingPerClient.set((incomingPerClient[client] ?? 0) + 1, for: client)
  }

  mutating func release(_ client: IPAddress) {
    incoming -= 1
    guard let others = incomingPerClient[client], others > 1 else {
      incomingPerClient.remove(client)
      return
    }
    incomingPerClient.set(others - 1, for: client)
  }
}

/// An MTA-STS policy as a sender remembers it, and the server whose domain publishes it.
struct KnownPolicy: Sendable {
  var mode: Scenario.ServerTLS.STSMode
  var until: Instant
  let source: ServerRow
}

/// What an address is to a server.
struct MailboxStanding: OptionSet, Sendable, BitwiseCopyable {
  let rawValue: UInt8

  /// Its domain is kept here.
  static let isLocal = MailboxStanding(rawValue: 1 << 0)
  /// Its local part asks to be passed on (RFC 2505 §2.1).
  static let hasDetour = MailboxStanding(rawValue: 1 << 1)
  /// A mailbox or a forwarding address of this name is here.
  static let exists = MailboxStanding(rawValue: 1 << 2)
  static let isForwarded = MailboxStanding(rawValue: 1 << 3)
  /// RCPT is refused since nobody of that name is here.
  static let isRefused = MailboxStanding(rawValue: 1 << 4)
}
