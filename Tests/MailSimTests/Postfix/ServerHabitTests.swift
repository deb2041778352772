import Testing

@testable import MailSim

/// What a server of Postfix does that its documentation leaves to be found out.
@Suite struct ServerHabitTests {
  private func policy(_ main: String) -> RestrictionPolicy {
    PostfixConfiguration.read(
      postconf: "myhostname = mail.home.example\nmydestination = home.example\n" + main
    ).policy().policy
  }

  /// Below level 3.6 the recipient list is asked first: which rule refuses hangs on it.
  @Test(
    arguments: [
      ("0", "554 5.7.1"), ("1", "554 5.7.1"), ("2", "554 5.7.1"), ("3.5", "554 5.7.1"),
      ("3.6", "454 4.7.1"), ("3.10", "454 4.7.1"),
    ])
  func theOrderOfTheListsHangsOnTheLevel(_ level: String, _ reply: String) throws {
    let policy = policy(
      """
      compatibility_level = \(level)
      mynetworks = 127.0.0.0/8
      smtpd_relay_restrictions = permit_mynetworks, defer_unauth_destination
      smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination
      """)
    #expect(try ask(policy, "203.0.113.9", "a@example.net", "b@example.org") == reply)
    // The rule that answers is not dead, the one behind it is.
    let dead = Prover(policy).deadRules().map(\.rule.name)
    let first = reply.hasPrefix("554") ? "reject_unauth_destination" : "defer_unauth_destination"
    #expect(!dead.contains(first))
  }

  /// Whoever no earlier entry matched hears that the list cannot be asked.
  @Test(arguments: ["192.0.2.129/24", "172.19.0.0/12", "2001:db8::/32"])
  func aBrokenEntryOfMynetworksIsATemporaryFailure(_ entry: String) throws {
    let text = "compatibility_level = 3.6\nmynetworks = 127.0.0.0/8 \(entry)\n"
    let policy = policy(text)
    #expect(try ask(policy, "203.0.113.9", "a@example.net", "b@example.org") == "451 4.3.0")
    #expect(try ask(policy, "203.0.113.9", "a@example.net", "b@home.example") == "451 4.3.0")
    #expect(try ask(policy, "127.0.0.1", "a@example.net", "b@example.org") == "250 2.1.5")
    #expect(!PostfixConfiguration.read(postconf: text).policy().errors.isEmpty)
  }

  @Test func aNameInMynetworksIsTheClientsName() throws {
    let policy = policy(
      "compatibility_level = 3.6\nmynetworks = 127.0.0.0/8 [::1]/128, partner.example\n")
    #expect(try ask(policy, "203.0.113.9", "a@example.net", "b@example.org") == "454 4.7.1")
    let named = try ask(policy, "203.0.113.9", "a@example.net", "b@example.org") {
      $0.client.name = "mx.partner.example"
    }
    #expect(named == "250 2.1.5")
  }

  @Test func whatIsRefusedWhicheverIsRefusedWithoutAReply() throws {
    let policy = policy(
      """
      compatibility_level = 3.6
      mynetworks = 127.0.0.0/8
      smtpd_sender_restrictions = reject_unknown_sender_domain
      smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
      """)
    let facts = RelayFacts(
      client: .init(address: IPAddress("203.0.113.9")!), reversePath: Mailbox("a@example.net"),
      forwardPath: Mailbox("b@example.org")!)
    let decision = policy.decide(facts)
    #expect(decision.verdict == .refuse && !decision.isCertain)
    let answer = RelayAnswer(policy: RelayPolicy(policy), facts: facts, asked: "it")
    #expect(answer.text.hasPrefix("refuse  whichever: the reply depends on the DNS"))
    #expect(answer.text.contains("554 5.7.1") && answer.text.contains("450 4.1.8"))
  }
}
