/// What a server has against spam and abuse, asked after its relay policy.
extension MailServer {
  /// What a defence says of a recipient instead of the relay policy.
  typealias Ruling = (verdict: RelayVerdict, reason: ReasonCode, reply: Reply)

  /// Asks the server's defences; nil leaves the decision as it is.
  mutating func defend<Sink>(
    _ recipient: MailboxID, _ decision: RelayDecision, _ session: inout ServerSession,
    _ mail: inout MailTables<Sink>
  ) -> Ruling? {
    if Self.isStranger(decision.reason),
      let ruling = judgeStranger(recipient, decision, session, &mail)
    {
      return ruling
    }
    guard decision.verdict == .accept else { return nil }
    return limit(decision, &session, &mail)
  }

  /// Whether the client is somebody the server does not know: its own machines, logins and windows
  /// pass filters for strangers (RFC 6647 §5).
  private static func isStranger(_ reason: ReasonCode) -> Bool {
    switch reason {
    case .insideSender, .window, .authenticated: false
    default: true
    }
  }

  private mutating func judgeStranger<Sink>(
    _ recipient: MailboxID, _ decision: RelayDecision, _ session: ServerSession,
    _ mail: inout MailTables<Sink>
  ) -> Ruling? {
    let client = session.client
    if session.attack != nil { defence?.blockList?.sawSpam(from: client, at: mail.now) }
    if defence?.blockList?.lists(client, at: mail.now) == true {
      return (.refuse, .blockListed, .blockListed)
    }
    // An unknown user is greylisted like any other, or the answer would tell who exists.
    guard decision.verdict == .accept || decision.reason == .userUnknown else { return nil }
    let reversePath = reversePath(of: session)
    if defence?.settings.senderCheck == .spf,
      mail.senderRecords.spf(reversePath.map { mail.book[$0] }, client: client) == false
    {
      return (.refuse, .senderNotAuthorised, .spfFailed)
    }
    let passes = defence?.greylist?.passes(
      client: client, reversePath: reversePath, recipient: recipient, at: mail.now)
    return passes == false ? (.defer, .greylisted, .greylisted) : nil
  }

  private mutating func limit<Sink>(
    _ decision: RelayDecision, _ session: inout ServerSession, _ mail: inout MailTables<Sink>
  ) -> Ruling? {
    let user = session.account
    if let user, isDisabled(user) { return (.refuse, .accountDisabled, .accountDisabled) }
    for row in defence?.rates.indices ?? 0..<0
    where defence?.rates[row].takes(client: session.client, user: user, at: mail.now) == false {
      noteAlarm(&session, &mail)
      guard let user, defence?.rates[row].limit.action == .disable else {
        return (.defer, .rateLimit, .rateExceeded)
      }
      defence?.disable(user)
      return (.refuse, .accountDisabled, .accountDisabled)
    }
    if decision.reason == .window,
      case .open(let age) = windows.state(of: session.client, at: mail.now),
      defence?.takesThroughWindow(of: session.client, openedAt: mail.now - age) == false
    {
      noteAlarm(&session, &mail)
      return (.refuse, .windowCap, .windowUsedUp)
    }
    return nil
  }

  /// Whether a login has been disabled for sending too much.
  mutating func isDisabled(_ account: AccountID) -> Bool {
    defence?.isDisabled(account) == true
  }

  /// Who runs into a limit shows in the log; said once of each attack.
  private mutating func noteAlarm<Sink>(
    _ session: inout ServerSession, _ mail: inout MailTables<Sink>
  ) {
    guard let attack = session.attack, mail.noticedAttacks.insert(attack).inserted else { return }
    mail.note(.attack(attack, .noticed(host)), on: &session)
  }

  // MARK: Content

  /// What becomes of a message after the dot.
  enum Screening {
    case pass, junk
    case refuse(ReasonCode, Reply)
  }

  mutating func screen<Sink>(
    _ message: UInt32, _ session: ServerSession, _ mail: inout MailTables<Sink>
  ) -> Screening {
    guard let settings = defence?.settings, !isKnown(session, at: mail.now) else { return .pass }
    let state = mail.messages[message]
    if settings.senderCheck == .dmarc {
      let now = mail.now
      let demand = mail.senderRecords.dmarc(
        author: state.from.map { mail.book[$0] },
        reversePath: state.reversePath.map { mail.book[$0] }, client: session.client,
        signedBy: mail.rareProperties(of: message)?.signature.flatMap {
          now < $0.expires ? $0.domain : nil
        })
      switch demand {
      case .reject: return .refuse(.senderNotAuthorised, .dmarcFailed)
      case .quarantine: return .junk
      case .none: break
      }
    }
    let isSpam = state.attack != nil && !state.isNotice
    guard let filter = settings.filter, defence?.suspects(isSpam: isSpam) == true else {
      return .pass
    }
    return filter.action == .junk ? .junk : .refuse(.contentFilter, .contentRejected)
  }

  /// A machine inside, a login, or the holder of a roaming window.
  private mutating func isKnown(_ session: ServerSession, at now: Instant) -> Bool {
    session.account != nil || settings.policy.settings.isInside(session.client)
      || windows.state(of: session.client, at: now).isOpen
  }

  /// The junk folders of a message's recipients.
  mutating func junkFolders<Sink>(
    of recipients: ShortList<MailboxID>, copy: CopyID, _ session: inout ServerSession,
    _ mail: inout MailTables<Sink>
  ) -> ShortList<MailboxID> {
    var folders = ShortList<MailboxID>()
    for recipient in recipients {
      let folder = mail.book.id(of: mail.book[recipient].junk)
      mail.note(.forwarded(copy, recipient: recipient, to: folder), on: &session)
      folders.append(folder)
    }
    return folders
  }

  // MARK: Signatures and odd ends

  /// The server signs mail of its own domains that it takes from those it knows (RFC 6376).
  mutating func sign<Sink>(
    _ message: UInt32, _ session: ServerSession, _ mail: inout MailTables<Sink>
  ) {
    guard let lifetime = settings.signatureLifetime,
      mail.rareProperties(of: message)?.signature == nil,
      let author = mail.messages[message].from,
      standing(of: author, &mail).contains(.isLocal), isKnown(session, at: mail.now)
    else { return }
    let signature = DKIMSignature(domain: mail.book[author].domain, expires: mail.now + lifetime)
    mail.change(message) { $0.signature = signature }
  }

  /// A server that takes an odd end of data for the end finds a second message behind it; one that
  /// does not pass odd ends on has made them harmless.
  mutating func unpack<Sink>(
    _ message: UInt32, _ session: inout ServerSession, _ mail: inout MailTables<Sink>
  ) {
    guard let smuggled = mail.rareProperties(of: message)?.smuggled else { return }
    if !settings.passesBareLF { mail.change(message) { $0.smuggled = nil } }
    guard settings.endsOnBareLF, settings.policy.settings.isLocal(smuggled.recipient.domain) else {
      return
    }
    mail.change(message) { $0.smuggled = nil }
    let reversePath = mail.book.id(of: smuggled.reversePath)
    let recipient = mail.book.id(of: smuggled.recipient)
    var draft = Draft(
      author: nil, reversePath: reversePath, from: reversePath, recipients: ShortList(recipient),
      subject: "Out of a smuggled envelope", octets: 2_000)
    draft.attack = mail.messages[message].attack
    draft.isExtra = true
    let extra = mail.compose(draft, cause: session.cause)
    let copy = mail.nextCopy()
    noteReceived(
      copy, message: mail.messages[extra].serial, parent: nil, for: ShortList(recipient), &session,
      &mail)
    admit(
      QueueEntry(
        holder: .server(row), message: extra, copy: copy, hops: 1, since: mail.now,
        recipients: ShortList(recipient), cause: session.cause), &mail)
  }
}
