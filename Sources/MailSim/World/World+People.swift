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

  private mutating func write(_ letter: Scenario.Mail, step: StepID) {
    let reversePath = reversePath(letter.reversePath, of: letter.person)
    let from = letter.from.map { mail.book.id(of: $0) } ?? address(of: letter.person)
    post(
      Draft(
        author: letter.person, reversePath: reversePath, from: from,
        recipients: ShortList(letter.recipients.map { mail.book.id(of: $0) }),
        subject: letter.subject,
        octets: letter.octets, endToEnd: letter.endToEnd, step: step,
        rareProperties: RareProperties(route: letter.route, helloName: letter.helloName)),
      by: letter.person)
  }

  private mutating func reversePath(
    _ path: Scenario.ReversePath, of person: PersonID
  ) -> MailboxID? {
    switch path {
    case .own: address(of: person)
    case .null: nil
    case .stated(let mailbox): mail.book.id(of: mailbox)
    }
  }

  /// A message is written; it leaves now, or with the next check for mail.
  private mutating func post(_ draft: Draft, by person: PersonID) {
    let message = mail.compose(draft, cause: nil)
    let slot = mail.keep(
      QueueEntry(
        holder: .person(person), message: message, copy: nil, hops: 0, since: now,
        recipients: draft.recipients, cause: mail.messages[message].cause))
    if people[person].settings.retrieval.order == .independent {
      submit(slot)
    } else {
      people[person].outbox.append(slot)
    }
  }

  mutating func generate(from row: Int) {
    let plan = Int(sources[row].plan)
    let next = now + plans[plan].settings.interval.draw(using: &sources[row].arrivals)
    sources[row].sent += 1
    if next <= plans[plan].settings.until ?? .distantFuture,
      sources[row].sent < plans[plan].settings.limit ?? .max
    {
      events.schedule(WorldEvent(.traffic, UInt32(row)), at: next)
    }
    let person = sources[row].person
    let choice = sources[row].choices.below(plans[plan].recipients.count)
    let reversePath = reversePath(plans[plan].settings.reversePath, of: person)
    post(
      Draft(
        author: person, reversePath: reversePath, from: address(of: person),
        recipients: ShortList(recipient(choice, of: plan)),
        octets: plans[plan].settings.octets.draw(using: &sources[row].choices),
        endToEnd: people[person].settings.endToEnd,
        rareProperties: RareProperties(route: plans[plan].settings.route)), by: person)
  }

  private mutating func recipient(_ choice: Int, of plan: Int) -> MailboxID {
    if let known = plans[plan].recipients[choice] { return known }
    let id = mail.book.id(of: plans[plan].settings.recipients[choice])
    plans[plan].recipients[choice] = id
    return id
  }

  /// The number of a person's own address.
  private mutating func address(of person: PersonID) -> MailboxID? {
    if let known = people[person].address { return known }
    people[person].address = people[person].settings.mailbox.map { mail.book.id(of: $0) }
    return people[person].address
  }

  // MARK: Handing over

  /// Makes the transactions that hand an entry to a server, and starts them.
  mutating func submit(_ slot: UInt32) {
    guard case .person(let person) = mail.entries[slot].holder else { return }
    mail.entries[slot].openJobs += 1
    var made = ShortList<UInt32>()
    switch mail.rareProperties(of: mail.entries[slot].message)?.route ?? .asConfigured {
    case .asConfigured:
      if let server = people[person].settings.submission.server ?? people[person].settings.home {
        let service = people[person].settings.submission.service
        made.append(handOver(slot, to: server, service))
      }
    case .server(let server, let service): made.append(handOver(slot, to: server, service))
    case .direct: made = directJobs(slot, of: person)
    }
    people[person].sending += made.count
    for job in made { start(job) }
    mail.entries[slot].openJobs -= 1
    if mail.entries[slot].openJobs == 0 { endSubmission(slot, of: person) }
  }

  private mutating func handOver(_ slot: UInt32, to server: ServerRow, _ service: Service)
    -> UInt32
  {
    let rows = mail.entries[slot].rows(in: .waiting)
    for row in rows { mail.entries[slot].recipients[Int(row)].beginTry() }
    mail.entries[slot].openJobs += 1
    return mail.jobs.insert(
      DeliveryJob(
        entry: slot, recipients: rows, candidates: ShortList(server), service: service,
        domain: hostDomain(of: server)))
  }

  /// The number of a server's own name.
  private mutating func hostDomain(of server: ServerRow) -> DomainID {
    if let known = servers[server].hostDomain { return known }
    let id = mail.book.id(of: servers[server].settings.host)
    servers[server].hostDomain = id
    return id
  }

  /// Straight to the recipients' exchangers, as an infected machine would, or a lone MTA.
  private mutating func directJobs(_ slot: UInt32, of person: PersonID) -> ShortList<UInt32> {
    var made = ShortList<UInt32>()
    for row in mail.entries[slot].rows(in: .waiting) {
      let id = mail.book.domain(of: mail.entries[slot].recipients[Int(row)].mailbox)
      let route = mail.names.answer(for: id, mail.book[id]).route(
        from: nil, choosing: &people[person].choices)
      note(.looked(people[person].machine, id, route.outcome), cause: mail.entries[slot].cause)
      if route.servers.isEmpty {
        mail.entries[slot].recipients[Int(row)].failure = .name(route.outcome)
        continue
      }
      mail.entries[slot].recipients[Int(row)].beginTry()
      mail.entries[slot].openJobs += 1
      made.append(
        mail.jobs.insert(
          DeliveryJob(
            entry: slot, recipients: ShortList(row), candidates: route.servers, service: .smtp,
            domain: id)))
    }
    return made
  }

  /// Nothing is under way any more: try later, or tell the author what was refused.
  mutating func endSubmission(_ slot: UInt32, of person: PersonID) {
    let waiting = mail.entries[slot].rows(in: .waiting)
    let pause = people[person].settings.submission.retryEvery
    var triesAgain = false
    for row in waiting {
      if pause == nil || mail.entries[slot].recipients[Int(row)].isFinal { continue }
      triesAgain = true
    }
    for row in waiting where !triesAgain || mail.entries[slot].recipients[Int(row)].isFinal {
      giveUp(Int(row), of: slot)
    }
    if let pause, triesAgain {
      events.schedule(WorldEvent(.retry, slot), at: now + pause)
    } else {
      mail.discard(slot)
    }
  }

  private mutating func giveUp(_ row: Int, of slot: UInt32) {
    mail.entries[slot].recipients[row].state = .settled
    let recipient = mail.entries[slot].recipients[row]
    var reply: Reply?
    if case .reply(let said) = recipient.failure { reply = said }
    note(
      .refusedToAuthor(
        mail.messages[mail.entries[slot].message].serial, recipient: recipient.mailbox, reply),
      cause: mail.entries[slot].cause)
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
    if people[id].openRetrievals > 0 { return }
    check(id, PersonState.Check(passwordIsRight: !fails), cause: nil)
  }

  /// "Send and receive", in the order of the program.
  private mutating func check(_ id: PersonID, _ check: PersonState.Check, cause: RecordID?) {
    guard people[id].settings.retrieval.order == .sendFirst, !people[id].outbox.isEmpty else {
      beginRetrieval(id, check, cause: cause)
      return
    }
    people[id].checkWaits = check
    sendOutbox(of: id)
    beginWaitingCheck(of: id)
  }

  mutating func beginWaitingCheck(of id: PersonID) {
    guard people[id].sending == 0, let check = people[id].checkWaits else { return }
    people[id].checkWaits = nil
    beginRetrieval(id, check, cause: nil)
  }

  mutating func sendOutbox(of id: PersonID) {
    let waiting = people[id].outbox
    people[id].outbox.removeAll()
    for slot in waiting { submit(slot) }
  }

  /// A session for reading has ended, however it went.
  mutating func retrievalEnded(_ id: PersonID) {
    people[id].openRetrievals -= 1
    if people[id].settings.retrieval.order == .receiveFirst { sendOutbox(of: id) }
  }

  // MARK: Travelling

  /// A machine turns up elsewhere; what it had open is cut, and the other ends hear nothing.
  mutating func move(_ host: HostID, to site: SiteID, address: IPAddress?) {
    let old = network.place(of: host)
    network.move(host, to: site, address: address, at: now)
    note(
      .moved(host, to: site, network.place(of: host).address ?? IPAddress(bits: 0)))
    for slot in connections.slots where connections[slot].client == host {
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
  fileprivate var isFinal: Bool { failure?.isPermanent == true }
}
