/// A message in somebody's hands, with the recipients that are still to be served: a queue file
/// of a server, or a line in the outbox of a mail program.
struct QueueEntry: Sendable {
  enum Holder: Hashable, Sendable {
    case server(ServerRow)
    case person(PersonID)
  }

  struct Recipient: Sendable {
    enum State: Hashable, Sendable {
      case waiting
      /// A transaction for it is under way.
      case trying
      /// Relayed, forwarded, bounced or refused.
      case settled
      /// In a mailbox of the holder.
      case delivered
    }

    let mailbox: MailboxID
    var state = State.waiting
    /// Why the last try failed.
    var failure: DeliveryFailure?
    /// The session failed, not the recipient: a server tries again whatever the code
    /// (as Postfix does when a greeting is a 5xx).
    var mayPass = false

    /// Whether another try could not succeed either.
    var isUndeliverable: Bool { !mayPass && failure?.isPermanent == true }

    mutating func beginTry() {
      state = .trying
      failure = nil
      mayPass = false
    }
  }

  // In an order that leaves no gaps.

  /// When the holder took it; retry ages count from here.
  let since: Instant
  /// Slot of the message.
  let message: UInt32
  /// Transactions of this round that are not over.
  var openJobs: UInt32 = 0
  /// The copy's number in the trace; nil in an outbox, where the message itself lies.
  let copy: CopyID?
  var wasWarned = false
  /// Failed rounds of delivery so far; schedules that count them end long before it is full.
  private(set) var attempts: UInt16 = 0
  let holder: Holder
  /// `Received:` lines on arrival here.
  let hops: UInt16
  /// What led to the entry, for the trace.
  var cause: RecordID?
  var recipients: ShortList<Recipient>

  init(
    holder: Holder, message: UInt32, copy: CopyID?, hops: UInt16, since: Instant,
    recipients: ShortList<MailboxID>, cause: RecordID?
  ) {
    self.holder = holder
    self.message = message
    self.copy = copy
    self.hops = hops
    self.since = since
    self.cause = cause
    self.recipients = ShortList()
    for mailbox in recipients { self.recipients.append(Recipient(mailbox: mailbox)) }
  }

  /// Rows of the recipients in a state.
  func rows(in state: Recipient.State) -> ShortList<UInt32> {
    var rows = ShortList<UInt32>()
    for row in recipients.indices where recipients[row].state == state { rows.append(UInt32(row)) }
    return rows
  }

  mutating func countAttempt() {
    if attempts < .max { attempts += 1 }
  }

  var isSettled: Bool { recipients.allSatisfy { $0.state != .waiting && $0.state != .trying } }
}
