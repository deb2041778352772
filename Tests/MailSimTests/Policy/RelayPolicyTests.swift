import Testing

@testable import MailSim

/// The question of the page, "may this machine send through us?", asked in every way.
@Suite struct RelayPolicyTests {
  static let outsideAddress = "203.0.113.7"
  static let insideAddress = "192.0.2.7"
  static let ours = "somchai@cs.ait.ac.th"
  static let theirs = "carol@example.net"
  static let others = "bob@example.org"

  static let settings = RelaySettings(
    insideNetworks: [IPNetwork("192.0.2.0/24")!, IPNetwork("2001:db8:ca::/48")!],
    localDomains: [Domain("cs.ait.ac.th")!], relayDomains: [Domain("partner.example")!],
    ownAddresses: [IPAddress("192.0.2.25")!])

  static func facts(
    from client: String = outsideAddress, mail: String? = others, rcpt: String = theirs,
    window: RelayFacts.WindowState = .none, login: String? = nil
  ) -> RelayFacts {
    var client = RelayFacts.Client(address: IPAddress(client)!)
    client.window = window
    client.login = login.map { RelayFacts.Login(name: $0, mailbox: Mailbox($0)) }
    return RelayFacts(
      client: client, reversePath: mail.map { Mailbox($0)! },
      forwardPath: AddressSyntax.path(rcpt[...])!.mailbox)
  }

  @Test(
    arguments: [
      // Sender or recipient inside: either is enough.
      (facts(rcpt: ours), "250 2.1.5", ReasonCode.insideRecipient),
      (facts(from: insideAddress), "250 2.1.5", .insideSender),
      (facts(from: "2001:db8:ca::7"), "250 2.1.5", .insideSender),
      (facts(from: insideAddress, rcpt: ours), "250 2.1.5", .insideRecipient),
      (facts(rcpt: "dean@partner.example"), "250 2.1.5", .insideRecipient),
      (facts(rcpt: "somchai@[192.0.2.25]"), "250 2.1.5", .insideRecipient),
      // Both outside.
      (facts(), "550 5.7.1", .bothOutside),
      (facts(rcpt: "somchai@[192.0.2.26]"), "550 5.7.1", .bothOutside),
      (facts(from: "192.0.3.7"), "550 5.7.1", .bothOutside),
      (facts(rcpt: "user@lab.cs.ait.ac.th"), "550 5.7.1", .bothOutside),
      // A machine that read mail, or a login.
      (facts(window: .open(sinceLogin: .minutes(14))), "250 2.1.5", .window),
      (facts(window: .expired(sinceLogin: .minutes(15))), "550 5.7.1", .windowExpired),
      (facts(login: ours), "250 2.1.5", .authenticated),
      // MAIL FROM proves nothing (RFC 2505 §2.1) …
      (facts(mail: ours), "550 5.7.1", .bothOutside),
      // … and a stranger may write it to us: forwarders and lists do (RFC 2505 §2.6.2).
      (facts(mail: ours, rcpt: ours), "250 2.1.5", .insideRecipient),
      // The null reverse-path is a sender like any other (RFC 5321 §4.5.5).
      (facts(mail: nil, rcpt: ours), "250 2.1.5", .insideRecipient),
      (facts(mail: nil), "550 5.7.1", .bothOutside),
      // Detours through our domain are mail for somewhere else; a source route is ignored.
      (facts(rcpt: "carol%example.net@cs.ait.ac.th"), "550 5.7.1", .routingTrick),
      (facts(rcpt: "example.net!carol@cs.ait.ac.th"), "550 5.7.1", .routingTrick),
      (facts(rcpt: #""carol@example.net"@cs.ait.ac.th"#), "550 5.7.1", .routingTrick),
      (facts(rcpt: "carol@example.net@cs.ait.ac.th"), "550 5.7.1", .routingTrick),
      (facts(rcpt: "@cs.ait.ac.th:carol@example.net"), "550 5.7.1", .bothOutside),
      (facts(rcpt: "@example.net:somchai@cs.ait.ac.th"), "250 2.1.5", .insideRecipient),
      (
        facts(from: insideAddress, rcpt: "carol%example.net@cs.ait.ac.th"), "250 2.1.5",
        .insideSender
      ),
    ] as [(RelayFacts, String, ReasonCode)])
  func thePolicyOfThePageDecidesByMachineRecipientWindowAndLogin(
    facts: RelayFacts, codes: String, reason: ReasonCode
  ) {
    let decision = RelayPreset.csim.policy(Self.settings).decide(facts)
    #expect(decision.reply.codes == codes)
    #expect(decision.reason == reason)
  }

  @Test func anUnknownUserOfOursIsRefusedWhoeverWrites() {
    var facts = Self.facts(from: Self.insideAddress, rcpt: "nobody@cs.ait.ac.th")
    facts.recipientIsUnknown = true
    for preset in RelayPreset.allCases {
      let decision = preset.policy(Self.settings).decide(facts)
      #expect(decision.reply.codes == "550 5.1.1", "\(preset)")
      #expect(decision.reason == .userUnknown)
    }
  }

  /// What each preset lets through that it should not, or should and does not.
  @Test(
    arguments: [
      (RelayPreset.bySenderAddress, facts(mail: ours), RelayVerdict.accept),
      (.bySenderAddress, facts(from: insideAddress), .refuse),
      (.bySuffix, facts(mail: "eve@notcs.ait.ac.th"), .accept),
      (.bySuffix, facts(rcpt: "eve@notcs.ait.ac.th"), .accept),
      (.csim, facts(mail: "eve@notcs.ait.ac.th", rcpt: "eve@notcs.ait.ac.th"), .refuse),
      (.openRelay, facts(), .accept),
      (.authOnly, facts(from: insideAddress), .refuse),
      (.authOnly, facts(mail: others, login: ours), .accept),
      (.authOnly, facts(window: .open(sinceLogin: .zero)), .refuse),
      (.popBeforeSMTP, facts(from: insideAddress), .refuse),
      (.popBeforeSMTP, facts(window: .open(sinceLogin: .zero)), .accept),
      (.popBeforeSMTP, facts(login: ours), .refuse),
      (.modern, facts(mail: others, login: ours), .refuse),
      (.modern, facts(mail: ours, login: ours), .accept),
      (.modern, facts(mail: nil, login: ours), .accept),
      (.modern, facts(from: insideAddress), .refuse),
    ] as [(RelayPreset, RelayFacts, RelayVerdict)])
  func aPresetHasTheHolesItNames(preset: RelayPreset, facts: RelayFacts, verdict: RelayVerdict) {
    #expect(preset.policy(Self.settings).decide(facts).verdict == verdict)
  }

  @Test func aTransientRefusalLeavesTheMessageWithTheSender() {
    var settings = Self.settings
    settings.refusal = .relayingDeferred
    let decision = RelayPreset.csim.policy(settings).decide(Self.facts())
    #expect(decision.verdict == .defer)
    #expect(decision.reply.codes == "454 4.7.1")
  }

  @Test func theDecisionNamesTheRuleThatMadeIt() {
    let policy = RelayPreset.csim.policy(Self.settings)
    func rule(_ facts: RelayFacts) -> RestrictionKind {
      policy.lists.restrictions[policy.decide(facts).rule].kind
    }
    #expect(rule(Self.facts(rcpt: Self.ours)) == .permitDestination)
    #expect(rule(Self.facts(from: Self.insideAddress)) == .permitNetworks)
    #expect(rule(Self.facts(window: .open(sinceLogin: .zero))) == .permitWindow)
    #expect(rule(Self.facts(login: Self.ours)) == .permitLogin)
    #expect(rule(Self.facts()) == .rejectUnauthDestination)
  }

  /// Nothing but the recipient, the machine, its window and the login counts: a stranger's facts
  /// are refused whatever MAIL FROM and EHLO say.
  @Test func noClaimOfAStrangerOpensTheRelay() {
    let policy = RelayPreset.csim.policy(Self.settings)
    for mail in [nil, Self.ours, Self.others, "postmaster@cs.ait.ac.th", "a@[192.0.2.25]"] {
      for hello in [nil, "mail.cs.ait.ac.th", "[192.0.2.25]", "localhost"] {
        for isEncrypted in [false, true] {
          var facts = Self.facts(mail: mail)
          facts.client.helloName = hello
          facts.client.isEncrypted = isEncrypted
          #expect(policy.decide(facts).verdict == .refuse)
        }
      }
    }
  }
}
