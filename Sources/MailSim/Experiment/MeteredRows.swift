/// What the meter keeps of a connection.
struct MeteredConnection {
  /// POP or IMAP.
  let isReading: Bool
  let attack: AttackID?
  /// In the clear until something else is settled.
  var protection = Protection.plaintext
  /// Whether anything has been settled about it.
  var isSettled = false
}

/// What the meter keeps of a copy while it lies on a disk.
struct MeteredCopy {
  let message: MessageID
  let host: HostID
  /// When it came into the spool.
  var since = Instant.start
  /// The spool and the mailboxes it lies in.
  var places: UInt32 = 0
  var marks: Marks

  struct Marks: OptionSet {
    let rawValue: UInt8

    static let isHostile = Marks(rawValue: 1 << 0)
    static let isNotice = Marks(rawValue: 1 << 1)
    /// Its content lies open to whoever reads the disk.
    static let isReadable = Marks(rawValue: 1 << 2)
    /// Every hop from its author was encrypted.
    static let isAllEncrypted = Marks(rawValue: 1 << 3)
  }

  init(message: MessageID, host: HostID, marks: Marks) {
    self.message = message
    self.host = host
    self.marks = marks
  }
}

/// What the meter keeps of a message while somebody holds it.
struct MeteredMessage {
  enum Outcome: UInt8 { case queued, delivered, refused, bounced, lost, forwarded }

  struct Recipient {
    let mailbox: MailboxID
    var outcome: Outcome
    var wasDeferred = false
  }

  private(set) var recipients = ShortList<Recipient>()
  let isHostile: Bool
  let isReadable: Bool
  /// The row of the attack it was written for, or a number no row has: nil would take more room.
  private let attackRow: UInt32
  var composed = Instant.start

  init(isHostile: Bool, attack: AttackID?, isReadable: Bool) {
    self.isHostile = isHostile
    self.isReadable = isReadable
    attackRow = attack?.index ?? .max
  }

  var attack: AttackID? { attackRow == .max ? nil : AttackID(index: attackRow) }

  func outcome(of mailbox: MailboxID) -> Outcome? {
    recipients.first { $0.mailbox == mailbox }?.outcome
  }

  /// Writes an outcome down, over an earlier one; nil only makes the recipient known.
  mutating func settle(_ mailbox: MailboxID, _ outcome: Outcome?) {
    if let row = recipients.firstIndex(where: { $0.mailbox == mailbox }) {
      recipients[row].outcome = outcome ?? recipients[row].outcome
    } else {
      recipients.append(Recipient(mailbox: mailbox, outcome: outcome ?? .queued))
    }
  }

  mutating func wasDeferred(_ mailbox: MailboxID) {
    guard let row = recipients.firstIndex(where: { $0.mailbox == mailbox }) else { return }
    recipients[row].wasDeferred = true
  }

  /// Adds its recipients to the numbers of its side.
  func tell(_ mail: inout MailMeasures) {
    for recipient in recipients where recipient.outcome != .forwarded {
      mail.written += 1
      switch recipient.outcome {
      case .delivered:
        mail.delivered += 1
        if recipient.wasDeferred { mail.delayed += 1 }
      case .refused: mail.refused += 1
      case .bounced: mail.bounced += 1
      case .lost: mail.lost += 1
      case .queued, .forwarded: mail.queued += 1
      }
    }
  }
}

/// Whose mail a message is: an attacker's, or that of somebody who means no harm.
struct Whose {
  private let isHostilePerson: [Bool]
  private let isHostileStep: [Bool]

  init(_ scenario: Scenario) {
    let people = scenario.people.map { scenario.machines[$0.machine].isAttacker }
    isHostilePerson = people
    isHostileStep = scenario.steps.map { step in
      switch step.action {
      case .dialogue(let dialogue): scenario.machines[dialogue.machine].isAttacker
      case .mail(let mail): people[Int(mail.person.index)]
      case .login, .move: false
      }
    }
  }

  func message(_ message: Trace.Message) -> Bool {
    if message.attack != nil { return true }
    if let author = message.author { return isHostilePerson[Int(author.index)] }
    return message.step.map { isHostileStep[Int($0.index)] } ?? false
  }
}
