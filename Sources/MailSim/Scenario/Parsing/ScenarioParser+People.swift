import Yams

/// People and their machines.
extension ScenarioParser {
  mutating func readMachines(_ entries: [Entry]) {
    for entry in entries {
      var machine = Scenario.Machine(name: entry.name, site: SiteID(0))
      if let fields = fields(entry.value, .machine) {
        machine.title = text(fields["title"]) ?? entry.name
        machine.site = site(fields["site"]) ?? machine.site
        machine.address = address(fields["address"])
        machine.isAttacker = flag(fields["attacker"]) ?? false
      }
      scenario.machines.append(machine)
    }
  }

  mutating func readPeople(_ entries: [Entry]) {
    for entry in entries {
      let fields = fields(entry.value, .person)
      let machine = fields.flatMap { self.machine(of: entry, $0) } ?? unknownMachine()
      var person = Scenario.Person(name: entry.name, machine: machine)
      if let fields { fill(&person, from: fields) }
      scenario.people.append(person)
    }
  }

  /// A row to stand for one that could not be read, so that others may refer to it.
  private mutating func unknownMachine() -> MachineRow {
    scenario.machines.append(Scenario.Machine(name: "unknown", site: SiteID(0)))
    return MachineRow(scenario.machines.count - 1)
  }

  /// The machine a person shares, or one of their own, which has their name.
  private mutating func machine(of entry: Entry, _ fields: Fields) -> MachineRow? {
    if let node = fields["machine"] {
      for key in ["site", "address", "attacker"] {
        if let stated = fields.key(key) {
          report(
            .conflict(
              "a shared machine has its own `\(key)`", help: "write it under `machines`"),
            at: stated)
        }
      }
      guard let name = scalar(node, "the name of a machine") else { return nil }
      if let row = machines[name] { return row }
      report(.unknownName(name, of: "machine", known: known[.machine] ?? []), at: node)
      return nil
    }
    guard fields["site"] != nil else {
      report(.missingKey("site", in: "a person without a shared machine"), at: entry.value)
      return nil
    }
    var machine = Scenario.Machine(name: entry.name, site: site(fields["site"]) ?? SiteID(0))
    machine.title = text(fields["title"]) ?? entry.name
    machine.address = address(fields["address"])
    machine.isAttacker = flag(fields["attacker"]) ?? false
    scenario.machines.append(machine)
    return MachineRow(scenario.machines.count - 1)
  }

  private mutating func fill(_ person: inout Scenario.Person, from fields: Fields) {
    person.title = text(fields["title"]) ?? person.name
    person.mailbox = mailbox(fields["mailbox"])
    person.password = text(fields["password"]) ?? person.password
    person.submission.hasCertificate = flag(fields["certificate"]) ?? false
    person.submission.encryption =
      word(fields["encrypts"], UserEncryption.self) ?? .clientCertificate
    person.endToEnd = word(fields["end-to-end"], EndToEndProtection.self) ?? .none
    readHome(&person, fields)
    readSubmission(&person.submission, fields["send"])
    readRetrieval(&person.retrieval, fields["read"])
  }

  private mutating func readHome(_ person: inout Scenario.Person, _ fields: Fields) {
    if let node = fields["home"] {
      person.home = server(node)
      guard let home = person.home, let mailbox = person.mailbox,
        !scenario.servers[home].domains.contains(mailbox.domain)
      else { return }
      report(
        .conflict(
          "the server \(scenario.servers[home].name) does not hold the domain \(mailbox.domain)",
          help: "its domains: "
            + scenario.servers[home].domains.map(\.description).joined(separator: ", ")), at: node)
    } else if let mailbox = person.mailbox, let node = fields["mailbox"] {
      let row = scenario.servers.firstIndex { $0.domains.contains(mailbox.domain) }
      person.home = row.map { ServerRow($0) }
      if row == nil {
        let domains = scenario.servers.flatMap { $0.domains.map(\.description) }
        report(
          .conflict(
            "no server holds the domain \(mailbox.domain)",
            help: "domains of the servers: \(domains.joined(separator: ", "))"), at: node)
      }
    }
  }

  private mutating func readSubmission(_ submission: inout Scenario.Submission, _ node: Node?) {
    guard let node, let fields = fields(node, .submission) else { return }
    submission.server = server(fields["server"])
    submission.service =
      word(fields["service"], ["smtp", "submission", "submissions"])
      .flatMap { Service(word: $0) } ?? .smtp
    submission.authenticates = flag(fields["auth"]) ?? false
    submission.mechanism =
      word(fields["mechanism"], AuthMechanism.words).flatMap { AuthMechanism(word: $0) }
      ?? .plain
    submission.usesPipelining = flag(fields["pipelining"]) ?? false
    submission.retryEvery = positive(fields["retry"])
  }

  private mutating func readRetrieval(_ retrieval: inout Scenario.Retrieval, _ node: Node?) {
    guard let node else { return }
    guard case .mapping = node else {
      if word(node, ["unknown"]) != nil { retrieval.habit = .unknown }
      return
    }
    guard let fields = fields(node, .retrieval) else { return }
    retrieval.service =
      word(fields["service"], ["pop3", "pop3s", "imap", "imaps"])
      .flatMap { Service(word: $0) } ?? .pop3
    retrieval.keeps = flag(fields["keep"]) ?? false
    retrieval.idles = flag(fields["idle"]) ?? false
    retrieval.order = word(fields["order"], Scenario.Retrieval.Order.self) ?? .independent
    readPolling(&retrieval, fields)
  }

  private mutating func readPolling(_ retrieval: inout Scenario.Retrieval, _ fields: Fields) {
    guard let node = fields["every"] else {
      for key in ["first", "failing", "until"] {
        if let stated = fields.key(key) {
          report(
            .conflict("`\(key)` goes with `every`", help: "say how often it checks"), at: stated)
        }
      }
      return
    }
    guard let interval = distribution(node) else { return }
    if interval.mean <= .zero {
      report(.badValue("0", expected: "interval longer than 0"), at: node)
    }
    var polling = Scenario.Polling(interval: interval)
    polling.first = instant(fields["first"])
    polling.failing = number(fields["failing"], 0...1) ?? 0
    polling.until = instant(fields["until"])
    polling.position = position(of: node)
    checkEnd(fields["until"], polling.until, after: polling.first ?? .start)
    retrieval.habit = .every(polling)
  }
}
