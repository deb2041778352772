@testable import MailSim

/// A trace written by hand: only the records that pictures are made from.
struct DiagramWorld {
  var trace: Trace

  static let csim = HostID(index: 0)
  static let gatewayA = HostID(index: 1)
  static let gatewayB = HostID(index: 2)
  static let alice = HostID(index: 3)
  static let bob = HostID(index: 4)
  static let mallory = HostID(index: 5)

  /// CSIM with a server and Alice; a provider with two gateways and Bob; Mallory nowhere near.
  init() {
    var cast = Cast()
    cast.sites = [
      Cast.Site(name: "csim", title: "CSIM", isOurs: true, networks: ["192.0.2.0/24"]),
      Cast.Site(name: "provider", title: "Provider", networks: ["198.51.100.0/24"]),
      Cast.Site(
        name: "elsewhere", title: "Elsewhere", networks: ["10.0.0.0/8"],
        publicAddress: IPAddress("203.0.113.1"), egress: ["port 25 out: dropped"]),
    ]
    cast.hosts = [
      Self.host("mail", "CSIM mail server", .server, 0, "192.0.2.25"),
      Self.host("a", "Gateway A", .gateway, 1, "198.51.100.25"),
      Self.host("b", "Gateway B", .gateway, 1, "198.51.100.26"),
      Self.host("alice's laptop", "Alice's laptop", .machine, 0, "192.0.2.7"),
      Self.host("bob's laptop", "Bob's laptop", .machine, 1, "198.51.100.7"),
      Self.host("mallory's box", "Mallory's box", .attacker, 2, "10.0.0.9"),
    ]
    cast.people = [
      Cast.Person(name: "alice", title: "Alice", machine: Self.alice),
      Cast.Person(name: "bob", title: "Bob", machine: Self.bob),
      Cast.Person(name: "mallory", title: "Mallory", machine: Self.mallory),
    ]
    cast.rules = [
      "recipient is inside", "client is inside", "client read mail", "both are outside",
    ]
    .enumerated().map { row, meaning in
      Cast.Rule(name: "rule_\(row)", server: Self.csim, position: nil, meaning: meaning)
    }
    trace = Trace(
      header: Trace.Header(
        version: "1.0.0", title: "By hand", file: "hand.yaml", fingerprint: "0123456789abcdef",
        seed: 7, startSeconds: 0),
      cast: cast)
  }

  private static func host(
    _ name: String, _ title: String, _ role: Cast.Host.Role, _ site: Int, _ address: String
  ) -> Cast.Host {
    Cast.Host(
      name: name, title: title, role: role, site: SiteID(site), address: IPAddress(address))
  }

  mutating func note(_ event: TraceEvent) {
    let at = Instant.start + .seconds(Int64(trace.records.count))
    trace.records.append(Trace.Record(at: at, cause: nil, event: event))
  }

  mutating func mailbox(_ text: String) -> MailboxID {
    let mailbox = Mailbox(text)!
    if let row = trace.cast.mailboxes.firstIndex(of: mailbox) { return MailboxID(row) }
    trace.cast.mailboxes.append(mailbox)
    return MailboxID(trace.cast.mailboxes.count - 1)
  }

  mutating func message(to recipient: String, sealed: Bool = false) -> MessageID {
    let row = mailbox(recipient)
    trace.messages.append(
      Trace.Message(
        author: PersonID(index: 0), reversePath: nil, from: nil, recipients: [row], subject: "",
        octets: 1000, endToEnd: sealed ? .openPGP : .none))
    let id = MessageID(trace.messages.count - 1)
    note(.composed(id))
    return id
  }

  mutating func connect(_ from: HostID, _ to: HostID, _ service: Service = .smtp) -> ConnectionID {
    trace.connections.append(
      Trace.Connection(
        client: from, server: to, clientAddress: trace.cast.hosts[from].address!,
        serverAddress: trace.cast.hosts[to].address!, service: service, helloName: "x"))
    return ConnectionID(trace.connections.count - 1)
  }

  /// A message over one connection into a spool; gives the copy it made there.
  @discardableResult
  mutating func send(
    _ message: MessageID, _ from: HostID, _ to: HostID, _ protection: Protection,
    _ reason: ProtectionReason, after parent: CopyID? = nil
  ) -> CopyID {
    let connection = connect(from, to)
    note(.protection(connection, protection, reason))
    trace.copies.append(
      Trace.Copy(
        message: message, host: to, parent: parent, connection: connection, keyword: .esmtp,
        tls: nil, recipients: trace.messages[message].recipients))
    let copy = CopyID(trace.copies.count - 1)
    note(.accepted(copy))
    note(.stored(copy, .spool))
    return copy
  }

  mutating func read(_ copy: CopyID, by person: PersonID) {
    note(.fetched(copy, by: person, nil))
  }

  mutating func decide(
    _ client: HostID, to recipient: String, rule: Int, _ verdict: RelayVerdict,
    _ reason: ReasonCode, _ reply: Reply = .recipientOk
  ) {
    let connection = connect(client, Self.csim)
    let row = mailbox(recipient)
    note(.decided(connection, verdict, reason, RuleRef(rule), recipient: row, reply))
  }

  /// One message encrypted to Gateway A and readable on the way to Gateway B, read by Bob.
  static var path: DiagramWorld {
    var world = DiagramWorld()
    let message = world.message(to: "bob@example.org")
    let first = world.send(message, alice, csim, .encrypted, .startTLS)
    let second = world.send(message, csim, gatewayA, .encrypted, .startTLS, after: first)
    let third = world.send(message, gatewayA, gatewayB, .plaintext, .tlsNotOffered, after: second)
    world.read(third, by: PersonID(index: 1))
    return world
  }

  /// Alice may, Mallory may not, and Bob may before 15 minutes are over.
  static var verdicts: DiagramWorld {
    var world = DiagramWorld()
    world.decide(alice, to: "bob@example.org", rule: 1, .accept, .insideSender)
    world.decide(alice, to: "carol@example.org", rule: 1, .accept, .insideSender)
    world.decide(gatewayA, to: "alice@cs.ait.ac.th", rule: 0, .accept, .insideRecipient)
    world.decide(bob, to: "x@example.net", rule: 2, .accept, .window)
    world.decide(bob, to: "x@example.net", rule: 3, .refuse, .windowExpired, .relayingDenied)
    world.decide(mallory, to: "x@example.net", rule: 3, .refuse, .bothOutside, .relayingDenied)
    return world
  }

  /// STARTTLS and one command after it.
  static var dialogue: DiagramWorld {
    var world = DiagramWorld()
    let connection = world.connect(alice, csim)
    world.note(.opened(connection))
    world.note(.smtpCommand(connection, .ehlo))
    world.note(.smtpReply(connection, .hello, offering: nil))
    world.note(.smtpCommand(connection, .startTLS))
    world.note(.smtpReply(connection, .ready, offering: nil))
    world.note(.tlsEstablished(connection, .tls13, .valid))
    world.note(.smtpCommand(connection, .rcpt(to: world.mailbox("bob@example.org"))))
    world.note(.smtpReply(connection, .relayingDenied, offering: nil))
    return world
  }

  static func world(for diagram: Diagram) -> DiagramWorld {
    switch diagram {
    case .encryption, .topology: path
    case .relay: verdicts
    case .sequence: dialogue
    }
  }
}

extension Graphviz {
  static func text(_ graph: Graph, as format: Format = .svg) throws(GraphvizError) -> String {
    String(decoding: try render(graph, as: format), as: UTF8.self)
  }
}
