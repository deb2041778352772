/// Someone with a mail program while the run goes on.
struct PersonState: Sendable {
  let settings: Scenario.Person
  let machine: HostID
  /// The mailbox as the store knows it.
  let mailbox: MailboxID?
  /// Messages that wait for the next check, by entry slot.
  var outbox: [UInt32] = []
  /// Transactions under way.
  var sending = 0
  /// A check that begins once everything is sent.
  var checkWaits: Check?
  /// Sessions for reading that stand.
  var openReadings = 0
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

/// A message while a queue or an outbox holds it.
struct MessageState: Sendable {
  let serial: MessageID
  let octets: UInt32
  /// nil is the null reverse-path.
  let reversePath: MailboxID?
  let isNotice: Bool
  let endToEnd: EndToEndProtection
  let step: StepID?
  let author: PersonID?
  /// What the author's program says in EHLO, if the step states it.
  let helloName: String?
  /// The record of its writing.
  let cause: RecordID?
  /// The From field.
  let from: MailboxID?
  /// The attack it was written for; a notice has that of what it answers.
  let attack: AttackID?
  var signature: DKIMSignature?
  var smuggled: Smuggled?
  /// Came out of another message's content.
  let isExtra: Bool
  /// Entries that refer to it; at zero the row is free.
  var holders = 0
}

/// What somebody, or a server, has to say.
struct Draft: Sendable {
  var kind = Trace.Message.Kind.original
  var author: PersonID?
  /// nil is the null reverse-path.
  var reversePath: MailboxID?
  /// The From field.
  var from: MailboxID?
  var recipients: [MailboxID]
  var subject = ""
  var octets: UInt32
  var endToEnd = EndToEndProtection.none
  var step: StepID?
  var helloName: String?
  var attack: AttackID?
  var signature: DKIMSignature?
  var smuggled: Smuggled?
  var isExtra = false
}

/// Messages that come by themselves: one person's share of a `traffic:` block.
struct TrafficSource: Sendable {
  let settings: Scenario.Traffic
  let person: PersonID
  var sent = 0
  var arrivals: RandomStream
  /// Of recipients and sizes.
  var choices: RandomStream
}
