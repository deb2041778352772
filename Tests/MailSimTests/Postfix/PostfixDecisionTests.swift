import Testing

@testable import MailSim

/// What a Postfix 3.7 server answered to the same questions, measured on a live one.
@Suite struct PostfixDecisionTests {
  @Test(arguments: [
    ("192.0.2.10", "a@example.org", "b@example.net", "250 2.1.5"),
    ("2001:db8:ca::9", "a@example.org", "b@example.net", "250 2.1.5"),
    ("192.0.3.0", "alice@cs.ait.ac.th", "b@example.net", "454 4.7.1"),
    ("198.51.100.9", "a@example.org", "bob@cs.ait.ac.th", "250 2.1.5"),
    ("198.51.100.9", "<>", "bob@CS.AIT.AC.TH", "250 2.1.5"),
    ("198.51.100.9", "a@example.org", "bob@mail.cs.ait.ac.th", "250 2.1.5"),
    ("198.51.100.9", "a@example.org", "bob@sub.cs.ait.ac.th", "454 4.7.1"),
    ("198.51.100.9", "a@example.org", "bob@notcs.ait.ac.th", "454 4.7.1"),
    ("198.51.100.9", "a@example.org", "bob@[192.0.2.25]", "250 2.1.5"),
    ("198.51.100.9", "a@example.org", "bob@[198.51.100.9]", "454 4.7.1"),
    ("198.51.100.9", "a@example.org", "u%example.net@cs.ait.ac.th", "454 4.7.1"),
    ("198.51.100.9", "a@example.org", "alice%cs.ait.ac.th@cs.ait.ac.th", "250 2.1.5"),
    ("198.51.100.9", "a@example.org", "example.net!u@cs.ait.ac.th", "454 4.7.1"),
    ("198.51.100.9", "a@example.org", "\"u@example.net\"@cs.ait.ac.th", "454 4.7.1"),
    ("198.51.100.9", "a@example.org", "@example.org:bob@cs.ait.ac.th", "250 2.1.5"),
  ])
  func theDefaultRelayListDecides(client: String, from: String, to: String, reply: String) throws {
    let folder = try ConfigurationFolder(["main.cf": csimMain])
    #expect(try ask(folder.policy(), client, from, to) == reply)
  }

  @Test func anUnknownUserIsRefusedAfterTheLists() throws {
    let folder = try ConfigurationFolder(["main.cf": csimMain])
    let reply = try ask(folder.policy(), "198.51.100.9", "a@example.org", "nobody@cs.ait.ac.th") {
      $0.recipientIsUnknown = true
    }
    #expect(reply == "550 5.1.1")
  }

  @Test func aPermitEndsOnlyItsOwnList() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + """
        smtpd_sender_restrictions = permit
        smtpd_recipient_restrictions = permit
        smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
        """
    ])
    #expect(
      try ask(folder.policy(), "198.51.100.9", "a@example.org", "b@example.net") == "554 5.7.1")
  }

  @Test func accessTablesAreAskedForPartsOfTheKey() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + """
        smtpd_client_restrictions = check_client_access hash:/etc/postfix/clients
        smtpd_sender_restrictions = check_sender_access texthash:/etc/postfix/senders
        """,
      "clients": "203.0.113 REJECT go away\nbad.example 450 4.7.9 wait\n",
      "senders": "spam.example REJECT\nlist@ DUNNO\n<> OK\n",
    ])
    let policy = try folder.policy()
    #expect(try ask(policy, "203.0.113.77", "a@example.org", "bob@cs.ait.ac.th") == "554 5.7.1")
    #expect(try ask(policy, "203.0.114.1", "a@example.org", "bob@cs.ait.ac.th") == "250 2.1.5")
    let named = try ask(policy, "198.51.100.9", "a@example.org", "bob@cs.ait.ac.th") {
      $0.client.name = "host.bad.example"
    }
    #expect(named == "450 4.7.9")
    #expect(
      try ask(policy, "198.51.100.9", "x@sub.spam.example", "bob@cs.ait.ac.th") == "554 5.7.1")
    #expect(try ask(policy, "198.51.100.9", "<>", "bob@cs.ait.ac.th") == "250 2.1.5")
  }

  @Test func theFirstNetworkOfACidrTableWins() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + "smtpd_client_restrictions = check_client_access cidr:clients\n",
      "clients": """
      203.0.113.8/29 OK
      203.0.113.0/24 REJECT
      if 198.51.100.0/24
      !198.51.100.128/25 REJECT
      endif
      """,
    ])
    let policy = try folder.policy()
    for (client, reply) in [
      ("203.0.113.9", "250 2.1.5"), ("203.0.113.16", "554 5.7.1"), ("198.51.100.5", "554 5.7.1"),
      ("198.51.100.200", "250 2.1.5"), ("198.51.101.5", "250 2.1.5"),
    ] {
      #expect(try ask(policy, client, "a@example.org", "bob@cs.ait.ac.th") == reply)
    }
  }

  @Test func patternsFillInWhatTheyCaught() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + """
        smtpd_restriction_classes = strict
        strict = reject
        smtpd_recipient_restrictions = check_recipient_access pcre:rcpt
        """,
      "rcpt": "/^(450|550)-/ $1 no\n/^strict@/ strict\n/^odd@/ nonsense_word\n",
    ])
    let policy = try folder.policy()
    for (user, reply) in [
      ("450-x", "450 4.7.1"), ("550-x", "550 5.7.1"), ("strict", "554 5.7.1"), ("bob", "250 2.1.5"),
    ] {
      #expect(try ask(policy, "198.51.100.9", "a@example.org", "\(user)@cs.ait.ac.th") == reply)
    }
  }

  @Test func aTableThatCannotBeReadLeavesTheVerdictOpen() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + "smtpd_client_restrictions = check_client_access mysql:clients.cf\n"
    ])
    let policy = try folder.policy()
    #expect(
      try ask(policy, "198.51.100.9", "a@example.org", "bob@cs.ait.ac.th")
        == "depends on mysql:clients.cf")
    // Whatever the table says, the relay list refuses: the verdict is certain all the same.
    let decision = policy.decide(
      RelayFacts(
        client: .init(address: try #require(IPAddress("198.51.100.9"))), reversePath: nil,
        forwardPath: try #require(Mailbox("b@example.net"))))
    #expect(decision.isAccepted == false)
    #expect(try folder.errors().contains { $0.description.contains("main.cf:6") })
  }

  @Test func aRestrictionNobodyKnowsIsNamedWithItsLine() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + "smtpd_helo_restrictions = permit_mynetworks,\n  reject_on_mondays\n"
    ])
    let errors = try folder.errors()
    #expect(errors.count == 1)
    #expect(
      errors[0].description.hasSuffix(
        "main.cf:7: 'reject_on_mondays' is no restriction; "
          + "a server answers 451 4.3.5 to whoever reaches it"))
  }

  /// Measured on Postfix 3.7: the word is logged, and no later one is asked.
  @Test(
    arguments: [
      "\"permit_mynetworks, reject_unauth_destination\"", "permit_mynetworks gina@example.org",
      "reject_unauth_destinations", "# permit_mynetworks",
    ])
  func aWordThatIsNoRestrictionRefusesWhoeverReachesItForNow(_ list: String) throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + "smtpd_recipient_restrictions = \(list)\n"
    ])
    let policy = try folder.policy()
    #expect(
      try ask(policy, "198.51.100.9", "a@example.org", "bob@cs.ait.ac.th")
        == "451 4.3.5")
  }

  @Test func oldServersHaveNoRelayListAndRelayForSubdomains() throws {
    let old = csimMain.replacing("compatibility_level = 3.6\n", with: "")
    let folder = try ConfigurationFolder([
      "main.cf": old
        + "smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination\n"
    ])
    let policy = try folder.policy()
    #expect(policy.lists[.relay]?.isEmpty == true)
    #expect(try ask(policy, "198.51.100.9", "a@example.org", "bob@sub.cs.ait.ac.th") == "250 2.1.5")
  }

  @Test func loginCountsOnlyWhereItIsOffered() throws {
    let login = { (facts: inout RelayFacts) in facts.client.login = .init(name: "alice") }
    let without = try ConfigurationFolder(["main.cf": csimMain])
    #expect(
      try ask(without.policy(), "198.51.100.9", "a@example.org", "b@example.net", login)
        == "454 4.7.1")
    let with = try ConfigurationFolder(["main.cf": csimMain + "smtpd_sasl_auth_enable = yes\n"])
    #expect(
      try ask(with.policy(), "198.51.100.9", "a@example.org", "b@example.net", login) == "250 2.1.5"
    )
  }

  @Test func aServerWithoutAnyRelayControlDoesNotRun() throws {
    let old = csimMain.replacing("compatibility_level = 3.6\n", with: "")
    let folder = try ConfigurationFolder(["main.cf": old])
    #expect(try ask(folder.policy(), "192.0.2.10", "a@example.org", "b@example.net") == "421 4.3.2")
    #expect(try folder.errors().contains { $0.words.contains("nobody can send") })
  }

  @Test func digitsAloneArePermission() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain
        + "smtpd_relay_restrictions = check_sender_access hash:known, reject\n",
      "known": "in@example.org 554\nout@example.org 554 no\n",
    ])
    let policy = try folder.policy()
    #expect(try ask(policy, "198.51.100.9", "in@example.org", "b@example.net") == "250 2.1.5")
    #expect(try ask(policy, "198.51.100.9", "out@example.org", "b@example.net") == "554 5.7.1")
  }

  @Test(arguments: [
    ("smtpd_relay_restrictions = defer_if_reject, reject", "450 4.7.0"),
    (
      "smtpd_relay_restrictions = defer_if_reject\nsmtpd_recipient_restrictions = reject",
      "450 4.7.0"
    ),
    ("smtpd_sender_restrictions = defer_if_reject\nsmtpd_relay_restrictions = reject", "554 5.7.1"),
    (
      "smtpd_relay_restrictions = check_client_access static:{DEFER_IF_REJECT 4.7.9 wait}, reject",
      "450 4.7.9"
    ),
  ])
  func aDelayInsteadOfARefusalLastsForItsStage(lists: String, reply: String) throws {
    let folder = try ConfigurationFolder(["main.cf": csimMain + lists + "\n"])
    #expect(
      try ask(folder.policy(), "198.51.100.9", "a@example.org", "b@example.net") == reply)
  }

  @Test func anOkOpensNoAddressThatIsRoutedOn() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain
        + "smtpd_relay_restrictions = check_recipient_access static:OK, reject_unauth_destination\n"
    ])
    let policy = try folder.policy()
    #expect(try ask(policy, "198.51.100.9", "a@example.org", "b@example.net") == "250 2.1.5")
    let routed = "u%example.org@example.net"
    #expect(try ask(policy, "198.51.100.9", "a@example.org", routed) == "554 5.7.1")
  }

  @Test func anAddressIsInLowerCaseBeforeAnyTableIsAsked() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + "smtpd_sender_restrictions = check_sender_access pcre:senders\n",
      "senders": "/^spam@/ REJECT\n",
    ])
    #expect(
      try ask(folder.policy(), "198.51.100.9", "SPAM@example.org", "bob@cs.ait.ac.th")
        == "554 5.7.1")
  }

  @Test func aRowOfOneFamilySaysNothingAboutTheOther() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + "smtpd_client_restrictions = check_client_access cidr:clients\n",
      "clients": "!203.0.113.0/24 REJECT\n",
    ])
    let policy = try folder.policy()
    #expect(try ask(policy, "198.51.100.9", "a@example.org", "bob@cs.ait.ac.th") == "554 5.7.1")
    #expect(try ask(policy, "2001:db8::1", "a@example.org", "bob@cs.ait.ac.th") == "250 2.1.5")
  }

  @Test func aRandomTableOfOneValueIsNotRandom() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + "smtpd_client_restrictions = check_client_access randmap:{REJECT}\n"
    ])
    #expect(
      try ask(folder.policy(), "198.51.100.9", "a@example.org", "bob@cs.ait.ac.th") == "554 5.7.1")
  }
}
