/// What holds after a record of a trace: who is connected, what lies where, what waits, what became
/// of each recipient.
///
/// It is one fold over the records: the state after record k depends on the first k records alone,
/// however one came there.
public struct TraceState: Hashable, Sendable {
  public private(set) var sessions: [ConnectionID: Session] = [:]
  public private(set) var rests: [Place: Instant] = [:]
  public private(set) var waiting: [Pending: Wait] = [:]
  public private(set) var windows: [Roamer: Instant] = [:]
  public private(set) var fates: [Pair: Fate.Outcome] = [:]
  /// Hosts that moved, and where they are now.
  public private(set) var sites: [HostID: SiteID] = [:]
  public private(set) var outOfOrder: Set<HostID> = []

  public init() {}

  /// A part of the state that can change by itself.
  public enum Part: Hashable, Sendable {
    case session(ConnectionID)
    case rest(Place)
    case waiting(Pending)
    case window(Roamer)
    case fate(Pair)
    case host(HostID)
  }

  /// A connection, from the first packet on.
  public struct Session: Hashable, Sendable {
    public enum Phase: Hashable, Sendable {
      case opening, open
      case failed(ConnectionFailure)
      case closed(ConnectionEnd)
    }

    public var phase: Phase
    /// nil until it is settled whether a listener can read what passes.
    public var protection: Protection?
    public var reason: ProtectionReason?
  }

  /// Where a copy lies.
  public struct Place: Hashable, Sendable {
    public var copy: CopyID
    public var storage: Storage
  }

  /// A recipient that a server still has to deliver a copy to.
  public struct Pending: Hashable, Sendable {
    public var copy: CopyID
    public var recipient: MailboxID
  }

  /// Why a delivery waits, and until when.
  public struct Wait: Hashable, Sendable {
    public var failure: DeliveryFailure
    public var until: Instant
  }

  /// An address from which mail was read, at the server that it was read from.
  public struct Roamer: Hashable, Sendable {
    public var server: HostID
    public var address: IPAddress
  }

  /// A message and one of its recipients.
  public struct Pair: Hashable, Sendable {
    public var message: MessageID
    public var recipient: MailboxID
  }

  /// Goes on by one record.
  ///
  /// - Returns: the parts that may have changed, in a fixed order.
  public mutating func apply(_ record: Trace.Record, in trace: Trace) -> [Part] {
    switch record.event {
    case .opening(let id): begin(id, .opening)
    case .opened(let id): set(.open, of: id)
    case .openFailed(let id, let failure): set(.failed(failure), of: id)
    case .closed(let id, let end): set(.closed(end), of: id)
    case .protection(let id, let protection, let reason):
      settle(id, protection, reason)
    case .windowOpened(let server, let address, _):
      open(Roamer(server: server, address: address), at: record.at)
    case .composed(let message):
      trace.messages[message].recipients.flatMap { settle(message, $0, .queued) }
    case .refusedToAuthor(let message, let recipient, let reply):
      settle(message, recipient, .refused(reply))
    case .stored(let copy, let storage):
      store(Place(copy: copy, storage: storage), since: record.at)
    case .removed(let copy, let storage): remove(Place(copy: copy, storage: storage))
    case .deferred(let copy, let recipient, let failure, let until):
      wait(Pending(copy: copy, recipient: recipient), Wait(failure: failure, until: until))
    case .relayed(let copy, let recipient, _): endWait(copy, recipient)
    case .delivered(let copy, let recipient):
      endWait(copy, recipient) + settle(trace.copies[copy].message, recipient, .delivered)
    case .bounced(let copy, let recipient, let failure, let notice):
      endWait(copy, recipient)
        + settle(trace.copies[copy].message, recipient, .bounced(failure, notice: notice))
    case .forwarded(let copy, let recipient, let new):
      endWait(copy, recipient) + settle(trace.copies[copy].message, recipient, .forwarded)
        + expect(trace.copies[copy].message, new)
    case .moved(let host, let site, _): move(host, to: site)
    case .outage(let host, let begins): turn(host, off: begins)
    case .smtpCommand, .smtpReply, .accessCommand, .accessReply, .tlsEstablished, .tlsFailed,
      .decided, .loginSucceeded, .loginFailed, .accepted, .delayWarned, .fetched, .looked, .attack:
      []
    }
  }

  // MARK: Connections

  private mutating func begin(_ id: ConnectionID, _ phase: Session.Phase) -> [Part] {
    sessions[id] = Session(phase: phase)
    return [.session(id)]
  }

  private mutating func set(_ phase: Session.Phase, of id: ConnectionID) -> [Part] {
    sessions[id, default: Session(phase: phase)].phase = phase
    return [.session(id)]
  }

  private mutating func settle(
    _ id: ConnectionID, _ protection: Protection, _ reason: ProtectionReason
  ) -> [Part] {
    sessions[id, default: Session(phase: .open)].protection = protection
    sessions[id]?.reason = reason
    return [.session(id)]
  }

  private mutating func open(_ roamer: Roamer, at instant: Instant) -> [Part] {
    windows[roamer] = instant
    return [.window(roamer)]
  }

  // MARK: Messages

  private mutating func settle(
    _ message: MessageID, _ recipient: MailboxID, _ outcome: Fate.Outcome
  ) -> [Part] {
    let pair = Pair(message: message, recipient: recipient)
    fates[pair] = outcome
    return [.fate(pair)]
  }

  /// A forwarding address leads to a recipient, who may be known already.
  private mutating func expect(_ message: MessageID, _ recipient: MailboxID) -> [Part] {
    let pair = Pair(message: message, recipient: recipient)
    guard fates[pair] == nil else { return [] }
    fates[pair] = .queued
    return [.fate(pair)]
  }

  private mutating func store(_ place: Place, since instant: Instant) -> [Part] {
    rests[place] = instant
    return [.rest(place)]
  }

  private mutating func remove(_ place: Place) -> [Part] {
    rests[place] = nil
    return [.rest(place)]
  }

  private mutating func wait(_ pending: Pending, _ wait: Wait) -> [Part] {
    waiting[pending] = wait
    return [.waiting(pending)]
  }

  private mutating func endWait(_ copy: CopyID, _ recipient: MailboxID) -> [Part] {
    let pending = Pending(copy: copy, recipient: recipient)
    return waiting.removeValue(forKey: pending) == nil ? [] : [.waiting(pending)]
  }

  // MARK: Hosts

  private mutating func move(_ host: HostID, to site: SiteID) -> [Part] {
    sites[host] = site
    return [.host(host)]
  }

  private mutating func turn(_ host: HostID, off: Bool) -> [Part] {
    if off { outOfOrder.insert(host) } else { outOfOrder.remove(host) }
    return [.host(host)]
  }
}
