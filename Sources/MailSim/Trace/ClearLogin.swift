/// A right password that went over a connection in the clear, for whoever listens there.
struct ClearLogin: Hashable {
  let connection: ConnectionID
  let account: AccountID
  let record: RecordID
  let reason: ProtectionReason
}

extension TraceEvent {
  /// The account whose right password the command shows to the line, unless that is encrypted: PASS
  /// (RFC 1939 §7), LOGIN (RFC 9051 §6.2.3), and AUTH with PLAIN or LOGIN (RFC 4616).
  var passwordShown: (connection: ConnectionID, account: AccountID)? {
    let connection: ConnectionID
    let credentials: Credentials
    switch self {
    case .accessCommand(let id, .pass(let given)), .accessCommand(let id, .login(let given)):
      (connection, credentials) = (id, given)
    case .smtpCommand(let id, .auth(let mechanism, let given)) where mechanism.revealsPassword:
      (connection, credentials) = (id, given)
    default: return nil
    }
    guard credentials.secretIsRight, let account = credentials.account else { return nil }
    return (connection, account)
  }
}

extension Trace {
  /// Every right password that went over a line in the clear, in the order of the run.
  var clearLogins: [ClearLogin] {
    var states: [ConnectionID: (protection: Protection, reason: ProtectionReason)] = [:]
    var found: [ClearLogin] = []
    for (row, record) in records.enumerated() {
      if case .protection(let id, let protection, let reason) = record.event {
        states[id] = (protection, reason)
      }
      guard let (connection, account) = record.event.passwordShown, let state = states[connection],
        state.protection == .plaintext
      else { continue }
      found.append(
        ClearLogin(
          connection: connection, account: account, record: RecordID(row), reason: state.reason))
    }
    return found
  }
}
