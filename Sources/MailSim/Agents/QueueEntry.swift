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
      /// Relayed, delivered, forwarded, bounced or refused.
      case settled
    }

    let mailbox: MailboxID
    var state = State.waiting
    /// Why the last try failed.
    var problem: DeliveryProblem?
    /// The session failed, not the recipient: a server tries again whatever the code
    /// (as Postfix does when a greeting is a 5xx).
    var mayPass = false

    /// Whether another try could not succeed either.
    var isHopeless: Bool { !mayPass && problem?.isPermanent == true }

    mutating func beginTry() {
      state = .trying
      problem = nil
      mayPass = false
    }
  }

  let holder: Holder
  /// Slot of the message.
  let message: UInt32
  /// The copy's number in the trace; nil in an outbox, where the message itself lies.
  let copy: CopyID?
  /// `Received:` lines on arrival here.
  let hops: UInt16
  /// When the holder took it; retry ages count from here.
  let since: Instant
  /// Where the holder sends it, unless its own routing decides.
  let route: Scenario.Mail.Route
  var recipients: [Recipient]
  /// Failed rounds of delivery so far.
  var attempts = 0
  /// Transactions of this round that are not over.
  var openJobs = 0
  var wasWarned = false
  /// Mailboxes of the holder that have it already.
  var mailboxes: [MailboxID] = []
  /// What led to the entry, for the trace.
  var cause: RecordID?

  /// Rows of the recipients in a state.
  func rows(in state: Recipient.State) -> [Int] {
    recipients.indices.filter { recipients[$0].state == state }
  }

  var isSettled: Bool { recipients.allSatisfy { $0.state == .settled } }
}
