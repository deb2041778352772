/// One question to one server of a scenario, asked without sending anything: would it take this
/// recipient from this client, now?
public struct RelayQuestion: Sendable {
  public var server: ServerRow
  public var client: IPAddress
  /// What the client calls itself.
  public var helloName: String?
  /// nil is the null reverse-path.
  public var reversePath: Mailbox?
  public var forwardPath: Mailbox
  /// The login by AUTH: a person of the scenario, or any other name.
  public var login: String?
  /// Whether the connection is encrypted; nil: as the client who is known would have it.
  public var isEncrypted: Bool?
  /// The fingerprint of a certificate the client shows; nil: as for `isEncrypted`.
  public var certificate: String?
  /// The name its address has in the DNS, if that is stated.
  public var clientName: String?
  /// How long ago the client's address read mail; nil: as the scenario has it at `at`.
  public var loginAge: Delay?
  /// The moment of the question; nil: the end of the run.
  public var at: Instant?

  public init(
    server: ServerRow, client: IPAddress, reversePath: Mailbox?, forwardPath: Mailbox
  ) {
    self.server = server
    self.client = client
    self.reversePath = reversePath
    self.forwardPath = forwardPath
  }

  /// What the server would know. Plays the scenario up to the moment if it has to know who has
  /// read mail by then.
  ///
  /// - Throws: `RunLimitExceeded` when that goes past a limit.
  public func facts(
    in scenario: Scenario, within limits: RunLimits = .none
  ) throws(RunLimitExceeded) -> RelayFacts {
    let state = MailServer(
      scenario.servers[server], row: server, firstRule: 0,
      streams: RandomStreams(seed: scenario.seed))
    var client = RelayFacts.Client(address: client)
    client.helloName = helloName
    client.name =
      clientName ?? scenario.servers.first { $0.addresses.contains(self.client) }?.host.text
    client.login = login.map { Self.login($0, at: server, in: scenario) }
    let person = person(in: scenario)
    let shown = person?.submission.hasCertificate == true ? person?.name : nil
    client.isEncrypted =
      isEncrypted
      ?? (login != nil
        || scenario.servers[server].tls.offersUpgrade && person?.wouldEncrypt == true)
    client.certificate = client.isEncrypted ? certificate ?? shown : nil
    client.window = try window(in: scenario, within: limits)
    var facts = RelayFacts(client: client, reversePath: reversePath, forwardPath: forwardPath)
    facts.recipientIsUnknown = state.refusesUnknown(forwardPath)
    let names = NameService(scenario.names, literals: [:])
    facts.senderDomain = reversePath.map { names.outcome(for: $0.domain).standing }
    facts.recipientDomain = names.outcome(for: forwardPath.domain).standing
    return facts
  }

  /// What a server with this policy would know that nothing but the question tells.
  public func facts(under policy: RelayPolicy) -> RelayFacts {
    var client = RelayFacts.Client(address: client)
    client.helloName = helloName
    client.login = login.map { name in
      let domain = policy.settings.localDomains.min()
      let own = Mailbox(name) ?? domain.map { Mailbox(localPart: name, domain: $0) }
      return RelayFacts.Login(name: name, mailbox: own)
    }
    client.name = clientName
    // Where AUTH needs TLS, who has logged in has encrypted.
    client.isEncrypted =
      isEncrypted ?? (login != nil || certificate != nil || policy.lists.isWrappedInTLS)
    client.certificate = client.isEncrypted ? certificate : nil
    if let loginAge {
      client.window =
        loginAge < policy.settings.window
        ? .open(sinceLogin: loginAge) : .expired(sinceLogin: loginAge)
    }
    return RelayFacts(client: client, reversePath: reversePath, forwardPath: forwardPath)
  }

  /// Who sits at the client's address, the one who logs in first.
  private func person(in scenario: Scenario) -> Scenario.Person? {
    let there = scenario.people.filter { scenario.machines[$0.machine].address == client }
    return there.first { $0.name == login || $0.mailbox?.description == login } ?? there.first
  }

  private static func login(
    _ name: String, at server: ServerRow, in scenario: Scenario
  ) -> RelayFacts.Login {
    let person = scenario.people.first {
      $0.home == server && ($0.name == name || $0.mailbox?.description == name)
    }
    return RelayFacts.Login(name: name, mailbox: person?.mailbox ?? Mailbox(name))
  }

  private func window(
    in scenario: Scenario, within limits: RunLimits
  ) throws(RunLimitExceeded) -> RelayFacts.WindowState {
    let rule = scenario.servers[server].roaming
    if let loginAge {
      // A login at the start of time, asked about when it is as old as stated.
      var windows = RoamingWindows(span: rule.window, expiry: rule.expiry)
      windows.login(from: client, at: .start)
      return windows.state(of: client, at: .start + loginAge)
    }
    let simulation = Simulation(scenario)
    let moment = at ?? simulation.end
    let trace = try simulation.run(within: limits, until: moment)
    var windows = RoamingWindows(span: rule.window, expiry: rule.expiry)
    for record in trace.records {
      guard case .windowOpened(let host, let address, _) = record.event,
        host == HostID(index: server.index)
      else { continue }
      windows.login(from: address, at: record.at)
    }
    return windows.state(of: client, at: moment)
  }
}

extension Scenario {
  /// Whether a server turns this recipient away because it has no such mailbox.
  public func refusesUnknown(_ mailbox: Mailbox, at server: ServerRow) -> Bool {
    MailServer(servers[server], row: server, firstRule: 0, streams: RandomStreams(seed: seed))
      .refusesUnknown(mailbox)
  }
}

extension Scenario.Person {
  /// Whether the person's mail program takes an offer of encryption.
  fileprivate var wouldEncrypt: Bool {
    switch submission.encryption.demand(hasCertificate: submission.hasCertificate) {
    case .never: false
    default: true
    }
  }
}
