/// A scenario becomes a world: tables filled, first events scheduled.
extension World {
  /// - Parameters:
  ///   - streams: the random streams of this replication.
  ///   - end: the last moment that is played.
  init(_ scenario: Scenario, streams: RandomStreams, end: Instant, sink: Sink) {
    self.scenario = scenario
    self.end = end
    network = Network(scenario, streams: streams)
    mail = MailTables(
      sink: sink,
      names: NameCache(NameService(scenario.names, literals: Self.literals(of: scenario))),
      senderRecords: SenderRecords(scenario.senderRecords))
    servers = Table(Self.servers(of: scenario, streams))
    people = Table([])
    plans = scenario.traffic.map { TrafficPlan($0) }
    sources = []
    for person in scenario.people { add(person, streams) }
    for row in plans.indices { addSources(of: row, streams) }
    scheduleFirstEvents(streams)
    if !scenario.attacks.isEmpty { addAttackers(streams) }
  }

  private static func literals(of scenario: Scenario) -> [IPAddress: ServerRow] {
    var literals: [IPAddress: ServerRow] = [:]
    for (row, server) in scenario.servers.enumerated() {
      for address in server.addresses { literals[address] = ServerRow(row) }
    }
    return literals
  }

  private static func servers(of scenario: Scenario, _ streams: RandomStreams) -> [MailServer] {
    var servers: [MailServer] = []
    var rules = 0
    for (row, server) in scenario.servers.enumerated() {
      servers.append(
        MailServer(server, row: ServerRow(row), firstRule: rules, streams: streams))
      rules += server.policy.rows.count
    }
    return servers
  }

  private mutating func add(_ person: Scenario.Person, _ streams: RandomStreams) {
    let id = PersonID(people.count)
    let mailbox = person.mailbox.map { mail.book.id(of: MailServer.canonical($0)) }
    people.append(
      PersonState(
        settings: person, machine: machineHost(person.machine), mailbox: mailbox,
        polls: streams.stream(for: "checks of \(person.name)"),
        failures: streams.stream(for: "failing checks of \(person.name)"),
        choices: streams.stream(for: "exchangers chosen by \(person.name)")))
    if let mailbox, case .unknown = person.retrieval.habit {
      mail.unknownReaders.set(id, for: mailbox)
    }
    if let home = person.home {
      servers[home].accounts.append(
        AccountTable.Account(
          id: AccountID(index: id.index), name: person.name, address: person.mailbox,
          mailbox: mailbox, password: person.password))
    }
  }

  private mutating func addSources(of plan: Int, _ streams: RandomStreams) {
    let traffic = plans[plan].settings
    for person in traffic.people {
      let name = "\(traffic.name) of \(people[person].settings.name)"
      sources.append(
        TrafficSource(
          plan: UInt32(plan), person: person, arrivals: streams.stream(for: "arrivals, \(name)"),
          choices: streams.stream(for: "messages, \(name)")))
    }
  }

  /// Outages come first: who is down at an instant is down for everything of that instant.
  private mutating func scheduleFirstEvents(_ streams: RandomStreams) {
    for (row, server) in scenario.servers.enumerated() {
      for outage in server.outages {
        events.schedule(WorldEvent(.outageBegins, UInt32(row)), at: outage.from)
        events.schedule(WorldEvent(.outageEnds, UInt32(row)), at: outage.to)
      }
    }
    for id in servers.ids {
      if let pause = servers[id].settings.outbound.policyRefresh {
        events.schedule(WorldEvent(.policyRefresh, id.index), at: .start + pause)
      }
    }
    for (row, step) in scenario.steps.enumerated() {
      events.schedule(WorldEvent(.step, UInt32(row)), at: moment(of: step, row, streams))
    }
    for id in people.ids { scheduleFirstPoll(id, streams) }
    for row in sources.indices where takesPart(row, streams) {
      let settings = plans[Int(sources[row].plan)].settings
      let first =
        settings.from + (settings.first ?? settings.interval).draw(using: &sources[row].arrivals)
      guard first <= settings.until ?? .distantFuture else { continue }
      events.schedule(WorldEvent(.traffic, UInt32(row)), at: first)
    }
  }

  /// When a step happens in this run.
  private func moment(
    of step: Scenario.Step, _ row: Int, _ streams: RandomStreams
  ) -> Instant {
    guard let jitter = step.jitter else { return step.at }
    var stream = streams.stream(for: "jitter of event \(row)")
    return step.at + jitter.draw(using: &stream)
  }

  /// Whether a source's person is among those who take part in this run.
  private func takesPart(_ row: Int, _ streams: RandomStreams) -> Bool {
    let settings = plans[Int(sources[row].plan)].settings
    guard settings.active < 1 else { return true }
    let name = "\(settings.name) of \(people[sources[row].person].settings.name)"
    var stream = streams.stream(for: "taking part, \(name)")
    return stream.chance(settings.active)
  }

  /// The first check is due when the scenario says, or anywhere within one interval.
  private mutating func scheduleFirstPoll(_ id: PersonID, _ streams: RandomStreams) {
    guard case .every(let polling) = people[id].settings.retrieval.habit else { return }
    var phases = streams.stream(for: "first check of \(people[id].settings.name)")
    let phase = Delay(rounding: phases.uniform() * Double(polling.interval.mean.nanoseconds))
    let first = polling.first ?? Instant.start + phase
    guard first <= polling.until ?? .distantFuture else { return }
    events.schedule(WorldEvent(.poll, id.index), at: first)
  }
}
