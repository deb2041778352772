/// The way of a message to one of its recipients: the copies, the hops, the disks.
struct MessagePath {
  /// From the author's first server to the last that has it.
  var copies: [CopyID]
  /// From the author to the last server and, where it was read, to the reader.
  var hops: [Hop]
  var rests: [Rest]
}

/// Finds the paths of messages, with the trace's hops and rests worked out once.
struct MessagePaths {
  private let trace: Trace
  private let hopOfCopy: [CopyID: Hop]
  private let retrievals: [CopyID: [Hop]]
  private let restsOfCopy: [CopyID: [Rest]]
  private let copiesOfMessage: [MessageID: [CopyID]]
  private let forwards: [MessageID: [(from: MailboxID, to: MailboxID)]]
  private let deliveries: [MessageID: [(copy: CopyID, recipient: MailboxID)]]

  init(_ trace: Trace) {
    self.trace = trace
    var hopOfCopy: [CopyID: Hop] = [:]
    var retrievals: [CopyID: [Hop]] = [:]
    for hop in trace.hops() {
      if hop.kind == .retrieval {
        retrievals[hop.copy, default: []].append(hop)
      } else {
        hopOfCopy[hop.copy] = hop
      }
    }
    self.hopOfCopy = hopOfCopy
    self.retrievals = retrievals
    restsOfCopy = Dictionary(grouping: trace.rests(), by: \.copy)
    var forwards: [MessageID: [(from: MailboxID, to: MailboxID)]] = [:]
    var deliveries: [MessageID: [(copy: CopyID, recipient: MailboxID)]] = [:]
    for record in trace.records {
      switch record.event {
      case .forwarded(let copy, let recipient, let new):
        forwards[trace.copies[copy].message, default: []].append((recipient, new))
      case .delivered(let copy, let recipient):
        deliveries[trace.copies[copy].message, default: []].append((copy, recipient))
      default: continue
      }
    }
    self.forwards = forwards
    self.deliveries = deliveries
    copiesOfMessage = Dictionary(
      grouping: trace.copies.indices.map { CopyID($0) }, by: { trace.copies[$0].message })
  }

  /// Where mail for the recipient ends: the recipient, or the first address it is forwarded to.
  func finalRecipient(of message: MessageID, for recipient: MailboxID) -> MailboxID {
    var current = recipient
    var seen: Set<MailboxID> = [recipient]
    // A forwarding address that keeps a copy for itself is an end of its own.
    while deliveries[message]?.contains(where: { $0.recipient == current }) != true,
      let next = forwards[message]?.first(where: { $0.from == current })?.to,
      seen.insert(next).inserted
    {
      current = next
    }
    return current
  }

  /// The path as far as the trace tells it.
  func path(of message: MessageID, for recipient: MailboxID) -> MessagePath {
    let final = finalRecipient(of: message, for: recipient)
    guard let last = lastCopy(of: message, for: final, or: recipient) else {
      return MessagePath(copies: [], hops: [], rests: [])
    }
    var copies = [last]
    while let parent = trace.copies[copies[copies.count - 1]].parent { copies.append(parent) }
    copies.reverse()
    var hops = copies.compactMap { hopOfCopy[$0] }
    if let reading = retrieval(of: last, for: final) { hops.append(reading) }
    return MessagePath(copies: copies, hops: hops, rests: copies.flatMap { restsOfCopy[$0] ?? [] })
  }

  /// The copy in the recipient's mailbox, else the latest that has the recipient in its envelope.
  private func lastCopy(
    of message: MessageID, for final: MailboxID, or recipient: MailboxID
  ) -> CopyID? {
    if let delivered = deliveries[message]?.last(where: { $0.recipient == final }) {
      return delivered.copy
    }
    let copies = copiesOfMessage[message] ?? []
    return copies.last { trace.copies[$0].recipients.contains(final) }
      ?? copies.last { trace.copies[$0].recipients.contains(recipient) }
  }

  /// The first time the recipient's own program read this copy.
  private func retrieval(of copy: CopyID, for recipient: MailboxID) -> Hop? {
    guard let hops = retrievals[copy] else { return nil }
    let own = hops.first { hop in
      guard let reader = hop.reader, let mailbox = trace.cast.people[reader].mailbox else {
        return false
      }
      return trace.areSameMailbox(mailbox, recipient)
    }
    if let own { return own }
    return trace.copies[copy].recipients.count == 1 ? hops.first : nil
  }
}

extension Trace {
  /// Whether mail for both ends in one mailbox: case and what follows a `+` do not count.
  func areSameMailbox(_ a: MailboxID, _ b: MailboxID) -> Bool {
    a == b || Self.base(cast.mailboxes[a]) == Self.base(cast.mailboxes[b])
  }

  private static func base(_ mailbox: Mailbox) -> String {
    let name = mailbox.localPart.prefix { $0 != "+" }
    return (name.isEmpty ? mailbox.localPart[...] : name).lowercased() + "@" + mailbox.domain.text
  }
}
