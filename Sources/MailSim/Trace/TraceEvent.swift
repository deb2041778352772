/// Something that happened, as it is written into the trace.
///
/// Trivially copyable: names are rows of `Cast`, details of connections, messages and
/// copies are rows of the trace's own tables.
public enum TraceEvent: Hashable, Sendable, BitwiseCopyable {
  // MARK: Connections (rows of `Trace.connections`)
  /// The client's first packet leaves.
  case opening(ConnectionID)
  case openFailed(ConnectionID, ConnectionFailure)
  /// The connection stands; the server's banner is next.
  case opened(ConnectionID)
  case smtpCommand(ConnectionID, SMTPCommand)
  /// `offering` stands in the answer to EHLO only.
  case smtpReply(ConnectionID, Reply, offering: SMTPExtensions?)
  case accessCommand(ConnectionID, AccessCommand)
  case accessReply(ConnectionID, AccessReply)
  case tlsEstablished(ConnectionID, TLSVersion, CertificateStanding)
  case tlsFailed(ConnectionID)
  /// From here on the connection is encrypted, in the clear, or not known; and why.
  case protection(ConnectionID, Protection, ProtectionReason)
  case closed(ConnectionID, ConnectionEnd)

  // MARK: Decisions
  /// A server judged a recipient (or, with nil, the client or the sender).
  case decided(ConnectionID, RelayVerdict, ReasonCode, RuleRef, recipient: MailboxID?, Reply)
  case loginSucceeded(ConnectionID, AccountID)
  case loginFailed(ConnectionID, AccountID?)
  /// A login opened the roaming window of an address, or renewed it.
  case windowOpened(at: HostID, for: IPAddress, ConnectionID)

  // MARK: Messages (rows of `Trace.messages` and `Trace.copies`)
  case composed(MessageID)
  /// The author's program could not hand a recipient over and says so.
  case refusedToAuthor(MessageID, recipient: MailboxID, Reply?)
  /// A server answered 250 to the final dot: the copy is its responsibility now.
  case accepted(CopyID)
  case stored(CopyID, Storage)
  case removed(CopyID, Storage)
  case deferred(CopyID, recipient: MailboxID, DeliveryFailure, until: Instant)
  /// The next server answered 250 for this recipient.
  case relayed(CopyID, recipient: MailboxID, to: CopyID)
  /// Put into the recipient's mailbox.
  case delivered(CopyID, recipient: MailboxID)
  /// A forwarding address: the recipient was replaced.
  case forwarded(CopyID, recipient: MailboxID, to: MailboxID)
  /// Given up; `notice` is the message that tells the sender, if one may be sent.
  case bounced(CopyID, recipient: MailboxID, DeliveryFailure, notice: MessageID?)
  /// The sender is told that delivery takes long.
  case delayWarned(CopyID, recipient: MailboxID, notice: MessageID)
  /// The recipient's program has it. The connection is nil where nobody in the
  /// scenario knows how the recipient reads mail.
  case fetched(CopyID, by: PersonID, ConnectionID?)

  // MARK: The world around
  case looked(HostID, DomainID, NameOutcome)
  case moved(HostID, to: SiteID, IPAddress)
  case outage(HostID, begins: Bool)
  /// A step of an attack (row of `Cast.attacks`).
  case attack(AttackID, AttackMoment)
}

/// Where a copy lies. Stored mail is readable unless its author encrypted the content.
public enum Storage: Hashable, Sendable, BitwiseCopyable {
  case spool
  case mailbox(MailboxID)
}

/// Why a connection never stood.
public enum ConnectionFailure: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  /// An egress rule dropped the packets: the client waits for its whole time-out.
  case egressDropped
  /// An egress rule refused it: the client knows at once.
  case egressRejected
  /// Nothing listens on the port.
  case noListener
  /// The server is out of order and answers nothing.
  case serverDown
  /// The client's site had no address to lend it.
  case noAddress
}

/// How a connection ended.
public enum ConnectionEnd: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  case quit
  /// The server closed it after a reply (221 aside).
  case closedByServer
  case closedByClient
  case timedOut
  case lost
}

/// Why a delivery waits or fails.
public enum DeliveryFailure: Hashable, Sendable, BitwiseCopyable {
  /// The next hop's answer.
  case reply(Reply)
  case connection(ConnectionFailure)
  case connectionLost
  case name(NameOutcome)
  /// Our own TLS rule for this hop was not met.
  case security(ProtectionReason)
  case expired
  case loop
  case mailboxUnknown
  case mailboxFull
}

/// What the name service said of a mail domain (RFC 5321 §5.1, RFC 7505).
public enum NameOutcome: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  case found
  /// No MX record: the domain's own address counts as its only MX.
  case implicit
  case nullMX
  case noSuchDomain
  case serverFailure
  /// The MX points back at the asking server, which does not hold the domain.
  case loopsBack
  /// The MX names have no address.
  case noAddress
}
