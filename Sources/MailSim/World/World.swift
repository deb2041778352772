/// Agents and network in tables, one switch over events, the only place that schedules.
///
/// Everything is a row: connections, queue entries, jobs and messages come and go in slabs,
/// servers and people stand in tables. What happens is noted in the sink, which is a type
/// parameter so that a run without a trace pays nothing for it.
///
/// What is called for an event is `mutating` even where it changes nothing: before a call of
/// another function the compiler (6.3) copies the whole world, two kilobytes of it.
struct World<Sink: TraceSink>: ~Copyable, Sendable {
  let scenario: Scenario
  let end: Instant
  var events = EventQueue<WorldEvent>()

  var network: Network
  /// What travels, the trace, and what servers want done.
  var mail: MailTables<Sink>
  var servers: Table<ServerRow, MailServer>
  var people: Table<PersonID, PersonState>
  var plans: [TrafficPlan]
  var sources: [TrafficSource]

  var connections = Slab<Connection>()
  /// What each connection holds in lists, by slot, and the segments under way on all of them.
  var inTransit = SlabColumn<InTransit>()
  var segments = Slab<Pipe.Written>()
  /// In the order of the scenario.
  var attackers: [any Attacker] = []
  var attackersChoices: [RandomStream] = []
  var dialogues = Slab<OpenDialogue>()
  var storedCopies = StoredCopyIndex()
  /// Connections of attackers that a packet filter stopped, by machine.
  var blockedTries: [HostID: Int] = [:]
  /// AUTH exchanges in dialogues typed by hand, by connection slot.
  var typedExchanges: [UInt32: SASLServer] = [:]
  /// When each connection slot's timer is due; one pending event a slot, however often deadlines move.
  var timers = SlabColumn<Timer>()
  /// Jobs whose sender took another host for the domain's: the genuine one, and who did it.
  var deceptions: [UInt32: (genuine: ServerRow?, by: AttackID)] = [:]

  var connectionCount: UInt32 = 0
  var eventCount = 0

  var now: Instant {
    get { mail.now }
    set { mail.now = newValue }
  }

  /// Plays the world to its end.
  mutating func run(
    within limits: RunLimits, progress: ((Double) -> Void)? = nil
  ) throws(RunLimitExceeded) {
    var nextLook = 0
    while let (at, event) = events.next(notAfter: end) {
      if isCancelled(event) {
        events.skip()
        continue
      }
      if eventCount == nextLook { nextLook = try look(at: limits, progress) }
      now = at
      eventCount += 1
      handle(event)
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
    case .retry: wake(.retry, entry: event.row)
    case .processed: wake(.processed, entry: event.row)
    case .attack: attackWakes(event.row, AttackAlarm(number: event.generation))
    case .attackSpeaks: if isCurrent(event) { speak(event.row) }
    case .outageBegins: beginOutage(ServerRow(index: event.row))
    case .outageEnds: endOutage(ServerRow(index: event.row))
    case .policyRefresh: refreshPolicies(of: ServerRow(index: event.row))
    }
  }

  private mutating func isCurrent(_ event: WorldEvent) -> Bool {
    connections[event.row].isLive && connections[event.row].generation == event.generation
  }

  // MARK: Notes

  @discardableResult
  mutating func note(_ event: TraceEvent, cause: RecordID? = nil) -> RecordID? {
    mail.note(event, cause: cause)
  }

  /// Notes what happens on a connection: caused by the last thing that happened there.
  mutating func note(_ event: TraceEvent, on slot: UInt32) {
    guard connections[slot].isLive else {
      mail.note(event)
      return
    }
    mail.note(event, on: &connections[slot].session)
  }
}
