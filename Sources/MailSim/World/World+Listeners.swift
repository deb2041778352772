/// Attackers on the way of others: on lines, in the DNS, and on the disks of servers.
extension World {
  // MARK: Lines

  /// Those on whose line a new connection runs and who take it up.
  mutating func listeners(from client: HostID, to server: HostID, besides own: AttackID?)
    -> [AttackID]
  {
    let here = network.place(of: client).site
    let there = network.place(of: server).site
    var found: [AttackID] = []
    for (row, attack) in scenario.attacks.enumerated() where AttackID(row) != own {
      let suited = attack.kind.entry.needs.joined()
      let sits = attack.grants.contains {
        $0.lies(between: here, there) && suited.contains($0.grant)
      }
      guard sits else { continue }
      var takes = false
      consult(AttackID(row)) { takes = $0.intercepts(&$1) }
      if takes { found.append(AttackID(row)) }
    }
    return found
  }

  /// Shows what passes to every attacker on the line, which can read it only in the clear; the
  /// first that tampers with it has done it.
  private mutating func show(_ observation: Observation, on slot: UInt32) -> (Tampering, AttackID)?
  {
    guard !inTransit[slot].listeners.isEmpty, !connections[slot].session.isEncrypted else {
      return nil
    }
    let serial = connections[slot].serial
    var done: (Tampering, AttackID)?
    for id in inTransit[slot].listeners {
      consult(id) { attacker, outbox in
        let tampering = attacker.observe(observation, serial, &outbox)
        if done == nil, tampering != .none { done = (tampering, id) }
      }
    }
    return done
  }

  /// What a client hears in place of what the server said.
  mutating func heard(_ segment: Segment, on slot: UInt32) -> Segment {
    let service = connections[slot].service
    switch segment {
    case .smtpReply(let reply, let offers?) where offers.contains(.startTLS):
      guard case .withhold? = show(.offer(service), on: slot)?.0 else { return segment }
      return .smtpReply(reply, offering: offers.subtracting(.startTLS))
    case .accessReply(.capabilities(startTLS: true, _)):
      guard case .withhold? = show(.offer(service), on: slot)?.0 else { return segment }
      // Without LOGINDISABLED, or the program would not even try.
      return .accessReply(.capabilities(startTLS: false, loginDisabled: false))
    case .accessReply(.ready):
      guard case .greetAsLoggedIn? = show(.greeting(service), on: slot)?.0 else { return segment }
      return .accessReply(.preauthenticated)
    default: return segment
    }
  }

  /// A command of a client comes by.
  mutating func passes(_ command: AccessCommand, on slot: UInt32) {
    switch command {
    case .pass(let credentials), .login(let credentials): passes(credentials, on: slot)
    case .status, .retrieve: _ = show(.command, on: slot)
    default: break
    }
  }

  mutating func passes(_ command: SMTPCommand, on slot: UInt32) {
    switch command {
    case .auth(let mechanism, let credentials) where mechanism.revealsPassword:
      passes(credentials, on: slot)
    case .startTLS:
      guard let (tampering, attack) = show(.startTLS(connections[slot].service), on: slot),
        tampering == .addCommands
      else { return }
      connections[slot].injected = attack
    default: break
    }
  }

  private mutating func passes(_ credentials: Credentials, on slot: UInt32) {
    guard let account = credentials.account, credentials.secretIsRight else { return }
    _ = show(.password(PersonID(index: account.index)), on: slot)
  }

  /// The content of a message comes by, on its way to a server or to its reader.
  mutating func contentPasses(_ message: MessageID, isClosed: Bool, on slot: UInt32) {
    if !isClosed { _ = show(.content(message), on: slot) }
  }

  // MARK: Commands before the handshake

  /// Carries out what was added behind STARTTLS, if the server has kept it (CVE-2011-0411).
  mutating func runInjected(on slot: UInt32) {
    guard let attack = connections[slot].injected,
      servers[connections[slot].server].settings.tls.keepsBuffer,
      let account = attackers[Int(attack.index)].campaign.account,
      let mailbox = people[account].settings.mailbox
    else { return }
    let own = mail.book.id(of: mailbox)
    let credentials = Credentials(account: AccountID(index: account.index), secretIsRight: true)
    for command in [
      .ehlo, .auth(.plain, credentials), .mail(from: own, size: nil), .rcpt(to: own), .data,
    ] as [SMTPCommand] {
      serve(slot, command)
    }
    connections[slot].interceptor = attack
  }

  /// Whether a command is taken for content, since an attacker has opened a message before it.
  mutating func isIntercepted(_ command: SMTPCommand, on slot: UInt32) -> Bool {
    guard let attack = connections[slot].interceptor else { return false }
    let serial = connections[slot].serial
    switch command {
    case .endOfData: return false
    case .auth(_, let credentials):
      guard let account = credentials.account else { return true }
      consult(attack) { attacker, outbox in
        _ = attacker.observe(.password(PersonID(index: account.index)), serial, &outbox)
      }
      return true
    default: return true
    }
  }

  /// A server took a message: perhaps for somebody it was not meant for.
  mutating func noteTaken(_ message: MessageID, isClosed: Bool, on slot: UInt32) {
    let connection = connections[slot]
    contentPasses(message, isClosed: isClosed, on: slot)
    let event = AttackerEvent.received(message, isClosed: isClosed, connection.serial)
    if let attack = connection.interceptor {
      connections[slot].interceptor = nil
      tell(attack, event)
    }
    if case .sending(let job) = connection.purpose, job != Connection.noJob,
      let attack = deceptions[job]?.by
    {
      tell(attack, event)
    }
  }

  // MARK: Names

  /// Who answered a server's question before the name service did, with which host.
  ///
  /// Signed answers cannot be forged for one who checks them (RFC 7672 §2.1).
  mutating func falseAnswer(
    to asker: ServerRow, for id: DomainID, genuine: ServerRow?
  ) -> (host: ServerRow, by: AttackID)? {
    let domain = mail.book[id]
    let checks = servers[asker].securityLevel(for: domain) == .dane
    if checks, let genuine, servers[genuine].settings.tls.dane != .none { return nil }
    for row in attackers.indices {
      var host: ServerRow?
      consult(AttackID(row)) { host = $0.isAsked(by: asker, for: domain, &$1) }
      guard let host else { continue }
      note(.attack(AttackID(row), .misled(HostID(index: asker.index), id)))
      return (host, AttackID(row))
    }
    return nil
  }

  /// Whether a question for a published policy is not answered, since somebody drops the answer.
  ///
  /// Nothing vouches for a policy that is not known yet (RFC 8461 §10.2).
  mutating func isPolicyHidden(from asker: ServerRow, at target: ServerRow) -> Bool {
    let here = network.place(of: HostID(index: asker.index)).site
    let there = network.place(of: HostID(index: target.index)).site
    return attackers.contains { attacker in
      attacker.attack.kind == .tlsStripping && attacker.isAtWork(now)
        && attacker.attack.grants.contains { $0.grant == .modify && $0.lies(between: here, there) }
    }
  }

  // MARK: Disks

  /// A copy lies on a server's disk, where others may read.
  mutating func noteStored(_ stored: StoredCopy, at server: ServerRow) {
    storedCopies.put(stored, at: server)
    for (row, attack) in scenario.attacks.enumerated()
    where attack.grants.contains(.ownGateway(server)) {
      tell(AttackID(row), .written(stored, at: server))
    }
  }

  // MARK: Logins with a sniffed password

  /// An attacker reads somebody's mailbox as its owner would, from its own machine.
  mutating func intrude(on person: PersonID, _ id: AttackID) {
    let settings = people[person].settings
    guard let machine = attackers[Int(id.index)].campaign.machine, let server = settings.home,
      var options = retrievalOptions(of: person, settings.retrieval.service, passwordIsRight: true)
    else { return }
    // Its own program encrypts when it can, and leaves all as it was.
    if !settings.retrieval.service.isImplicitTLS { options.tls = .opportunistic }
    (options.deletes, options.idles) = (false, false)
    open(
      from: machineHost(machine), to: server, settings.retrieval.service, purpose: .intrusion(id),
      person: nil, step: nil,
      client: .access(AccessClientSession(options: options)), cause: nil, attack: id)
  }

  /// A message has come to whoever reads the mailbox.
  mutating func noteRetrieved(_ copy: CopyID, on slot: UInt32) {
    guard let stored = storedCopies[copy, at: connections[slot].server] else { return }
    contentPasses(stored.message, isClosed: stored.isClosed, on: slot)
    if case .intrusion(let attack) = connections[slot].purpose { tell(attack, .found([stored])) }
  }
}

extension Scenario.Holding {
  /// Whether the line it sits on lies between two places.
  func lies(between a: SiteID, _ b: SiteID) -> Bool {
    switch self {
    case .tap(let one, let other), .modify(let one, let other):
      guard let other else { return a != b && (one == a || one == b) }
      return (one, other) == (a, b) || (one, other) == (b, a)
    default: return false
    }
  }
}
