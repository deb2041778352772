import Testing

@testable import MailSim

/// Restriction lists and what a run makes of them.
@Suite struct PolicyListsTests {
  /// The flat form a run asks and the walk through the lists that a proof asks: five thousand
  /// questions to each preset, with every kind of client and address.
  @Test(arguments: RelayPreset.allCases, [true, false])
  func theFlatFormAndTheWalkDecideAlike(_ preset: RelayPreset, reportsUnlisted: Bool) throws {
    var settings = RelaySettings.teachingWorld
    settings.relayDomains = [Domain("partner.example")!]
    settings.ownAddresses = [IPAddress("192.0.2.25")!]
    var lists = preset.restrictions(settings)
    lists.reportsUnlistedRecipients = reportsUnlisted
    // A second list, so that a permit of the first leads on.
    lists.lists[.recipient] = [Restriction(.rejectPlaintext), Restriction(.permitLogin)]
    let policy = RelayPolicy(lists, settings: settings)
    let program = try #require(RelayProgram(lists))
    var questions = QuestionMaker(seed: 42)
    for _ in 0..<5_000 {
      let facts = questions.next()
      let flat = try #require(program.decide(facts, lists))
      let walked = try #require(lists.decide(facts, at: .recipient)?.endings.first)
      #expect(flat.verdict == walked.verdict && flat.reply == walked.reply, "\(facts)")
      #expect(flat.reason == walked.reason(on: facts, under: lists), "\(facts)")
      if let row = walked.row {
        #expect(policy.rows[flat.rule].name == lists.lists[walked.stage]?[row].name, "\(facts)")
      }
    }
  }

  /// What holds a table or hangs on the DNS is left to the walk.
  @Test func onlyListsOfPlainQuestionsAreLaidOutFlat() {
    var lists = RelayPreset.csim.restrictions()
    #expect(RelayProgram(lists) != nil)
    lists.lists[.sender] = [Restriction(.rejectUnknownSenderDomain)]
    #expect(RelayProgram(lists) == nil)
  }

  @Test func aClassIsNamedByItsRowAndItsLine() {
    let lists = RestrictionPolicy.inTheTeachingWorld([
      .relay: [
        Restriction(.list, name: "insiders", inner: [Restriction(.permitNetworks)]),
        Restriction(.rejectUnauthDestination),
      ]
    ])
    let policy = RelayPolicy(lists)
    let facts = RelayFacts(
      client: .init(address: IPAddress("192.0.2.7")!), reversePath: nil,
      forwardPath: Mailbox("x@example.org")!)
    let decision = policy.decide(facts)
    #expect(policy.rows[decision.rule].name == "insiders")
    #expect(decision.entry == "permit_mynetworks")
    #expect(decision.reason == .insideSender)
  }

  /// Before RCPT a list with delayed refusals says nothing; without the delay each speaks up in
  /// its turn, and leaves alone what it cannot know yet.
  @Test func refusalsFallWhenTheirListIsAsked() {
    var lists = RestrictionPolicy.inTheTeachingWorld([
      .client: [Restriction(.rejectUnauthDestination)],
      .sender: [
        Restriction(.rejectNonFQDNSender)
      ],
      .relay: [Restriction(.rejectUnauthDestination)],
    ])
    let facts = RelayFacts(
      client: .init(address: IPAddress("203.0.113.9")!), reversePath: Mailbox("a@half")!,
      forwardPath: Mailbox("x@example.org")!)
    #expect(lists.decide(facts, at: .connect) == nil)
    #expect(lists.decide(facts, at: .mail) == nil)
    #expect(lists.decide(facts, at: .recipient)?.endings.first?.stage == .client)
    lists.delaysRefusals = false
    #expect(lists.decide(facts, at: .connect)?.verdict == .accept)
    #expect(lists.decide(facts, at: .mail)?.endings.first?.reply.codes == "504 5.5.2")
    #expect(lists.decide(facts, at: .recipient)?.endings.first?.stage == .relay)
  }

  @Test func whatIsUnknownIsNamedAndSettledByName() {
    let table = LookupTable(name: "ldap:users", content: .unknown("a directory"))
    let lists = RestrictionPolicy.inTheTeachingWorld([
      .relay: [
        Restriction(
          .checkAccess(.client), name: "check_client_access ldap:users", table: table),
        Restriction(.rejectUnauthDestination),
      ]
    ])
    #expect(lists.openQuestions == ["ldap:users"])
    let facts = RelayFacts(
      client: .init(address: IPAddress("203.0.113.9")!), reversePath: nil,
      forwardPath: Mailbox("x@example.org")!)
    #expect(lists.decide(facts).verdict == nil)
    #expect(RelayPolicy(lists).decide(facts).reply == .localError)
    for (answer, verdict) in [
      (UnknownAnswer.permit, RelayVerdict.accept), (.reject, .refuse), (.defer, .defer),
      (.dunno, .refuse),
    ] {
      let settled = lists.settled { _ in answer }
      #expect(settled.openQuestions.isEmpty)
      #expect(settled.decide(facts).verdict == verdict, "\(answer)")
    }
  }
}

extension RestrictionPolicy {
  static func inTheTeachingWorld(_ lists: [RestrictionStage: [Restriction]]) -> RestrictionPolicy {
    var policy = RelayPreset.csim.restrictions()
    policy.lists = lists
    return policy
  }
}

/// Questions of every kind, drawn from a seeded stream.
struct QuestionMaker {
  private var stream: RandomStream

  init(seed: UInt64) {
    stream = RandomStream(seed: seed)
  }

  mutating func next() -> RelayFacts {
    var client = RelayFacts.Client(address: pick(Self.addresses))
    client.window = pick([
      .none, .open(sinceLogin: .minutes(3)), .expired(sinceLogin: .minutes(20)),
    ])
    client.isEncrypted = stream.chance(0.5)
    if stream.chance(0.4) {
      let mailbox = pick(Self.senders.compactMap(\.self))
      client.login = RelayFacts.Login(name: mailbox.localPart, mailbox: mailbox)
    }
    var facts = RelayFacts(
      client: client, reversePath: pick(Self.senders), forwardPath: pick(Self.recipients))
    facts.recipientIsUnknown = stream.chance(0.2)
    return facts
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[stream.below(values.count)]
  }

  private static let addresses = [
    "192.0.2.0", "192.0.2.255", "192.0.3.0", "203.0.113.9", "2001:db8:ca::1", "2001:db8:cb::1",
  ].map { IPAddress($0)! }

  private static let senders: [Mailbox?] =
    [
      "alice@cs.ait.ac.th", "bob@cs.ait.ac.th", "x@sub.cs.ait.ac.th", "x@notcs.ait.ac.th",
      "x@example.org", "y@partner.example", "z@[192.0.2.25]",
    ].map { Mailbox($0) } + [
      nil, Mailbox(localPart: "v%example.org", domain: Domain("cs.ait.ac.th")!),
    ]

  private static let recipients: [Mailbox] =
    [
      "alice@cs.ait.ac.th", "nobody@cs.ait.ac.th", "v@example.org", "v@partner.example",
      "v@notcs.ait.ac.th", "v@sub.cs.ait.ac.th", "v@[192.0.2.25]", "v@[198.51.100.1]",
    ].map { Mailbox($0)! }
    + ["v%example.org", "example.org!v", "v@example.org", "alice@cs.ait.ac.th"].map {
      Mailbox(localPart: $0, domain: Domain("cs.ait.ac.th")!, wasQuoted: $0.contains("@"))
    }
}
