/// What people do: write, send, look for mail, travel.
extension World {
  mutating func perform(_ id: StepID) {
    let step = scenario.steps[id]
    switch step.action {
    case .mail(let mail): write(mail, step: id)
    case .login(let login):
      check(
        login.person,
        PersonState.Check(
          server: login.server, service: login.service, passwordIsRight: login.passwordIsRight,
          step: id), cause: nil)
    case .move(let machine, let site, let address):
      move(machineHost(machine), to: site, address: address)
    case .dialogue(let dialogue): beginScript(dialogue, step: id)
    }
  }

  func machineHost(_ row: MachineRow) -> HostID {
    HostID(index: UInt32(servers.count) + row.index)
  }

  // MARK: Writing

  private mutating func write(_ mail: Scenario.Mail, step: StepID) {
    let own = people[mail.person].settings.mailbox
    let from = mail.from ?? own
    post(
      Draft(
        author: mail.person, reversePath: reversePath(mail.reversePath, own: own),
        from: from.map { book.id(of: $0) }, recipients: mail.recipients.map { book.id(of: $0) },
        subject: mail.subject, octets: mail.octets, endToEnd: mail.endToEnd, step: step,
        helloName: mail.helloName), by: mail.person, route: mail.route)
  }

  private mutating func reversePath(_ path: Scenario.ReversePath, own: Mailbox?) -> MailboxID? {
    switch path {
    case .own: own.map { book.id(of: $0) }
    case .null: nil
    case .stated(let mailbox): book.id(of: mailbox)
    }
  }

  /// A message is written; it leaves now, or with the next check for mail.
  private mutating func post(_ draft: Draft, by person: PersonID, route: Scenario.Mail.Route) {
    let message = compose(draft, cause: nil)
    let slot = keep(
      QueueEntry(
        holder: .person(person), message: message, copy: nil, hops: 0, since: now, route: route,
        recipients: draft.recipients.map { QueueEntry.Recipient(mailbox: $0) },
        cause: messages[message].cause))
    if people[person].settings.retrieval.order == .independent {
      submit(slot)
    } else {
      people[person].outbox.append(slot)
    }
  }

  mutating func generate(from row: Int) {
    let source = sources[row]
    let settings = source.settings
    let next = now + settings.interval.draw(using: &sources[row].arrivals)
    sources[row].sent += 1
    let limit = settings.limit ?? .max
    if next <= settings.until ?? .distantFuture, sources[row].sent < limit {
      events.schedule(WorldEvent(.traffic, UInt32(row)), at: next)
    }
    let own = people[source.person].settings.mailbox
    let recipient = settings.recipients[sources[row].choices.below(settings.recipients.count)]
    post(
      Draft(
        author: source.person, reversePath: reversePath(settings.reversePath, own: own),
        from: own.map { book.id(of: $0) }, recipients: [book.id(of: recipient)],
        octets: settings.octets.draw(using: &sources[row].choices),
        endToEnd: people[source.person].settings.endToEnd), by: source.person,
      route: settings.route)
  }

  // MARK: Handing over

  /// Makes the transactions that hand an entry to a server, and starts them.
  mutating func submit(_ slot: UInt32) {
    guard case .person(let person) = entries[slot].holder else { return }
    entries[slot].openJobs += 1
    var made: [UInt32] = []
    switch entries[slot].route {
    case .asConfigured:
      let settings = people[person].settings
      if let server = settings.submission.server ?? settings.home {
        made = [handOver(slot, to: server, settings.submission.service)]
      }
    case .server(let server, let service): made = [handOver(slot, to: server, service)]
    case .direct: made = directJobs(slot, of: person)
    }
    people[person].sending += made.count
    for job in made { start(job) }
    entries[slot].openJobs -= 1
    if entries[slot].openJobs == 0 { endSubmission(slot, of: person) }
  }

  private mutating func handOver(_ slot: UInt32, to server: ServerRow, _ service: Service)
    -> UInt32
  {
    let rows = entries[slot].rows(in: .waiting)
    for row in rows { entries[slot].recipients[row].beginTry() }
    entries[slot].openJobs += 1
    let domain = domains.id(of: servers[server].settings.host)
    return jobs.insert(
      DeliveryJob(
        entry: slot, recipients: rows, candidates: [server], service: service, domain: domain))
  }

  /// Straight to the recipients' exchangers, as an infected machine would, or a lone MTA.
  private mutating func directJobs(_ slot: UInt32, of person: PersonID) -> [UInt32] {
    var made: [UInt32] = []
    for row in entries[slot].rows(in: .waiting) {
      let domain = book[entries[slot].recipients[row].mailbox].domain
      let id = domains.id(of: domain)
      let route = names.route(to: domain, from: nil, choosing: &people[person].choices)
      note(.looked(people[person].machine, id, route.outcome), cause: entries[slot].cause)
      if route.servers.isEmpty {
        entries[slot].recipients[row].problem = .name(route.outcome)
        continue
      }
      entries[slot].recipients[row].beginTry()
      entries[slot].openJobs += 1
      made.append(
        jobs.insert(
          DeliveryJob(
            entry: slot, recipients: [row], candidates: route.servers, service: .smtp, domain: id)))
    }
    return made
  }

  /// Nothing is under way any more: try later, or tell the author what was refused.
  mutating func endSubmission(_ slot: UInt32, of person: PersonID) {
    let waiting = entries[slot].rows(in: .waiting)
    if let pause = people[person].settings.submission.retryEvery,
      waiting.contains(where: { !entries[slot].recipients[$0].isFinal })
    {
      giveUp(waiting.filter { entries[slot].recipients[$0].isFinal }, of: slot)
      events.schedule(WorldEvent(.retry, slot), at: now + pause)
      return
    }
    giveUp(waiting, of: slot)
    discard(slot)
  }

  private mutating func giveUp(_ rows: [Int], of slot: UInt32) {
    let serial = messages[entries[slot].message].serial
    for row in rows {
      entries[slot].recipients[row].state = .settled
      let recipient = entries[slot].recipients[row]
      var reply: Reply?
      if case .reply(let said) = recipient.problem { reply = said }
      note(
        .refusedToAuthor(serial, recipient: recipient.mailbox, reply), cause: entries[slot].cause)
    }
  }

  // MARK: Checking

  /// An automatic check, and the next one.
  mutating func poll(_ id: PersonID) {
    guard case .every(let polling) = people[id].settings.retrieval.habit else { return }
    let next = now + polling.interval.draw(using: &people[id].polls)
    if next <= polling.until ?? .distantFuture {
      events.schedule(WorldEvent(.poll, id.index), at: next)
    }
    let fails = people[id].failures.chance(polling.failing)
    // A program that is still connected does not open a second session by itself.
    if people[id].openReadings > 0 { return }
    check(id, PersonState.Check(passwordIsRight: !fails), cause: nil)
  }

  /// "Send and receive", in the order of the program.
  private mutating func check(_ id: PersonID, _ check: PersonState.Check, cause: RecordID?) {
    guard people[id].settings.retrieval.order == .sendFirst, !people[id].outbox.isEmpty else {
      beginReading(id, check, cause: cause)
      return
    }
    people[id].checkWaits = check
    sendOutbox(of: id)
    beginWaitingCheck(of: id)
  }

  mutating func beginWaitingCheck(of id: PersonID) {
    guard people[id].sending == 0, let check = people[id].checkWaits else { return }
    people[id].checkWaits = nil
    beginReading(id, check, cause: nil)
  }

  mutating func sendOutbox(of id: PersonID) {
    let waiting = people[id].outbox
    people[id].outbox.removeAll()
    for slot in waiting { submit(slot) }
  }

  /// A session for reading has ended, however it went.
  mutating func readingEnded(_ id: PersonID) {
    people[id].openReadings -= 1
    if people[id].settings.retrieval.order == .receiveFirst { sendOutbox(of: id) }
  }

  // MARK: Travelling

  /// A machine turns up elsewhere; what it had open is cut, and the other ends hear nothing.
  mutating func move(_ host: HostID, to site: SiteID, address: IPAddress?) {
    let old = network.place(of: host)
    network.move(host, to: site, address: address, at: now)
    note(
      .moved(host, to: site, network.place(of: host).address ?? IPAddress(bits: 0)))
    for slot in connections.slots where connections[slot]?.client == host {
      closeAtClient(slot, .lost)
    }
    if !attackers.isEmpty { noteDeparture(of: host, from: old) }
  }
}

extension Scenario.MessageSize {
  func draw(using stream: inout RandomStream) -> UInt32 {
    switch self {
    case .fixed(let octets): octets
    case .uniform(let least, let most): least + UInt32(stream.below(Int(most - least) + 1))
    }
  }
}

extension QueueEntry.Recipient {
  /// Whether an author's program gives up: here a reply counts whatever it was about.
  fileprivate var isFinal: Bool { problem?.isPermanent == true }
}
