/// The number a mailbox goes by inside a run; its words are in the run's `AddressBook`.
public struct MailboxID: TableID {
  public let index: UInt32

  public init(index: UInt32) {
    self.index = index
  }
}

/// Every mailbox of a run, each parsed once and known by a small number.
///
/// Dialogues carry the numbers, so that a command costs no string.
public struct AddressBook: Sendable {
  public private(set) var mailboxes: [Mailbox] = []
  private var ids: [Mailbox: MailboxID] = [:]

  public init() {}

  public subscript(id: MailboxID) -> Mailbox { mailboxes[id] }

  /// The number of a mailbox, given to it now if it is new.
  public mutating func id(of mailbox: Mailbox) -> MailboxID {
    if let known = ids[mailbox] { return known }
    let id = MailboxID(index: UInt32(mailboxes.count))
    mailboxes.append(mailbox)
    ids[mailbox] = id
    return id
  }
}
