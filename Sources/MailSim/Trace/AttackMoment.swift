/// One step of an attack, as the trace notes it.
public enum AttackMoment: Hashable, Sendable, BitwiseCopyable {
  case began
  /// The step cannot be taken: the attacker was not given what it needs.
  case lacks(Grant)
  /// A try begins; tries, forms or names are counted from 0.
  case tried(UInt32)
  /// A server answered an attacker's command with a refusal.
  case refused(ConnectionID, Reply)
  /// A server took a recipient or a message it should not take.
  case taken(ConnectionID, recipient: MailboxID)
  /// A segment was dropped or changed on the way.
  case altered(ConnectionID)
  /// The content of a message passed the attacker's eyes in the clear.
  case contentSeen(MessageID, ConnectionID)
  /// A copy at rest was read: its content, or only who wrote to whom when its author had closed it.
  case copyRead(CopyID, content: Bool)
  /// The password of an account was seen.
  case passwordSeen(AccountID, ConnectionID)
  /// A question to the name service got a false answer.
  case misled(HostID, DomainID)
  /// Something an administrator would find in the log of a host.
  case noticed(HostID)
  /// The attacker has what it wanted; said once.
  case succeeded
  /// The attacker ends its tries.
  case ended
}
