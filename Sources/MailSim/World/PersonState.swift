/// Someone with a mail program while the run goes on.
struct PersonState: Sendable {
  let settings: Scenario.Person
  let machine: HostID
  /// The mailbox as the store knows it.
  let mailbox: MailboxID?
  /// The number of the person's own address, once it has come up.
  var address: MailboxID?
  /// Messages that wait for the next check, by entry slot.
  var outbox: [UInt32] = []
  /// Transactions under way.
  var sending = 0
  /// A check that begins once everything is sent.
  var checkWaits: Check?
  /// Sessions for reading that stand.
  var openRetrievals = 0
  var polls: RandomStream
  var failures: RandomStream
  /// Between exchangers, when the machine sends directly.
  var choices: RandomStream

  /// One look for new mail.
  struct Check: Sendable {
    var server: ServerRow?
    var service: Service?
    var passwordIsRight: Bool
    var step: StepID?
  }
}

/// A `traffic:` block while the run goes on.
struct TrafficPlan: Sendable {
  let settings: Scenario.Traffic
  /// The numbers of its recipients, as far as they have come up.
  var recipients: ContiguousArray<MailboxID?>

  init(_ settings: Scenario.Traffic) {
    self.settings = settings
    recipients = ContiguousArray(repeating: nil, count: settings.recipients.count)
  }
}

/// Messages that come by themselves: one person's share of a `traffic:` block.
struct TrafficSource: Sendable, BitwiseCopyable {
  /// Row of the world's plans.
  let plan: UInt32
  let person: PersonID
  var sent = 0
  var arrivals: RandomStream
  /// Of recipients and sizes.
  var choices: RandomStream
}
