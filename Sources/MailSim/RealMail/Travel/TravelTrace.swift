/// Writes a trace of mail that really travelled, so that it can be drawn and reported like a run.
///
/// Only what was found is written: no dialogue, no handshake, no certificate, since neither a
/// trace line nor a log tells them.
struct TravelTrace {
  private(set) var trace: Trace
  private var sites: [String: SiteID] = [:]
  private var hosts: [String: HostID] = [:]
  private var book = AddressBook()
  /// The calendar second of the first record.
  private let start: Int64
  private var latest = Instant.start

  init(title: String, file: String, fingerprint: String, startSeconds: Int64) {
    start = startSeconds
    trace = Trace(
      header: Trace.Header(
        version: MailSimVersion.version, title: title, file: file, fingerprint: fingerprint,
        seed: 0, startSeconds: startSeconds), cast: Cast())
  }

  // MARK: The cast

  mutating func site(_ name: String, isOurs: Bool = false) -> SiteID {
    if let known = sites[name] {
      if isOurs { trace.cast.sites[known].isOurs = true }
      return known
    }
    let id = SiteID(trace.cast.sites.count)
    trace.cast.sites.append(Cast.Site(name: name, title: name, isOurs: isOurs))
    sites[name] = id
    return id
  }

  mutating func host(
    _ name: String, role: Cast.Host.Role, site: SiteID, address: IPAddress?, remark: String
  ) -> HostID {
    let key = name.lowercased()
    if let known = hosts[key] {
      if trace.cast.hosts[known].address == nil { trace.cast.hosts[known].address = address }
      return known
    }
    let id = HostID(trace.cast.hosts.count)
    trace.cast.hosts.append(
      Cast.Host(
        name: name, title: name, remark: remark, role: role, site: site, address: address,
        domain: Domain(name)))
    hosts[key] = id
    return id
  }

  mutating func person(
    _ name: String, machine: HostID, mailbox: MailboxID?, home: HostID?
  ) -> PersonID {
    trace.cast.people.append(
      Cast.Person(name: name, title: name, machine: machine, mailbox: mailbox, home: home))
    return PersonID(trace.cast.people.count - 1)
  }

  /// The number of an address; text that is none gets one that cannot exist (RFC 2606).
  mutating func mailbox(_ text: String) -> MailboxID {
    let inner = text.filter { $0 != "<" && $0 != ">" && $0 != " " }
    let local = String(inner.prefix { $0 != "@" }.prefix(64))
    let id = book.id(
      of: Mailbox(inner)
        ?? Mailbox(
          localPart: local.isEmpty ? "unknown" : local, domain: Domain("unknown.invalid")!))
    trace.cast.mailboxes = book.mailboxes
    return id
  }

  // MARK: What happened

  mutating func message(_ message: Trace.Message) -> MessageID {
    trace.messages.append(message)
    return MessageID(trace.messages.count - 1)
  }

  /// Clocks of several machines are told apart elsewhere; a trace's own time only goes forward.
  mutating func note(_ event: TraceEvent, at seconds: Double?) {
    if let seconds {
      let nanoseconds = Int64(max(0, min(seconds, 9e9)) * 1e9)
      latest = max(latest, Instant(nanoseconds: nanoseconds))
    }
    trace.records.append(Trace.Record(at: latest, cause: nil, event: event))
  }

  func secondsSinceStart(_ date: MailDate?) -> Double? {
    guard let date else { return nil }
    return Double(date.seconds - start) + Double(date.nanoseconds) / 1e9
  }

  /// A copy that a program on the server itself handed in.
  mutating func begin(_ message: MessageID, at host: HostID, recipients: [MailboxID], _ at: Double?)
    -> CopyID
  {
    let id = CopyID(trace.copies.count)
    trace.copies.append(
      Trace.Copy(
        message: message, host: host, parent: nil, connection: nil, keyword: .smtp, tls: nil,
        recipients: recipients))
    note(.stored(id, .spool), at: at)
    return id
  }

  /// One connection that a copy came in by.
  struct Step {
    var client: HostID
    var server: HostID
    var clientAddress: IPAddress?
    var helloName: String
    var protection: Protection
    var keyword: TransmissionKeyword?
    var tls: TLSVersion?
    var at: Double?
    var service = Service.smtp

    var reason: ProtectionReason {
      switch protection {
      case .encrypted: .reportedTLS
      case .plaintext: .reportedPlaintext
      case .unknown: .beyondTheModel
      }
    }
  }

  mutating func hop(
    _ message: MessageID, from parent: CopyID?, _ step: Step, recipients: [MailboxID]
  ) -> CopyID {
    let connection = ConnectionID(trace.connections.count)
    let unknown = IPAddress(v4: 0)
    trace.connections.append(
      Trace.Connection(
        client: step.client, server: step.server,
        clientAddress: step.clientAddress ?? trace.cast.hosts[step.client].address ?? unknown,
        serverAddress: trace.cast.hosts[step.server].address ?? unknown, service: step.service,
        helloName: step.helloName))
    let id = CopyID(trace.copies.count)
    let isEncrypted = step.protection == .encrypted
    trace.copies.append(
      Trace.Copy(
        message: message, host: step.server, parent: parent, connection: connection,
        keyword: step.keyword
          ?? TransmissionKeyword(
            usedEHLO: true, isEncrypted: isEncrypted, isAuthenticated: false), tls: step.tls,
        recipients: recipients))
    note(.opening(connection), at: step.at)
    note(.opened(connection), at: step.at)
    note(.protection(connection, step.protection, step.reason), at: step.at)
    note(.accepted(id), at: step.at)
    note(.stored(id, .spool), at: step.at)
    if let parent {
      for recipient in recipients {
        note(.relayed(parent, recipient: recipient, to: id), at: step.at)
      }
    }
    note(.closed(connection, .quit), at: step.at)
    return id
  }

  mutating func postpone(
    _ copy: CopyID, _ recipient: MailboxID, _ problem: DeliveryFailure, at: Double, until: Double
  ) {
    let next = Instant(nanoseconds: Int64(max(0, min(until, 9e9)) * 1e9))
    note(.deferred(copy, recipient: recipient, problem, until: next), at: at)
  }

  mutating func leaveSpool(_ copy: CopyID, at: Double? = nil) {
    note(.removed(copy, .spool), at: at)
  }

  mutating func deliver(_ copy: CopyID, to recipient: MailboxID, at: Double? = nil) {
    note(.stored(copy, .mailbox(recipient)), at: at)
    note(.delivered(copy, recipient: recipient), at: at)
  }
}

extension TLSVersion {
  /// nil for versions the model does not know.
  init?(reported text: String?) {
    switch text {
    case "TLSv1.2": self = .tls12
    case "TLSv1.3": self = .tls13
    default: return nil
    }
  }
}
