/// One TCP connection of a run, with the state machines of both its ends.
struct Connection: Sendable {
  /// Who opened it, and for what.
  enum Purpose: Sendable {
    /// To hand over mail: the job being done.
    case sending(job: UInt32)
    /// To read mail.
    case reading(PersonID)
    /// Lines typed by hand.
    case script(StepID)
  }

  enum Phase: Sendable, BitwiseCopyable {
    /// The first packet is out; nothing has come back.
    case opening
    case talking
    /// One end is gone; what is still under way is thrown away.
    case over
  }

  let serial: ConnectionID
  let client: HostID
  let server: ServerRow
  let clientAddress: IPAddress
  let service: Service
  let person: PersonID?
  let step: StepID?
  var purpose: Purpose
  var phase = Phase.opening
  /// Why it cannot be opened, known in advance, felt when the time-out ends.
  var obstacle: ConnectionFailure?

  var smtpServer: SMTPServerSession
  var smtpClient: SMTPClientSession
  var accessServer: AccessServerSession
  var accessClient: AccessClientSession

  /// What is under way, in the order it was written.
  var toServer: [Segment] = []
  var toClient: [Segment] = []

  /// The recipients the server has accepted in the open transaction.
  var accepted: [MailboxID] = []
  var reversePath: MailboxID?
  /// The mailbox a POP or IMAP session has open.
  var mailbox: MailboxID?
  /// Whether the connection is encrypted, in the clear or not known has been noted.
  var isProtectionNoted = false

  /// When the end that waits loses patience; the slot's timer is moved, not multiplied.
  var deadline = Instant.distantFuture
  /// The last record about this connection: the cause of the next.
  var cause: RecordID?
}

/// What travels in one write.
enum Segment: Sendable, BitwiseCopyable {
  case syn, synAck, ack
  case smtpCommand(SMTPCommand)
  case smtpReply(Reply, offering: SMTPExtensions?)
  case accessCommand(AccessCommand)
  case accessReply(AccessReply)
  /// A flight of the TLS handshake, by its round.
  case handshake(round: UInt8)
  /// The client's last flight: the server may speak.
  case handshakeEnd
  case handshakeFailure
  /// The peer closed the connection.
  case end

  /// Octets that count on a slow line: messages; commands and replies are too short to matter.
  var octets: UInt32 {
    switch self {
    case .smtpCommand(.endOfData(let octets)): octets
    case .accessReply(.message(let octets)): octets
    default: 64
    }
  }
}
