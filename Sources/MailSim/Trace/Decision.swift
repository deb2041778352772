/// A server's verdict on one recipient, with the rule that decided.
public struct Decision: Hashable, Sendable {
  public var at: Instant
  public var record: RecordID
  public var connection: ConnectionID
  public var server: HostID
  /// nil when the client or the sender was judged, before any recipient.
  public var recipient: MailboxID?
  /// The reverse-path the client gave; nil for `<>` or before MAIL.
  public var reversePath: MailboxID?
  public var verdict: RelayVerdict
  public var reason: ReasonCode
  public var rule: RuleRef
  public var reply: Reply
}

extension Trace {
  /// Every verdict in the order it was given.
  public var decisions: [Decision] {
    var reversePaths = [MailboxID?](repeating: nil, count: connections.count)
    var decisions: [Decision] = []
    for (row, record) in records.enumerated() {
      switch record.event {
      case .smtpCommand(let connection, .mail(let from, _)):
        reversePaths[Int(connection.index)] = from
      case .decided(let connection, let verdict, let reason, let rule, let recipient, let reply):
        decisions.append(
          Decision(
            at: record.at, record: RecordID(row), connection: connection,
            server: connections[connection].server, recipient: recipient,
            reversePath: reversePaths[Int(connection.index)], verdict: verdict, reason: reason,
            rule: rule, reply: reply))
      default: continue
      }
    }
    return decisions
  }
}
