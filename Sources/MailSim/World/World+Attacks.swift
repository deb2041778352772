/// Attackers at work: the world carries out what they want, with the machines they have.
extension World {
  /// A dialogue of an attacker, and how far it has come.
  struct OpenDialogue: Sendable {
    let attack: AttackID
    let dialogue: AttackDialogue
    /// Servers to call, best first.
    var candidates: ShortList<ServerRow>
    /// The next line to say; those before it are answered, but for the last.
    var line = 0
    var wasRefused = false
  }

  // MARK: Beginning

  mutating func addAttackers(_ streams: RandomStreams) {
    for (row, attack) in scenario.attacks.enumerated() {
      let chances = streams.stream(for: "attack \(attack.name)")
      let campaign = Campaign(attack, facts(for: attack), chances: chances)
      let attacker = AttackerList.attacker(for: campaign)
      attackers.append(attacker)
      attackersChoices.append(streams.stream(for: "exchangers chosen by attack \(attack.name)"))
      events.schedule(
        WorldEvent(.attack, UInt32(row), generation: AttackAlarm.start.number), at: attack.from)
    }
  }

  private func facts(for attack: Scenario.Attack) -> AttackFacts {
    var facts = AttackFacts()
    if let target = attack.target {
      let server = scenario.servers[target]
      facts.targetHost = server.host
      facts.targetDomain = server.domains.first
      facts.targetAddress = server.addresses.first
      facts.targetReads = server.policy.lists.destinations
    }
    facts.victimAddresses = attack.victims.map { victim in
      scenario.servers.first { $0.domains.contains(victim.domain) }?.addresses.first
    }
    for grant in attack.grants {
      switch grant {
      case .account(let person):
        facts.accountMailbox = scenario.people[person].mailbox
        facts.accountHome = scenario.people[person].home
      case .sameAddress(let person), .nextLease(let person):
        facts.holder = scenario.people[person].machine
      default: break
      }
    }
    return facts
  }

  // MARK: Telling and being told

  /// An alarm of an attacker: its beginning, its next try, or one it set itself.
  mutating func attackWakes(_ row: UInt32, _ alarm: AttackAlarm) {
    consult(AttackID(index: row)) { attacker, outbox in
      if alarm == .start { attacker.start(&outbox) } else { attacker.ring(alarm, &outbox) }
    }
  }

  mutating func tell(_ id: AttackID, _ event: AttackerEvent) {
    consult(id) { $0.learn(event, &$1) }
  }

  mutating func tellEveryAttacker(_ event: AttackerEvent) {
    for row in attackers.indices { tell(AttackID(row), event) }
  }

  /// Asks an attacker, and does what it wants.
  mutating func consult(
    _ id: AttackID, _ think: (inout any Attacker, inout AttackerOutbox) -> Void
  ) {
    var attacker = attackers[Int(id.index)]
    var outbox = AttackerOutbox(view(of: attacker))
    think(&attacker, &outbox)
    attackers[Int(id.index)] = attacker
    for moment in outbox.moments { note(.attack(id, moment)) }
    if let site = outbox.move, let machine = attacker.campaign.machine {
      move(machineHost(machine), to: site, address: nil)
    }
    for alarm in outbox.alarms {
      events.schedule(
        WorldEvent(.attack, id.index, generation: alarm.1.number), at: now + alarm.after)
    }
    for dialogue in outbox.dialogues { begin(dialogue, of: id) }
    for person in outbox.logins { intrude(on: person, id) }
    for server in outbox.snapshots { tell(id, .found(storedCopies.all(at: server))) }
  }

  private mutating func view(of attacker: any Attacker) -> AttackView {
    let campaign = attacker.campaign
    var view = AttackView(now: now)
    guard let machine = campaign.machine.map({ machineHost($0) }) else { return view }
    let target = campaign.attack.target.map { HostID(index: $0.index) } ?? machine
    view.ownAddress = network.visibleAddress(of: machine, to: target)
    if let holder = campaign.facts.holder {
      view.holderAddress = network.visibleAddress(of: machineHost(holder), to: target)
    }
    return view
  }

  // MARK: Dialogues

  private mutating func begin(_ dialogue: AttackDialogue, of id: AttackID) {
    var open = OpenDialogue(attack: id, dialogue: dialogue, candidates: [])
    switch dialogue.place {
    case .server(let server): open.candidates = [server]
    case .exchanger(let domain):
      let number = mail.book.id(of: domain)
      let route = mail.names.answer(for: number, domain).route(
        from: nil, choosing: &attackersChoices[Int(id.index)])
      note(.looked(machineHost(dialogue.machine), number, route.outcome))
      open.candidates = route.servers
    }
    guard !open.candidates.isEmpty else {
      tell(id, .unreachable(dialogue.number, .noListener))
      return
    }
    call(dialogues.insert(open))
  }

  private mutating func call(_ row: UInt32) {
    let open = dialogues[row]
    let server = open.candidates[0]
    let service = service(for: open.dialogue, at: server)
    var options = SMTPClientOptions()
    if service.isImplicitTLS { options.start = .implicit }
    self.open(
      from: machineHost(open.dialogue.machine), to: server, service,
      purpose: .attack(dialogue: row),
      person: nil, step: nil,
      client: .smtp(SMTPClientSession(options: options, recipients: 0)), cause: nil,
      showing: open.dialogue.address, attack: open.attack)
  }

  /// What attackers call themselves.
  static var attackerName: String { "bot.spam.example" }

  /// A login goes over implicit TLS where the server has it: servers hide AUTH in the clear.
  private func service(for dialogue: AttackDialogue, at server: ServerRow) -> Service {
    guard dialogue.service == .submission else { return dialogue.service }
    let settings = servers[server].settings
    if settings.tls.offersUpgrade, settings.services.contains(.submissions) { return .submissions }
    return settings.services.contains(.submission) ? .submission : .smtp
  }

  /// A server has said something: the greeting, or the answer to the last line.
  mutating func continueDialogue(_ slot: UInt32, _ row: UInt32, _ reply: Reply) {
    let open = dialogues[row]
    if open.line > open.dialogue.commands.count {
      closeAtClient(slot, .quit)
      return
    }
    if reply.isFailure {
      dialogues[row].wasRefused = true
      note(.attack(open.attack, .refused(connections[slot].serial, reply)), on: slot)
    }
    if open.line > 0 {
      let said = open.dialogue.commands[open.line - 1]
      if case .dot = said, reply.isSuccess {
        for recipient in servers[connections[slot].server].recipients(
          of: connections[slot].session)
        {
          note(
            .attack(open.attack, .taken(connections[slot].serial, recipient: recipient)), on: slot)
        }
      }
      tell(open.attack, .answered(said, reply, in: open.dialogue.number, connections[slot].serial))
    }
    sayNext(slot, row, after: reply)
  }

  private mutating func sayNext(_ slot: UInt32, _ row: UInt32, after reply: Reply) {
    // A server that says 421 hangs up; there is nobody left to say QUIT to.
    if reply.code == 421 { return }
    let open = dialogues[row]
    if reply.isFailure, open.dialogue.stopsAtRefusal || open.line == 0 {
      dialogues[row].line = open.dialogue.commands.count
    }
    guard open.dialogue.pause > .zero, open.line > 0, connections[slot].isLive else {
      speak(slot)
      return
    }
    waitAtClient(slot, open.dialogue.pause + Self.replyTimeout)
    events.schedule(
      WorldEvent(.attackSpeaks, slot, generation: connections[slot].generation),
      at: now + open.dialogue.pause)
  }

  /// Says the next line of the dialogue, or QUIT after the last.
  mutating func speak(_ slot: UInt32) {
    guard case .attack(let row) = connections[slot].purpose, connections[slot].isLive,
      !connections[slot].clientIsGone
    else { return }
    let open = dialogues[row]
    dialogues[row].line += 1
    let line = open.line < open.dialogue.commands.count ? open.dialogue.commands[open.line] : .quit
    if case .mail = line {
      let isImplicit = connections[slot].service.isImplicitTLS
      noteProtection(slot, isImplicit ? .implicitTLS : .tlsNotWanted)
    }
    if case .quit = line { dialogues[row].line = open.dialogue.commands.count + 1 }
    sendToServer(slot, .smtpCommand(command(line, open.dialogue)))
    waitAtClient(slot, Self.finalReplyTimeout)
  }

  private mutating func command(_ line: AttackDialogue.Command, _ dialogue: AttackDialogue)
    -> SMTPCommand
  {
    switch line {
    case .hello: .ehlo
    case .login(let person):
      .auth(
        .plain, Credentials(account: AccountID(index: person.index), secretIsRight: true))
    case .mail(let from): .mail(from: from.map { mail.book.id(of: $0) }, size: nil)
    case .rcpt(let recipient): .rcpt(to: mail.book.id(of: recipient))
    case .malformed(let how): .malformed(how)
    case .data: .data
    case .dot: .endOfData(octets: dialogue.content.octets)
    case .noop: .noop
    case .quit: .quit
    }
  }

  // MARK: The end of a dialogue

  mutating func dialogueFailed(_ row: UInt32, _ failure: ConnectionFailure, on slot: UInt32) {
    let open = dialogues[row]
    if open.candidates.count > 1 {
      dialogues[row].candidates.removeFirst()
      call(row)
      return
    }
    dialogues.remove(row)
    tell(open.attack, .unreachable(open.dialogue.number, failure))
  }

  mutating func dialogueEnded(_ row: UInt32) {
    let open = dialogues[row]
    dialogues.remove(row)
    tell(
      open.attack,
      .dialogueEnded(
        open.dialogue.number,
        wasComplete: !open.wasRefused && open.line >= open.dialogue.commands.count))
  }

  /// What an attacker's message says besides its envelope.
  mutating func letter(
    of row: UInt32, _ octets: UInt32, on slot: UInt32
  ) -> IncomingMessage {
    let session = connections[slot].session
    let server = connections[slot].server
    let letter = dialogues[row].dialogue.content
    var draft = Draft(
      author: nil, reversePath: servers[server].reversePath(of: session),
      from: letter.author.map { mail.book.id(of: $0) },
      recipients: servers[server].recipients(of: session), subject: letter.subject,
      octets: octets, step: session.step, attack: dialogues[row].attack)
    draft.rareProperties.signature = letter.signature
    draft.rareProperties.smuggled = letter.smuggled
    return .written(draft)
  }
}
