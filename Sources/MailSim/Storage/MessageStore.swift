/// The mailboxes of a server: what lies there, for whom, and who is reading (RFC 5598 §4.2.4).
struct MessageStore: Sendable {
  /// One message in one mailbox.
  struct Item: Sendable, BitwiseCopyable {
    let copy: CopyID
    let octets: UInt32
    /// The mail program has it already (POP: by UIDL, IMAP: \\Seen).
    var isFetched = false
    /// Marked for deletion; gone when the session ends well (RFC 1939 §6).
    var isDeleted = false
  }

  private struct Maildrop: Sendable {
    var items: [Item] = []
    var octets: UInt64 = 0
    /// How many items no program has yet; none stands before `firstUnseen`.
    var unseen = 0
    var firstUnseen = 0
    /// How many are marked for deletion.
    var marked = 0
    /// A POP session has the maildrop to itself (RFC 1939 §4).
    var isLocked = false
    var lastPOPLogin: Instant?
    /// IMAP sessions in IDLE that want to hear of new mail, by connection slot.
    var watchers: [UInt32] = []
  }

  let quota: UInt64?
  private var rows = OpenTable<MailboxID, UInt32>()
  private var maildrops: [Maildrop] = []

  init(quota: UInt64?) {
    self.quota = quota
  }

  /// Octets of memory of its items.
  var memory: Int {
    maildrops.reduce(0) { $0 + $1.items.capacity } * MemoryLayout<Item>.stride
  }

  // MARK: What lies there

  func count(in mailbox: MailboxID) -> Int {
    row(of: mailbox).map { maildrops[$0].items.count } ?? 0
  }

  func octets(in mailbox: MailboxID) -> UInt64 {
    row(of: mailbox).map { maildrops[$0].octets } ?? 0
  }

  /// How many messages no program has yet.
  func unseen(in mailbox: MailboxID) -> Int { row(of: mailbox).map { maildrops[$0].unseen } ?? 0 }

  /// The message at a place, oldest first; nil when there are not so many.
  func item(_ place: Int, in mailbox: MailboxID) -> Item? {
    guard let row = row(of: mailbox), maildrops[row].items.indices.contains(place) else {
      return nil
    }
    return maildrops[row].items[place]
  }

  /// Whether a message of this size still fits.
  func hasRoom(in mailbox: MailboxID, for octets: UInt32) -> Bool {
    guard let quota else { return true }
    return self.octets(in: mailbox) + UInt64(octets) <= quota
  }

  mutating func deliver(_ copy: CopyID, octets: UInt32, to mailbox: MailboxID) {
    let row = makeRow(of: mailbox)
    maildrops[row].items.append(Item(copy: copy, octets: octets))
    maildrops[row].octets += UInt64(octets)
    maildrops[row].unseen += 1
  }

  // MARK: Retrieval

  /// Gives a POP session the maildrop to itself; false when another has it.
  mutating func lock(_ mailbox: MailboxID, at now: Instant) -> Bool {
    let row = makeRow(of: mailbox)
    guard !maildrops[row].isLocked else { return false }
    maildrops[row].isLocked = true
    maildrops[row].lastPOPLogin = now
    return true
  }

  func lastPOPLogin(to mailbox: MailboxID) -> Instant? {
    row(of: mailbox).flatMap { maildrops[$0].lastPOPLogin }
  }

  /// The session is over; one that ended badly has deleted nothing.
  mutating func unlock(_ mailbox: MailboxID) {
    guard let row = row(of: mailbox) else { return }
    maildrops[row].isLocked = false
    guard maildrops[row].marked > 0 else { return }
    for place in maildrops[row].items.indices { maildrops[row].items[place].isDeleted = false }
    maildrops[row].marked = 0
  }

  /// The oldest message that no program has, which from now on one has.
  mutating func fetchNext(in mailbox: MailboxID) -> Item? {
    guard let row = row(of: mailbox), maildrops[row].unseen > 0 else { return nil }
    var place = maildrops[row].firstUnseen
    while maildrops[row].items[place].isFetched { place += 1 }
    maildrops[row].items[place].isFetched = true
    maildrops[row].unseen -= 1
    maildrops[row].firstUnseen = place + 1
    return maildrops[row].items[place]
  }

  mutating func markUnread(_ copy: CopyID, in mailbox: MailboxID) {
    guard let (row, place) = place(of: copy, in: mailbox), maildrops[row].items[place].isFetched
    else { return }
    maildrops[row].items[place].isFetched = false
    maildrops[row].unseen += 1
    maildrops[row].firstUnseen = min(place, maildrops[row].firstUnseen)
  }

  /// False when the message is not there.
  mutating func markDeleted(_ copy: CopyID, in mailbox: MailboxID) -> Bool {
    guard let (row, place) = place(of: copy, in: mailbox) else { return false }
    if !maildrops[row].items[place].isDeleted { maildrops[row].marked += 1 }
    maildrops[row].items[place].isDeleted = true
    return true
  }

  /// Takes the messages marked for deletion out and says which they were.
  mutating func expunge(_ mailbox: MailboxID) -> ShortList<CopyID> {
    var gone = ShortList<CopyID>()
    guard let row = row(of: mailbox), maildrops[row].marked > 0 else { return gone }
    for item in maildrops[row].items where item.isDeleted {
      gone.append(item.copy)
      maildrops[row].octets -= UInt64(item.octets)
      if !item.isFetched { maildrops[row].unseen -= 1 }
    }
    maildrops[row].items.removeAll(where: \.isDeleted)
    maildrops[row].marked = 0
    maildrops[row].firstUnseen = 0
    return gone
  }

  // MARK: Waiting for news

  func isWatched(_ mailbox: MailboxID) -> Bool {
    row(of: mailbox).map { !maildrops[$0].watchers.isEmpty } ?? false
  }

  /// IMAP sessions in IDLE that want to hear of new mail, by connection slot.
  func watchers(of mailbox: MailboxID) -> [UInt32] {
    row(of: mailbox).map { maildrops[$0].watchers } ?? []
  }

  mutating func watch(_ mailbox: MailboxID, by connection: UInt32) {
    maildrops[makeRow(of: mailbox)].watchers.append(connection)
  }

  mutating func stopWatching(_ mailbox: MailboxID, by connection: UInt32) {
    guard let row = row(of: mailbox), !maildrops[row].watchers.isEmpty else { return }
    maildrops[row].watchers.removeAll { $0 == connection }
  }

  // MARK: Rows

  private func row(of mailbox: MailboxID) -> Int? { rows[mailbox].map { Int($0) } }

  private mutating func makeRow(of mailbox: MailboxID) -> Int {
    if let row = row(of: mailbox) { return row }
    rows.set(UInt32(maildrops.count), for: mailbox)
    maildrops.append(Maildrop())
    return maildrops.count - 1
  }

  private func place(of copy: CopyID, in mailbox: MailboxID) -> (row: Int, place: Int)? {
    guard let row = row(of: mailbox),
      let place = maildrops[row].items.lastIndex(where: { $0.copy == copy })
    else { return nil }
    return (row, place)
  }
}

extension MailboxID: TableKey {
  var tableHash: UInt64 { UInt64(index) }
}
