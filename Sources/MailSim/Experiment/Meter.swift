import DequeModule

/// Counts a run while it goes on, and keeps of it only what is still under way: a message until
/// nobody holds it, a copy until no disk holds it.
struct Meter: TraceSink {
  private(set) var measures = Measures()
  private let isHostile: Whose
  private var clock = Instant.start

  private var connections = SerialTable<MeteredConnection>()
  /// Closed ones are kept a while: what was on its way when an end closed still arrives.
  private var closing: Deque<UInt32> = []
  private var messages = SerialTable<MeteredMessage>()
  private var copies = SerialTable<MeteredCopy>()
  /// The copy whose server last replaced each forwarding address of a message that is under way.
  private var replacements: [MessageID: [MailboxID: CopyID]] = [:]
  /// By which connection the copy came that was added last: it is accepted at once or never.
  private var arrival: ConnectionID?

  private var rests = (spools: 0, mailboxes: 0, readable: 0)

  init(_ scenario: Scenario) {
    isHostile = Whose(scenario)
    measures.attacks = scenario.attacks.map { AttackMeasures(name: $0.name, kind: $0.kind) }
  }

  // MARK: Rows

  static var keepsWords: Bool { false }

  var octets: Int { connections.octets + messages.octets + copies.octets }

  mutating func add(_ connection: @autoclosure () -> Trace.Connection) {
    let row = connection()
    connections.append(
      MeteredConnection(isReading: row.service.accessProtocol != nil, attack: row.attack))
    measures.connections += 1
  }

  mutating func add(
    _ message: @autoclosure () -> Trace.Message, to recipients: ShortList<MailboxID>
  ) {
    let row = message()
    guard row.kind == .original else {
      measures.summary.notices += 1
      messages.append(nil)
      return
    }
    measures.summary.messages += 1
    var metered = MeteredMessage(
      isHostile: isHostile.message(row), attack: row.attack,
      isReadable: row.endToEnd.atRest != .encrypted)
    for recipient in recipients { metered.settle(recipient, .queued) }
    messages.append(metered)
    count(metered.isHostile) { $0.messages += 1 }
  }

  mutating func add(_ copy: @autoclosure () -> Trace.Copy, for recipients: ShortList<MailboxID>) {
    let row = copy()
    var marks: MeteredCopy.Marks = [.isNotice, .isReadable, .isAllEncrypted]
    if let message = messages[row.message.index] {
      marks.remove(.isNotice)
      if message.isHostile { marks.insert(.isHostile) }
      if !message.isReadable { marks.remove(.isReadable) }
    }
    if let parent = row.parent, copies[parent.index]?.marks.contains(.isAllEncrypted) == false {
      marks.remove(.isAllEncrypted)
    }
    copies.append(MeteredCopy(message: row.message, host: row.host, marks: marks))
    arrival = row.connection
  }

  // MARK: Records

  mutating func note(_ event: TraceEvent, at now: Instant, cause: RecordID?) -> RecordID? {
    pass(to: now)
    switch event {
    case .openFailed(let connection, let failure):
      measures.summary.failedConnections += 1
      if failure.isBlocked {
        measures.summary.blockedConnections += 1
        measures.firstBlocked = measures.firstBlocked ?? (now - .start).inSeconds
      }
      close(connection)
    case .closed(let connection, _): close(connection)
    case .protection(let connection, let protection, _):
      connections.update(connection.index) {
        $0.protection = protection
        $0.isSettled = true
      }
    case .smtpReply(_, let reply, _): if reply == .tooManyConnections { measures.turnedAway += 1 }
    case .decided(let connection, let verdict, let reason, _, _, _):
      count(verdict)
      if verdict == .accept, let attack = connections[connection.index]?.attack {
        measures.attacks[attack].holes[reason.rawValue, default: 0] += 1
      }
    case .loginSucceeded(let connection, _): login(connection)
    case .loginFailed: measures.summary.failedLogins += 1
    case .windowOpened: measures.windowsOpened += 1
    case .composed(let message): messages.update(message.index) { $0.composed = now }
    case .refusedToAuthor(let message, let recipient, _):
      messages.update(message.index) { $0.settle(recipient, .refused) }
    case .accepted(let copy): accepted(copy)
    case .stored(let copy, let storage): stored(copy, storage, now)
    case .removed(let copy, let storage): removed(copy, storage, now)
    case .deferred(let copy, let recipient, _, _): deferred(copy, recipient)
    case .relayed(let copy, _, let next):
      // A server that hands a message to itself has not let it go.
      if let row = copies[copy.index], let attack = messages[row.message.index]?.attack,
        row.host != copies[next.index]?.host
      {
        measures.attacks[attack].relayed += 1
      }
    case .delivered(let copy, let recipient): delivered(copy, recipient, now)
    case .forwarded(let copy, let recipient, let new):
      replace(recipient, by: new, in: copy)
    case .bounced(let copy, let recipient, _, let notice):
      settle(copy, recipient, notice == nil ? .lost : .bounced)
    case .fetched(let copy, _, let connection): fetched(copy, connection)
    case .attack(let attack, let moment): count(moment, of: attack, now)
    case .accessCommand, .smtpCommand:
      guard let (connection, _) = event.passwordShown,
        let row = connections[connection.index], row.isSettled, row.protection == .plaintext
      else { break }
      measures.summary.clearPasswords += 1
    case .opening, .opened, .accessReply, .tlsEstablished,
      .tlsFailed, .delayWarned, .looked, .moved, .outage:
      break
    }
    return nil
  }

  /// Nobody holds a message any more: its fates are final.
  mutating func forget(_ message: MessageID) {
    if !replacements.isEmpty { replacements[message] = nil }
    guard let row = messages[message.index] else { return }
    messages.remove(message.index)
    tell(row)
  }

  /// The run is over: what is still under way stays so.
  mutating func finish(at end: Instant) -> Measures {
    pass(to: end)
    let left = messages
    left.forEach { _, row in tell(row) }
    measures.seconds = (end - .start).inSeconds
    if measures.seconds > 0 {
      measures.inSpools /= measures.seconds
      measures.inMailboxes /= measures.seconds
      measures.readable /= measures.seconds
    }
    return measures
  }

  // MARK: Time

  /// Adds the time since the last record to what lay still meanwhile.
  private mutating func pass(to now: Instant) {
    guard now > clock else { return }
    let passed = (now - clock).inSeconds
    measures.inSpools += Double(rests.spools) * passed
    measures.inMailboxes += Double(rests.mailboxes) * passed
    measures.readable += Double(rests.readable) * passed
    clock = now
  }

  // MARK: Connections

  private mutating func close(_ connection: ConnectionID) {
    closing.append(connection.index)
    if closing.count > Self.kept, let oldest = closing.popFirst() { connections.remove(oldest) }
  }

  /// So many closed connections are remembered.
  private static var kept: Int { 4_096 }

  private mutating func login(_ connection: ConnectionID) {
    if connections[connection.index]?.isReading == true {
      measures.summary.logins += 1
    } else {
      measures.summary.authentications += 1
    }
  }

  private mutating func count(_ verdict: RelayVerdict) {
    switch verdict {
    case .accept: measures.summary.relayAccepted += 1
    case .refuse: measures.summary.relayRefused += 1
    case .defer: measures.summary.relayDeferred += 1
    }
  }

  // MARK: Hops and rests

  /// Counts a hop of a copy; of one that is not known only that there was a hop.
  private mutating func hop(_ protection: Protection, of copy: MeteredCopy?) {
    switch protection {
    case .encrypted: measures.summary.encryptedHops += 1
    case .plaintext: measures.summary.plaintextHops += 1
    case .unknown: measures.summary.unknownHops += 1
    }
    guard let copy, !copy.marks.contains(.isNotice) else { return }
    count(copy.marks.contains(.isHostile)) { mail in
      switch protection {
      case .encrypted: mail.encryptedHops += 1
      case .plaintext: mail.plaintextHops += 1
      case .unknown: mail.unknownHops += 1
      }
    }
  }

  private mutating func accepted(_ copy: CopyID) {
    guard let row = copies[copy.index], let connection = arrival else { return }
    let protection = connections[connection.index]?.protection ?? .plaintext
    if protection != .encrypted { copies.update(copy.index) { $0.marks.remove(.isAllEncrypted) } }
    hop(protection, of: row)
  }

  private mutating func fetched(_ copy: CopyID, _ connection: ConnectionID?) {
    let protection = connection.map { connections[$0.index]?.protection ?? .plaintext } ?? .unknown
    let row = copies[copy.index]
    hop(protection, of: row)
  }

  private mutating func stored(_ copy: CopyID, _ storage: Storage, _ now: Instant) {
    measures.summary.restingPlaces += 1
    guard let row = copies[copy.index] else { return }
    copies.update(copy.index) { $0.places += 1 }
    if row.marks.contains(.isReadable) {
      measures.summary.readablePlaces += 1
      rests.readable += 1
    }
    switch storage {
    case .spool:
      rests.spools += 1
      copies.update(copy.index) { $0.since = now }
    case .mailbox: rests.mailboxes += 1
    }
  }

  private mutating func removed(_ copy: CopyID, _ storage: Storage, _ now: Instant) {
    guard let row = copies[copy.index] else { return }
    if row.marks.contains(.isReadable) { rests.readable -= 1 }
    switch storage {
    case .spool:
      rests.spools -= 1
      measures.spoolTime.add(now - row.since)
    case .mailbox: rests.mailboxes -= 1
    }
    copies.update(copy.index) { $0.places -= 1 }
    if row.places == 1 { copies.remove(copy.index) }
  }

  // MARK: Fates

  private mutating func settle(
    _ copy: CopyID, _ recipient: MailboxID, _ outcome: MeteredMessage.Outcome?
  ) {
    guard let row = copies[copy.index] else { return }
    messages.update(row.message.index) { $0.settle(recipient, outcome) }
  }

  private mutating func deferred(_ copy: CopyID, _ recipient: MailboxID) {
    measures.deferrals += 1
    guard let row = copies[copy.index] else { return }
    messages.update(row.message.index) { $0.wasDeferred(recipient) }
  }

  /// A forwarding address gives way to another, which is under way from here on, also when an
  /// earlier copy of a circle over several servers had it replaced (as `Trace.fates` has it).
  private mutating func replace(_ mailbox: MailboxID, by new: MailboxID, in copy: CopyID) {
    guard let message = copies[copy.index]?.message else { return }
    let earlier = replacements[message]?[new]
    replacements[message, default: [:]][mailbox] = copy
    messages.update(message.index) { row in
      row.settle(mailbox, .forwarded)
      let comesBack = row.outcome(of: new) == .forwarded && earlier != copy
      row.settle(new, comesBack ? .queued : nil)
    }
  }

  private mutating func delivered(_ copy: CopyID, _ recipient: MailboxID, _ now: Instant) {
    guard let row = copies[copy.index], let message = messages[row.message.index] else { return }
    let isFirst = message.outcome(of: recipient) != .delivered
    messages.update(row.message.index) { $0.settle(recipient, .delivered) }
    guard isFirst else { return }
    let isAllEncrypted = row.marks.contains(.isAllEncrypted)
    count(message.isHostile) { mail in
      mail.delay.add(now - message.composed)
      if isAllEncrypted { mail.deliveredEncrypted += 1 }
    }
    if let attack = message.attack { measures.attacks[attack].delivered += 1 }
  }

  private mutating func tell(_ message: MeteredMessage) {
    for recipient in message.recipients {
      switch recipient.outcome {
      case .delivered: measures.summary.delivered += 1
      case .bounced, .lost: measures.summary.bounced += 1
      case .refused: measures.summary.refused += 1
      case .forwarded: measures.summary.forwarded += 1
      case .queued: measures.summary.queued += 1
      }
    }
    count(message.isHostile) { message.tell(&$0) }
  }

  private mutating func count(_ isHostile: Bool, _ change: (inout MailMeasures) -> Void) {
    if isHostile { change(&measures.hostile) } else { change(&measures.honest) }
  }

  // MARK: Attacks

  private mutating func count(_ moment: AttackMoment, of attack: AttackID, _ now: Instant) {
    switch moment {
    case .tried: measures.attacks[attack].attempted += 1
    case .refused: measures.attacks[attack].refused += 1
    case .taken: measures.attacks[attack].taken += 1
    case .contentSeen: measures.attacks[attack].read += 1
    case .copyRead(_, let content): if content { measures.attacks[attack].read += 1 }
    case .passwordSeen: measures.attacks[attack].passwords += 1
    case .lacks: measures.attacks[attack].lacking += 1
    case .succeeded:
      measures.attacks[attack].firstSuccess =
        measures.attacks[attack].firstSuccess ?? (now - .start).inSeconds
    case .began: measures.attacks[attack].began = (now - .start).inSeconds
    case .altered, .misled, .noticed, .ended: break
    }
  }
}
