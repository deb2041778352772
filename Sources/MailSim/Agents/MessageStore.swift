/// The mailboxes of a server: what lies there, for whom, and who is reading (RFC 5598 §4.2.4).
struct MessageStore: Sendable {
  /// One message in one mailbox.
  struct Item: Sendable {
    let copy: CopyID
    let octets: UInt32
    /// The mail program has it already (POP: by UIDL, IMAP: \\Seen).
    var isFetched = false
    /// Marked for deletion; gone when the session ends well (RFC 1939 §6).
    var isDeleted = false
  }

  struct MailboxState: Sendable {
    var items: [Item] = []
    var octets: UInt64 = 0
    /// A POP session has the maildrop to itself (RFC 1939 §4).
    var isLocked = false
    var lastPOPLogin: Instant?
    /// IMAP sessions in IDLE that want to hear of new mail, by connection slot.
    var watchers: [UInt32] = []
  }

  let quota: UInt64?
  private var mailboxes: [MailboxID: MailboxState] = [:]

  init(quota: UInt64?) {
    self.quota = quota
  }

  subscript(mailbox: MailboxID) -> MailboxState {
    get { mailboxes[mailbox, default: MailboxState()] }
    _modify { yield &mailboxes[mailbox, default: MailboxState()] }
  }

  /// Whether a message of this size still fits.
  func hasRoom(in mailbox: MailboxID, for octets: UInt32) -> Bool {
    guard let quota else { return true }
    return self[mailbox].octets + UInt64(octets) <= quota
  }

  mutating func deliver(_ copy: CopyID, octets: UInt32, to mailbox: MailboxID) {
    self[mailbox].items.append(Item(copy: copy, octets: octets))
    self[mailbox].octets += UInt64(octets)
  }

  /// Takes the messages marked for deletion out and says which they were.
  mutating func expunge(_ mailbox: MailboxID) -> [CopyID] {
    let gone = self[mailbox].items.filter(\.isDeleted)
    guard !gone.isEmpty else { return [] }
    self[mailbox].items.removeAll(where: \.isDeleted)
    self[mailbox].octets -= gone.reduce(0) { $0 + UInt64($1.octets) }
    return gone.map(\.copy)
  }

  /// A session that ended badly deletes nothing.
  mutating func forgetDeletions(in mailbox: MailboxID) {
    for row in self[mailbox].items.indices { self[mailbox].items[row].isDeleted = false }
  }

  mutating func markUnread(_ copy: CopyID, in mailbox: MailboxID) {
    guard let row = self[mailbox].items.firstIndex(where: { $0.copy == copy }) else { return }
    self[mailbox].items[row].isFetched = false
  }
}
