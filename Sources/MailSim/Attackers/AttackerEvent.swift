/// What an attacker gets to know, from its own dialogues or because the catalogue counts it.
enum AttackerEvent: Sendable {
  /// The answer to a command of one of its dialogues.
  case answered(AttackDialogue.Command, Reply, in: UInt32, ConnectionID)
  /// A dialogue is over; whether every line was said and no answer was a refusal.
  case dialogueEnded(UInt32, wasComplete: Bool)
  /// A connection never stood.
  case unreachable(UInt32, ConnectionFailure)
  /// One of its messages was passed on by a server to another.
  case passedOn(from: ServerRow, to: ServerRow, recipient: Mailbox)
  /// One of its messages, or a notice about one, was put into a mailbox.
  case delivered(Mailbox, at: ServerRow, isNotice: Bool, signature: DKIMSignature?, isExtra: Bool)
  /// A mailbox took no more of its mail.
  case full(Mailbox)
  /// A server turned an honest client away for want of connections.
  case turnedAway(ServerRow)
  /// A machine went elsewhere and left its address.
  case departed(MachineRow, from: SiteID, IPAddress?)
  /// It is logged in with somebody else's password.
  case loggedIn(ServerRow)
  /// What a mailbox or a disk it reads holds.
  case found([StoredCopy])
  /// A server wrote a copy to its disk.
  case written(StoredCopy, at: ServerRow)
  /// One of its hosts took a message that was meant for another.
  case received(MessageID, isClosed: Bool, ConnectionID)
  /// A window opened for an address without a login.
  case windowForged(ServerRow, IPAddress)

  var endsDialogue: Bool {
    switch self {
    case .dialogueEnded, .unreachable: true
    default: false
    }
  }
}
