/// What became of a message for one of its recipients.
public struct Fate: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    /// In the mailbox.
    case delivered
    /// A server gave up; the notice went to the reverse-path unless that was null.
    case bounced(DeliveryFailure, notice: MessageID?)
    /// The first server took no responsibility and the author knows.
    case refused(Reply?)
    /// Replaced by other recipients of the same message (a forwarding address).
    case forwarded
    /// Still in a spool, or on its way, when the trace ends.
    case queued
  }

  public var message: MessageID
  public var recipient: MailboxID
  public var outcome: Outcome
  /// When it was settled; nil while queued.
  public var at: Instant?
}

extension Trace {
  /// One fate for each message and recipient, in the order the messages were written.
  public var fates: [Fate] {
    var fates: [Fate] = []
    var rows: [Key: Int] = [:]
    // The copy whose server last replaced each forwarding address.
    var replacedBy: [Int: CopyID] = [:]

    func row(_ message: MessageID, _ recipient: MailboxID) -> Int {
      let key = Key(message: message, recipient: recipient)
      if let row = rows[key] { return row }
      rows[key] = fates.count
      fates.append(Fate(message: message, recipient: recipient, outcome: .queued, at: nil))
      return fates.count - 1
    }

    func settle(
      _ message: MessageID, _ recipient: MailboxID, _ outcome: Fate.Outcome, _ at: Instant
    ) {
      let row = row(message, recipient)
      fates[row].outcome = outcome
      fates[row].at = at
    }

    for record in records {
      switch record.event {
      case .composed(let message):
        for recipient in messages[message].recipients { _ = row(message, recipient) }
      case .delivered(let copy, let recipient):
        settle(copies[copy].message, recipient, .delivered, record.at)
      case .bounced(let copy, let recipient, let failure, let notice):
        settle(
          copies[copy].message, recipient, .bounced(failure, notice: notice), record.at)
      case .refusedToAuthor(let message, let recipient, let reply):
        settle(message, recipient, .refused(reply), record.at)
      case .forwarded(let copy, let recipient, let new):
        let message = copies[copy].message
        settle(message, recipient, .forwarded, record.at)
        replacedBy[row(message, recipient)] = copy
        // A circle over several servers comes back to an address that was replaced before.
        let next = row(message, new)
        if fates[next].outcome == .forwarded, replacedBy[next] != copy {
          fates[next].outcome = .queued
          fates[next].at = nil
        }
      default: continue
      }
    }
    return fates
  }

  private struct Key: Hashable {
    var message: MessageID
    var recipient: MailboxID
  }
}
