/// Agents and network in tables, one switch over events, the only place that schedules.
///
/// Everything is a row: connections, queue entries, jobs and messages come and go in slabs,
/// servers and people stand in arrays. What happens is noted in the sink, which is a type
/// parameter so that a run without a trace pays nothing for it.
struct World<Sink: TraceSink>: ~Copyable, Sendable {
  let scenario: Scenario
  let end: Instant
  var now = Instant.start
  var events = EventQueue<WorldEvent>()
  var sink: Sink

  var network: Network
  let names: NameService
  var book = AddressBook()
  var domains = DomainTable()
  var servers: [ServerState]
  var people: [PersonState]
  var sources: [TrafficSource]
  /// Whose mailbox it is, by the mailbox as the store knows it.
  var owners: [MailboxID: PersonID] = [:]

  var connections = Slab<Connection?>()
  /// What each connection holds in lists, by slot.
  var wires = SlabColumn<Wire>()
  /// In the order of the scenario.
  var attackers: [any Attacker] = []
  var attackersChoices: [RandomStream] = []
  var talks = Slab<OpenTalk>()
  let senderRecords: SenderRecords
  var shelf = CopyShelf()
  /// Connections of attackers that a packet filter stopped, by machine.
  var blockedTries: [HostID: Int] = [:]
  /// Attacks that have run into a limit.
  var alarmedAt: Set<AttackID> = []

  /// When each connection slot's timer is due; one pending event a slot, however often deadlines move.
  var timers = SlabColumn<Instant?>()
  var messages = Slab<MessageState>()
  var entries = Slab<QueueEntry>()
  var jobs = Slab<DeliveryJob>()

  var connectionCount: UInt32 = 0
  var messageCount: UInt32 = 0
  var copyCount: UInt32 = 0
  var eventCount = 0

  /// Plays the world to its end.
  mutating func run(progress: ((Double) -> Void)? = nil) {
    while let (at, event) = events.next(notAfter: end) {
      now = at
      eventCount += 1
      handle(event)
      if let progress, eventCount & 0x3fff == 0 {
        progress(Double(now.nanoseconds) / Double(max(1, end.nanoseconds)))
      }
    }
    now = end
  }

  private mutating func handle(_ event: WorldEvent) {
    switch event.kind {
    case .reachesServer: if isCurrent(event) { arriveAtServer(event.row) }
    case .reachesClient: if isCurrent(event) { arriveAtClient(event.row) }
    case .timer: timerFired(event.row)
    case .step: perform(StepID(index: event.row))
    case .poll: poll(PersonID(index: event.row))
    case .traffic: generate(from: Int(event.row))
    case .retry: retry(event.row)
    case .processed: processed(event.row)
    case .attack: attackWakes(event.row, AttackAlarm(number: event.generation))
    case .attackSpeaks: if isCurrent(event) { speak(event.row) }
    case .outageBegins: beginOutage(ServerRow(index: event.row))
    case .outageEnds: endOutage(ServerRow(index: event.row))
    }
  }

  private func isCurrent(_ event: WorldEvent) -> Bool {
    connections[event.row]?.generation == event.generation
  }

  // MARK: Notes

  @discardableResult
  mutating func note(_ event: TraceEvent, cause: RecordID? = nil) -> RecordID? {
    sink.note(event, at: now, cause: cause)
  }

  /// Notes what happens on a connection: caused by the last thing that happened there.
  mutating func note(_ event: TraceEvent, on slot: UInt32) {
    let record = sink.note(event, at: now, cause: connections[slot]?.cause)
    if let record { connections[slot]?.cause = record }
  }
}

/// The domains of a run, each known by a small number.
struct DomainTable: Sendable {
  private(set) var domains: [Domain] = []
  private var ids: [Domain: DomainID] = [:]

  subscript(id: DomainID) -> Domain { domains[id] }

  mutating func id(of domain: Domain) -> DomainID {
    if let known = ids[domain] { return known }
    let id = DomainID(domains.count)
    domains.append(domain)
    ids[domain] = id
    return id
  }
}
