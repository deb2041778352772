/// One TCP connection of a run, with the state machines of both its ends.
///
/// Plain data; its lists stand in the `InTransit` of its slot.
struct Connection: Sendable, BitwiseCopyable {
  /// Who opened it, and for what.
  enum Purpose: Sendable, BitwiseCopyable {
    /// To hand over mail: the job being done, by its slot.
    case sending(job: UInt32)
    /// To read mail.
    case retrieval(PersonID)
    /// Lines typed by hand: the step, and the next line.
    case script(StepID, line: UInt32)
    /// A dialogue of an attacker.
    case attack(dialogue: UInt32)
    /// To read somebody else's mail.
    case intrusion(AttackID)
  }

  /// When an end that waits has waited long enough.
  var clientDeadline = Instant.distantFuture
  var serverDeadline = Instant.distantFuture
  let client: HostID
  let server: ServerRow
  /// Whether the row is a connection that has an end left, and not a free one.
  var isLive = true
  /// The first packet was answered.
  var isOpen = false
  /// An end that is gone neither sends nor hears.
  var clientIsGone = false
  let person: PersonID?
  var serverIsGone = false
  var isProtectionNoted = false
  /// STARTTLS was typed and not answered yet.
  var startedTLS = false
  /// Challenges of AUTH still to come before the credentials are complete.
  var authRounds: UInt8 = 0
  /// Octets of the message being typed, once DATA was answered; nil outside of it.
  var typedOctets: UInt32?
  /// Whose commands stand behind STARTTLS, and who takes what the client says for its message.
  var injected: AttackID?
  var interceptor: AttackID?
  /// Transactions begun by the client.
  var transactions: UInt32 = 0
  var purpose: Purpose
  /// The client's state machine, and what the server remembers of the session.
  var clientSession: ClientSession
  var session: ServerSession

  var serial: ConnectionID { session.serial }
  var service: Service { session.service }
  var clientAddress: IPAddress { session.client }
  /// The last record about this connection: the cause of the next.
  var cause: RecordID? { session.cause }

  /// Tells this connection's events from those of the slot's former and later holders.
  var generation: UInt16 { UInt16(truncatingIfNeeded: serial.index) }

  /// What stands for a job on a connection whose job is done.
  static let noJob = UInt32.max

  enum ClientSession: Sendable, BitwiseCopyable {
    case smtp(SMTPClientSession)
    case access(AccessClientSession)
  }
}

/// What travels in one write.
enum Segment: Sendable, BitwiseCopyable {
  case syn, synAck, ack
  /// Something before the server turned the first packet back.
  case blocked(ConnectionFailure)
  /// Nothing listens on the port.
  case reset
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

  /// Octets that count on a slow line; commands and replies are taken as 64.
  var octets: UInt32 {
    switch self {
    case .smtpCommand(.endOfData(let octets)), .accessReply(.message(let octets)): octets
    default: 64
    }
  }
}
