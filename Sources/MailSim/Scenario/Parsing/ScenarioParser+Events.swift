import Yams

/// What happens, and traffic.
extension ScenarioParser {
  private static let actions = ["mail", "login", "move", "smtp"]

  mutating func readEvents(_ node: Node?) {
    for member in list(node, "events") {
      guard let fields = fields(member, .event) else { continue }
      let stated = Self.actions.filter { fields[$0] != nil }
      guard stated.count == 1 else {
        report(
          .conflict(
            stated.isEmpty
              ? "nothing happens at this event"
              : "one event is one thing: \(stated.joined(separator: " or "))",
            help: "one of: \(Self.actions.joined(separator: ", "))"), at: member)
        continue
      }
      // Both are read before either is missed, so that the errors of both are told.
      let when = instant(fields["at"])
      guard let action = action(stated[0], fields), let at = when else { continue }
      var step = Scenario.Step(
        at: at, title: text(fields["title"]) ?? title(of: action, fields),
        action: action, position: position(of: member))
      step.jitter = distribution(fields["jitter"])
      if let expected = fields["expect"] {
        step.expectations = expectations(expected, on: action, for: nil)
      }
      scenario.steps.append(step)
    }
  }

  private mutating func action(_ name: String, _ fields: Fields) -> Scenario.Step.Action? {
    guard let node = fields[name] else { return nil }
    switch name {
    case "mail": return mail(node).map { .mail($0) }
    case "login": return login(node).map { .login($0) }
    case "move": return move(node)
    default: return dialogue(node).map { .dialogue($0) }
    }
  }

  private func title(of action: Scenario.Step.Action, _ fields: Fields) -> String {
    switch action {
    case .mail(let mail):
      let to = mail.recipients.map(\.description).joined(separator: ", ")
      return "mail \(scenario.people[mail.person].name) -> \(to)"
    case .login(let login): return "login \(scenario.people[login.person].name)"
    case .move(let machine, let site, _):
      return "move \(scenario.machines[machine].name) -> \(scenario.sites[site].name)"
    case .dialogue(let dialogue):
      let machine = scenario.machines[dialogue.machine].name
      return "smtp \(machine) -> \(scenario.servers[dialogue.server].name)"
    }
  }

  // MARK: Mail

  private mutating func mail(_ node: Node) -> Scenario.Mail? {
    guard let fields = fields(node, .mail), let person = person(fields["from"]) else { return nil }
    let recipients = some(fields["to"]).compactMap { mailbox($0) }
    guard scenario.people.indices.contains(Int(person.index)) else { return nil }
    if recipients.isEmpty, let to = fields["to"], case .sequence = to {
      report(.conflict("a message needs a recipient", help: ""), at: to)
    }
    if let to = fields["to"], Set(recipients).count != recipients.count {
      report(.conflict("a recipient stands here twice", help: ""), at: to)
    }
    var mail = Scenario.Mail(
      person: person, recipients: recipients, endToEnd: scenario.people[person].endToEnd)
    mail.subject = text(fields["subject"]) ?? ""
    mail.octets = messageOctets(fields["size"]) ?? mail.octets
    mail.endToEnd = word(fields["end-to-end"], EndToEndProtection.self) ?? mail.endToEnd
    mail.reversePath = reversePath(fields["mail-from"]) ?? .own
    mail.from = mailbox(fields["header-from"])
    mail.helloName = text(fields["helo"])
    mail.route = route(fields)
    checkSending(mail, fields)
    return mail
  }

  private mutating func route(_ fields: Fields) -> Scenario.Mail.Route {
    let isDirect = flag(fields["direct"]) ?? false
    guard let via = fields["via"], let text = scalar(via, "server, or server:service") else {
      return isDirect ? .direct : .asConfigured
    }
    if isDirect {
      report(.conflict("`direct` goes without `via`", help: ""), at: via)
      return .direct
    }
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard let name = parts.first, let server = servers[name] else {
      report(.unknownName(text, of: "server", known: known[.server] ?? []), at: via)
      return .asConfigured
    }
    guard parts.count == 2 else { return .server(server, .smtp) }
    guard let service = Service(word: parts[1]), service.accessProtocol == nil else {
      report(.unknownWord(parts[1], known: ["smtp", "submission", "submissions"]), at: via)
      return .asConfigured
    }
    return .server(server, service)
  }

  /// Somebody without a server to send through, or without an address to send from, must say so.
  private mutating func checkSending(_ mail: Scenario.Mail, _ fields: Fields) {
    let person = scenario.people[mail.person]
    guard let from = fields["from"] else { return }
    if mail.route == .asConfigured, person.submission.server == nil, person.home == nil {
      report(
        .conflict(
          "\(person.name) has no server to send through",
          help: "give them a `mailbox`, `send: {server: …}`, or the message `via` or `direct`"),
        at: from)
    }
    if mail.reversePath == .own, person.mailbox == nil {
      report(
        .conflict(
          "\(person.name) has no address to send from", help: "state `mail-from` (or `<>`)"),
        at: from)
    }
  }

  // MARK: The rest

  private mutating func login(_ node: Node) -> Scenario.Login? {
    guard case .mapping = node else {
      return person(node).flatMap { checked(Scenario.Login(person: $0), at: node) }
    }
    guard let fields = fields(node, .login), let person = person(fields["person"]) else {
      return nil
    }
    var login = Scenario.Login(person: person)
    login.server = server(fields["server"])
    login.service =
      word(fields["service"], ["pop3", "pop3s", "imap", "imaps"]).flatMap { Service(word: $0) }
    login.passwordIsRight = word(fields["password"], ["right", "wrong"]) != "wrong"
    return checked(login, at: fields["person"] ?? node)
  }

  private mutating func checked(_ login: Scenario.Login, at node: Node) -> Scenario.Login? {
    guard scenario.people.indices.contains(Int(login.person.index)) else { return nil }
    let person = scenario.people[login.person]
    if login.server == nil, person.home == nil {
      report(
        .conflict("\(person.name) has no mailbox to read", help: "give them a `mailbox`"), at: node)
    }
    return login
  }

  private mutating func move(_ node: Node) -> Scenario.Step.Action? {
    guard let fields = fields(node, .move), let machine = machine(fields["machine"]),
      let site = site(fields["to"])
    else { return nil }
    let address = address(fields["address"])
    if let address, let node = fields["address"] { check(address, in: site, at: node) }
    return .move(machine: machine, to: site, address: address)
  }

  private mutating func dialogue(_ node: Node) -> Scenario.Dialogue? {
    guard let fields = fields(node, .dialogue), let machine = machine(fields["from"]),
      let server = server(fields["to"])
    else { return nil }
    let service =
      word(fields["service"], ["smtp", "submission", "submissions"])
      .flatMap { Service(word: $0) } ?? .smtp
    let lines = list(fields["lines"], "lines").compactMap { typedLine($0) }
    if let node = fields["lines"], case .sequence(let typed) = node, typed.isEmpty {
      report(.conflict("a dialogue needs a line", help: ""), at: node)
    }
    return Scenario.Dialogue(machine: machine, server: server, service: service, lines: lines)
  }

  private mutating func typedLine(_ node: Node) -> Scenario.Dialogue.TypedLine? {
    guard case .mapping = node else {
      return oneLine(node).map {
        Scenario.Dialogue.TypedLine(text: $0, position: position(of: node))
      }
    }
    guard let fields = fields(node, .typedLine), let text = oneLine(fields["send"]) else {
      return nil
    }
    return Scenario.Dialogue.TypedLine(
      text: text, reply: reply(fields["reply"]),
      position: position(of: fields["reply"] ?? node))
  }

  /// A line break would smuggle in a second command, which the server could answer out of turn.
  private mutating func oneLine(_ node: Node?) -> String? {
    guard let node, let text = scalar(node, "line") else { return nil }
    if !text.contains(where: \.isNewline) { return text }
    report(
      .conflict("a line ends where the next begins: one line each", help: ""), at: node)
    return nil
  }

  // MARK: Traffic

  mutating func readTraffic(_ node: Node?) {
    for entry in entries(node, of: "traffic by name") {
      guard let fields = fields(entry.value, .traffic),
        let interval = distribution(fields["every"])
      else { continue }
      if interval.mean <= .zero {
        report(.badValue("0", expected: "interval longer than 0"), at: fields["every"] ?? entry.key)
      }
      var traffic = Scenario.Traffic(
        name: entry.name, people: some(fields["from"]).compactMap { person($0) },
        recipients: some(fields["to"]).compactMap { mailbox($0) }, interval: interval)
      traffic.position = fields["every"].map { position(of: $0) }
      traffic.octets = messageSize(fields["size"]) ?? traffic.octets
      traffic.first = distribution(fields["first"])
      traffic.active = number(fields["active"], 0...1) ?? 1
      traffic.from = instant(fields["start"]) ?? .start
      traffic.until = instant(fields["until"])
      checkEnd(fields["until"], traffic.until, after: traffic.from)
      traffic.limit = integer(fields["limit"], 1...1_000_000_000)
      traffic.reversePath = reversePath(fields["mail-from"]) ?? .own
      traffic.route = route(fields)
      if traffic.recipients.isEmpty, let to = fields["to"], case .sequence = to {
        report(.conflict("traffic needs a recipient", help: ""), at: to)
      }
      for person in traffic.people where scenario.people.indices.contains(Int(person.index)) {
        var mail = Scenario.Mail(person: person, recipients: traffic.recipients)
        mail.route = traffic.route
        mail.reversePath = traffic.reversePath
        checkSending(mail, fields)
      }
      scenario.traffic.append(traffic)
    }
  }

  private mutating func messageSize(_ node: Node?) -> Scenario.MessageSize? {
    guard let node else { return nil }
    guard case .sequence(let bounds) = node else {
      return messageOctets(node).map { .fixed($0) }
    }
    guard bounds.count == 2, let least = messageOctets(bounds[0]),
      let most = messageOctets(bounds[1]), least <= most
    else {
      report(
        .wrongStructure(found: "these bounds", expected: "two sizes, the smaller first"), at: node)
      return nil
    }
    return .uniform(least, most)
  }
}
