/// A client's session at a server: what a server remembers between two commands.
///
/// Whoever carries the octets holds it and hands it over with each command. Plain data; the
/// envelope of the open transaction stands in a row of the server's.
struct ServerSession: Sendable, BitwiseCopyable {
  /// The protocol's state machine.
  enum Dialogue: Sendable, BitwiseCopyable {
    case smtp(SMTPServerSession)
    case access(AccessServerSession)
  }

  // In an order that leaves no gaps.

  /// The client's address as the server sees it.
  let client: IPAddress
  var dialogue: Dialogue
  /// The session's number in the trace.
  let serial: ConnectionID
  /// The number under which its carrier knows it.
  let carrier: UInt32
  /// The step of the scenario it belongs to.
  let step: StepID?
  /// The last record about it: the cause of the next.
  var cause: RecordID?
  /// The attack it is part of, or the message now being handed over.
  var attack: AttackID?
  /// The row of the envelope, once MAIL was heard.
  var envelope: UInt32?
  /// The copy the server made of the last message it took.
  var taken: CopyID?
  /// The mailbox a POP or IMAP session has open.
  var mailbox: MailboxID?
  /// The copy the reading program is being sent.
  var retrieved: CopyID?
  /// Messages that were read without a mark.
  var unmarked: UInt32 = 0
  let service: Service
  /// Whether that copy has come.
  var isRetrievalHeard = false
  /// Whether it holds one of the server's connection slots.
  var isCounted = false
  /// Reads and marks nothing as read, as who should not be there does.
  var leavesNoMarks = false
  /// What it says in MAIL looks like a login in the log.
  var forgesLogin = false

  init(
    serial: ConnectionID, carrier: UInt32, client: IPAddress, service: Service,
    dialogue: Dialogue, step: StepID? = nil, cause: RecordID? = nil, attack: AttackID? = nil
  ) {
    self.serial = serial
    self.carrier = carrier
    self.client = client
    self.service = service
    self.dialogue = dialogue
    self.step = step
    self.cause = cause
    self.attack = attack
  }

  var isEncrypted: Bool {
    switch dialogue {
    case .smtp(let session): session.isEncrypted
    case .access(let session): session.isEncrypted
    }
  }

  /// The login of an SMTP session.
  var account: AccountID? {
    if case .smtp(let session) = dialogue { session.account } else { nil }
  }

  /// Both ends encrypt from here on.
  mutating func handshakeFinished() {
    switch dialogue {
    case .smtp(var session):
      session.handshakeFinished()
      dialogue = .smtp(session)
    case .access(var session):
      session.handshakeFinished()
      dialogue = .access(session)
    }
  }
}

/// The envelope of a transaction: the reverse-path, and the recipients the server has accepted.
///
/// It is kept until the next MAIL or the end of the session.
struct Envelope: Sendable {
  var reversePath: MailboxID?
  var recipients = ShortList<MailboxID>()
}

/// The envelopes of a server's sessions; a row is used again when its session is over.
struct EnvelopeTable: Sendable {
  private var rows: ContiguousArray<Envelope> = []
  private var free: ContiguousArray<UInt32> = []

  subscript(row: UInt32) -> Envelope {
    _read { yield rows[Int(row)] }
    _modify { yield &rows[Int(row)] }
  }

  mutating func insert() -> UInt32 {
    if let row = free.popLast() { return row }
    rows.append(Envelope())
    return UInt32(rows.count - 1)
  }

  mutating func remove(_ row: UInt32) {
    rows[Int(row)] = Envelope()
    free.append(row)
  }
}

/// Who is at the other end, as far as only some policies ask.
struct SessionPeer: Sendable {
  /// What it calls itself in EHLO or HELO; empty where it says nothing.
  var helloName = ""
  /// The name its address leads to, and that leads back to the address.
  var name: String?
  /// Whom the certificate it can show vouches for.
  var certificate: String?
}
