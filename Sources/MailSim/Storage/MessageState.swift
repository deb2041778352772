/// A message while a queue or an outbox holds it.
struct MessageState: Sendable, BitwiseCopyable {
  // In an order that leaves no gaps.

  let serial: MessageID
  let octets: UInt32
  /// Entries that refer to it, and whoever is handing it over; at zero the row is free.
  var holders: UInt32 = 0
  /// nil is the null reverse-path.
  let reversePath: MailboxID?
  let isNotice: Bool
  let endToEnd: EndToEndProtection
  /// Came out of another message's content.
  let isExtra: Bool
  /// The From field.
  let from: MailboxID?
  /// Whether the world's table of specialties has a row for it.
  var isSpecial: Bool
  let step: StepID?
  /// The attack it was written for; a notice has that of what it answers.
  let attack: AttackID?
  /// The record of its writing.
  let cause: RecordID?
}

/// What few messages have, kept apart so that the others do not carry it.
struct RareProperties: Hashable, Sendable {
  /// Where the author sends it, unless the mail program decides.
  var route = Scenario.Mail.Route.asConfigured
  /// What the author's program says in EHLO, if the step states it.
  var helloName: String?
  var signature: DKIMSignature?
  var smuggled: Smuggled?
}

/// What somebody, or a server, has to say.
struct Draft: Sendable {
  var kind = Trace.Message.Kind.original
  var author: PersonID?
  /// nil is the null reverse-path.
  var reversePath: MailboxID?
  /// The From field.
  var from: MailboxID?
  var recipients: ShortList<MailboxID>
  var subject = ""
  var octets: UInt32
  var endToEnd = EndToEndProtection.none
  var step: StepID?
  var attack: AttackID?
  var isExtra = false
  var rareProperties = RareProperties()
}

/// A DKIM signature: whose, and until when it is good (RFC 6376 §3.5, `x=`).
struct DKIMSignature: Hashable, Sendable {
  let domain: Domain
  let expires: Instant
}

/// A second envelope hidden behind an odd end of data.
struct Smuggled: Hashable, Sendable {
  let reversePath: Mailbox
  let recipient: Mailbox
}
