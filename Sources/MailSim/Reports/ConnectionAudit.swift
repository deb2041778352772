/// What connections claim holds: encryption, logins, windows, and what a `Received:` line says.
struct ConnectionAudit {
  private let trace: Trace
  private var violations: [Violation] = []
  private var isOpened: [Bool]
  private var isEncrypted: [Bool]
  private var shields: [Protection?]
  private var logins: [Int]
  /// Logins by POP or IMAP that have not yet opened a window.
  private var pendingWindows: [Int]

  static func violations(in trace: Trace) -> [Violation] {
    var audit = ConnectionAudit(trace)
    for (row, record) in trace.records.enumerated() {
      audit.check(record.event, RecordID(row))
    }
    return audit.violations
  }

  private init(_ trace: Trace) {
    self.trace = trace
    let count = trace.connections.count
    isOpened = Array(repeating: false, count: count)
    isEncrypted = Array(repeating: false, count: count)
    shields = Array(repeating: nil, count: count)
    logins = Array(repeating: 0, count: count)
    pendingWindows = Array(repeating: 0, count: count)
  }

  private mutating func complain(_ record: RecordID, _ words: String) {
    violations.append(Violation(record: record, words: words))
  }

  private mutating func check(_ event: TraceEvent, _ record: RecordID) {
    switch event {
    case .opened(let id): isOpened[id] = true
    case .smtpCommand(let id, _), .smtpReply(let id, _, _), .accessCommand(let id, _),
      .accessReply(let id, _):
      checkOpen(id, record)
    case .tlsEstablished(let id, _, _): isEncrypted[id] = true
    case .protection(let id, let protection, let reason):
      settle(id, protection, reason, record)
    case .loginSucceeded(let id, _):
      logins[id] += 1
      pendingWindows[id] += 1
    case .windowOpened(let server, let address, let id): window(server, address, id, record)
    case .accepted(let copy): checkClaim(of: copy, record)
    case .fetched(_, let reader, let id?): checkReader(reader, id, record)
    default: break
    }
  }

  /// Words pass only on a connection that stands; implicit TLS comes before the first of them.
  private mutating func checkOpen(_ id: ConnectionID, _ record: RecordID) {
    if !isOpened[id] {
      complain(record, "something is said on connection \(id.index) before it stands")
      isOpened[id] = true
    }
    if trace.connections[id].service.isImplicitTLS, !isEncrypted[id] {
      complain(record, "something is said in the clear on a port with implicit TLS")
      isEncrypted[id] = true
    }
  }

  private mutating func settle(
    _ id: ConnectionID, _ protection: Protection, _ reason: ProtectionReason, _ record: RecordID
  ) {
    shields[id] = protection
    if protection == .encrypted, !isEncrypted[id] {
      complain(record, "connection \(id.index) is called encrypted, but no TLS stands")
    }
    if protection == .plaintext, isEncrypted[id] {
      complain(record, "connection \(id.index) is called plaintext, but TLS stands")
    }
    if protection == .encrypted, !reason.isEncrypted {
      complain(record, "encryption cannot come of '\(reason.phrase)'")
    }
  }

  private mutating func window(
    _ server: HostID, _ address: IPAddress, _ id: ConnectionID, _ record: RecordID
  ) {
    // A forged line in a log opens one without a login; that is what the attack shows.
    if trace.connections[id].attack != nil, trace.connections[id].service.accessProtocol == nil {
      return
    }
    if pendingWindows[id] == 0 {
      complain(record, "a window opens without a login on connection \(id.index)")
    } else {
      pendingWindows[id] -= 1
    }
    let connection = trace.connections[id]
    if connection.server != server || connection.clientAddress != address {
      complain(record, "a window opens for \(address), which did not log in")
    }
    if connection.service.accessProtocol == nil {
      complain(record, "a window opens on a connection that reads no mail")
    }
  }

  /// The keyword and the TLS version of a copy say how it came in; the connection must agree.
  private mutating func checkClaim(of id: CopyID, _ record: RecordID) {
    let copy = trace.copies[id]
    guard let connection = copy.connection else { return }
    let claimsTLS = copy.keyword == .esmtps || copy.keyword == .esmtpsa
    if claimsTLS != (copy.tls != nil) {
      complain(record, "copy \(id.index) says \(copy.keyword.rawValue) and disagrees about TLS")
    }
    if claimsTLS, !isEncrypted[connection] {
      complain(record, "copy \(id.index) says \(copy.keyword.rawValue), but came in the clear")
    }
    if claimsTLS, shields[connection] == .plaintext {
      complain(record, "copy \(id.index) says \(copy.keyword.rawValue) on a plaintext connection")
    }
    if !claimsTLS, shields[connection] == .encrypted {
      complain(record, "copy \(id.index) says \(copy.keyword.rawValue), but came encrypted")
    }
    let claimsLogin = copy.keyword == .esmtpa || copy.keyword == .esmtpsa
    if claimsLogin, logins[connection] == 0 {
      complain(record, "copy \(id.index) says \(copy.keyword.rawValue), but nobody logged in")
    }
  }

  private mutating func checkReader(
    _ reader: PersonID, _ id: ConnectionID, _ record: RecordID
  ) {
    if logins[id] == 0 {
      complain(record, "\(trace.name(reader)) reads mail without a login")
    }
  }
}
