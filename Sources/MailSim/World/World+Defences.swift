/// What a server has against spam and abuse, asked after its relay policy.
extension World {
  /// What a defence says of a recipient instead of the relay policy.
  typealias Ruling = (verdict: RelayVerdict, reason: ReasonCode, reply: Reply)

  /// Asks the server's defences; nil leaves the decision as it is.
  mutating func defend(
    _ recipient: MailboxID, _ decision: RelayDecision, on slot: UInt32
  ) -> Ruling? {
    let connection = connections[slot]
    let isStranger = isStranger(decision.reason)
    if isStranger, let ruling = judgeStranger(recipient, decision, connection) { return ruling }
    guard decision.verdict == .accept else { return nil }
    return limit(decision, connection, on: slot)
  }

  /// Whether the client is somebody the server does not know: its own machines, logins and windows
  /// pass filters for strangers (RFC 6647 §5).
  private func isStranger(_ reason: ReasonCode) -> Bool {
    switch reason {
    case .insideSender, .window, .authenticated: false
    default: true
    }
  }

  private mutating func judgeStranger(
    _ recipient: MailboxID, _ decision: RelayDecision, _ connection: Connection
  ) -> Ruling? {
    let server = connection.server
    let client = connection.clientAddress
    if attack(behind: connection) != nil {
      servers[server].defence?.blockList?.sawSpam(from: client, at: now)
    }
    if servers[server].defence?.blockList?.lists(client, at: now) == true {
      return (.refuse, .blockListed, .blockListed)
    }
    // An unknown user is greylisted like any other, or the answer would tell who exists.
    guard decision.verdict == .accept || decision.reason == .userUnknown else { return nil }
    if servers[server].defence?.settings.senderCheck == .spf,
      senderRecords.spf(connection.reversePath.map { book[$0] }, client: client) == false
    {
      return (.refuse, .senderNotAuthorised, .spfFailed)
    }
    let passes = servers[server].defence?.greylist?.passes(
      client: client, reversePath: connection.reversePath, recipient: recipient, at: now)
    return passes == false ? (.defer, .greylisted, .greylisted) : nil
  }

  private mutating func limit(
    _ decision: RelayDecision, _ connection: Connection, on slot: UInt32
  ) -> Ruling? {
    let server = connection.server
    var user: AccountID?
    if case .smtp(let session) = connection.serverSession { user = session.account }
    if let user, isDisabled(user, at: server) {
      return (.refuse, .accountDisabled, .accountDisabled)
    }
    for row in servers[server].defence?.rates.indices ?? 0..<0
    where servers[server].defence?.rates[row].takes(
      client: connection.clientAddress, user: user, at: now) == false
    {
      noteAlarm(of: connection, on: slot)
      guard let user, servers[server].defence?.rates[row].limit.action == .disable else {
        return (.defer, .rateLimit, .rateExceeded)
      }
      servers[server].defence?.disable(user)
      return (.refuse, .accountDisabled, .accountDisabled)
    }
    if decision.reason == .window,
      case .open(let age) = servers[server].windows.state(of: connection.clientAddress, at: now),
      servers[server].defence?.takesThroughWindow(
        of: connection.clientAddress, openedAt: now - age) == false
    {
      noteAlarm(of: connection, on: slot)
      return (.refuse, .windowCap, .windowUsedUp)
    }
    return nil
  }

  /// Whether a login has been disabled for sending too much.
  mutating func isDisabled(_ account: AccountID, at server: ServerRow) -> Bool {
    servers[server].defence?.isDisabled(account) == true
  }

  /// Who runs into a limit shows in the log; said once of each attack.
  private mutating func noteAlarm(of connection: Connection, on slot: UInt32) {
    guard let attack = attack(behind: connection), alarmedAt.insert(attack).inserted else { return }
    note(.attack(attack, .noticed(HostID(index: connection.server.index))), on: slot)
  }

  // MARK: Content

  /// What becomes of a message after the dot.
  enum Screening {
    case pass, junk
    case refuse(ReasonCode, Reply)
  }

  mutating func screen(_ message: UInt32, on slot: UInt32) -> Screening {
    let server = connections[slot].server
    guard let settings = servers[server].defence?.settings, !isKnown(slot) else { return .pass }
    let state = messages[message]
    if settings.senderCheck == .dmarc {
      let demand = senderRecords.dmarc(
        author: state.from.map { book[$0] },
        reversePath: state.reversePath.map { book[$0] }, client: connections[slot].clientAddress,
        signedBy: rareProperties(of: message)?.signature.flatMap {
          now < $0.expires ? $0.domain : nil
        })
      switch demand {
      case .reject: return .refuse(.senderNotAuthorised, .dmarcFailed)
      case .quarantine: return .junk
      case .none: break
      }
    }
    let isSpam = state.attack != nil && !state.isNotice
    guard let filter = settings.filter, servers[server].defence?.suspects(isSpam: isSpam) == true
    else { return .pass }
    return filter.action == .junk ? .junk : .refuse(.contentFilter, .contentRejected)
  }

  /// A machine inside, a login, or the holder of a roaming window.
  mutating func isKnown(_ slot: UInt32) -> Bool {
    if case .smtp(let session) = connections[slot].serverSession, session.isAuthenticated {
      return true
    }
    let server = connections[slot].server
    let client = connections[slot].clientAddress
    return servers[server].settings.policy.settings.isInside(client)
      || servers[server].windows.state(of: client, at: now).isOpen
  }

  /// The junk folders of a message's recipients.
  mutating func junkFolders(
    of recipients: ShortList<MailboxID>, copy: CopyID, on slot: UInt32
  ) -> ShortList<MailboxID> {
    var folders = ShortList<MailboxID>()
    for recipient in recipients {
      let folder = book.id(of: book[recipient].junk)
      note(.forwarded(copy, recipient: recipient, to: folder), on: slot)
      folders.append(folder)
    }
    return folders
  }

  // MARK: Signatures and odd ends

  /// The server signs mail of its own domains that it takes from those it knows (RFC 6376).
  mutating func sign(_ message: UInt32, on slot: UInt32) {
    let server = connections[slot].server
    guard let lifetime = servers[server].settings.signatureLifetime,
      rareProperties(of: message)?.signature == nil, let author = messages[message].from,
      standing(of: author, at: server).contains(.isLocal), isKnown(slot)
    else { return }
    let signature = DKIMSignature(domain: book[author].domain, expires: now + lifetime)
    change(message) { $0.signature = signature }
  }

  /// A server that takes an odd end of data for the end finds a second message behind it; one that
  /// does not pass odd ends on has made them harmless.
  mutating func unpack(_ message: UInt32, on slot: UInt32) {
    guard let smuggled = rareProperties(of: message)?.smuggled else { return }
    let server = connections[slot].server
    let settings = servers[server].settings
    if !settings.passesBareLF { change(message) { $0.smuggled = nil } }
    guard settings.endsOnBareLF, settings.policy.settings.isLocal(smuggled.recipient.domain) else {
      return
    }
    change(message) { $0.smuggled = nil }
    let reversePath = book.id(of: smuggled.reversePath)
    let recipient = book.id(of: smuggled.recipient)
    var draft = Draft(
      author: nil, reversePath: reversePath, from: reversePath, recipients: ShortList(recipient),
      subject: "Out of a smuggled envelope", octets: 2_000)
    draft.attack = messages[message].attack
    draft.isExtra = true
    let cause = connections[slot].cause
    let extra = compose(draft, cause: cause)
    let copy = CopyID(index: copyCount)
    copyCount += 1
    noteReceived(
      copy, message: messages[extra].serial, parent: nil, on: slot, for: ShortList(recipient))
    admit(
      QueueEntry(
        holder: .server(server), message: extra, copy: copy, hops: 1, since: now,
        recipients: ShortList(recipient), cause: connections[slot].cause),
      to: server)
  }

  /// A server that closes windows early does so when their user leaves.
  mutating func closeWindow(on slot: UInt32) {
    let server = connections[slot].server
    guard servers[server].settings.defences.closesOnLogout, connections[slot].mailbox != nil
    else { return }
    servers[server].windows.close(for: connections[slot].clientAddress, at: now)
  }
}
