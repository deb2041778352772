import Testing

@testable import MailSim

/// Configurations that lead on and on: each comes to an answer at once, and is told with its line.
@Suite struct BoundedConfigurationTests {
  /// What a stranger hears who wants mail relayed.
  private func answer(_ main: String) throws -> (reply: String, errors: [String]) {
    let folder = try ConfigurationFolder(["main.cf": csimMain + main])
    let reply = try ask(folder.policy(), "203.0.113.70", "a@example.org", "b@example.net")
    return (reply, try folder.errors().map { "\($0.position?.line ?? 0): \($0.words)" })
  }

  private func expectAtOnce(_ work: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    let began = clock.now
    try work()
    #expect(clock.now - began < .seconds(60))
  }

  @Test func aTableThatAnswersWithTheClassThatAsksItIsAServerError() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + """
        smtpd_restriction_classes = again
        again = check_client_access inline:{{203.0.113.70=again}}
        smtpd_relay_restrictions = again, reject_unauth_destination
        """
    ])
    let policy = try folder.policy()
    for (client, reply) in [("203.0.113.70", "451 4.3.5"), ("203.0.113.71", "554 5.7.1")] {
      #expect(try ask(policy, client, "a@example.org", "b@example.net") == reply)
    }
    let facts = RelayFacts(
      client: .init(address: try #require(IPAddress("203.0.113.70"))), reversePath: nil,
      forwardPath: try #require(Mailbox("b@example.net")))
    let line = policy.decide(facts).endings.first?.rule?.position?.line
    #expect(line == csimMain.split(separator: "\n").count + 2)
  }

  /// smtpd(8) is two lists deeper with each, the class and what its table says, and goes down 100.
  @Test(arguments: [(50, "250 2.1.5"), (51, "451 4.3.5")])
  func tablesLeadToTablesAsDeepAsAServerFollowsThem(depth: Int, reply: String) throws {
    let names = (0..<depth).map { "c\($0)" }
    let classes = (0..<depth).map { row in
      let next = row + 1 < depth ? "c\(row + 1)" : "permit_mynetworks, permit"
      return "c\(row) = check_client_access inline:{{203.0.113.70=\(next)}}"
    }
    let main = """
      smtpd_restriction_classes = \(names.joined(separator: " "))
      \(classes.joined(separator: "\n"))
      smtpd_relay_restrictions = c0, reject_unauth_destination

      """
    let answered = try answer(main).reply
    #expect(answered == reply)
  }

  @Test func aTableOfSeveralValuesThatLeadBackIsNotFollowedForever() throws {
    try expectAtOnce {
      let reply = try answer(
        """
        smtpd_restriction_classes = again
        again = check_client_access randmap:{again, again}, check_client_access randmap:{DUNNO, again}
        smtpd_relay_restrictions = again, reject_unauth_destination
        """
      ).reply
      #expect(!reply.hasPrefix("250"))
    }
  }

  @Test func classesThatDoubleAreNotFollowedAndNotGuessed() throws {
    try expectAtOnce {
      let names = (0...40).map { "c\($0)" }
      let classes = zip(names, names.dropFirst()).map { "\($0) = \($1), \($1)" }
      let (reply, errors) = try answer(
        """
        smtpd_restriction_classes = \(names.joined(separator: " "))
        \(classes.joined(separator: "\n"))
        c40 = permit_mynetworks
        smtpd_relay_restrictions = c0, reject_unauth_destination

        """)
      #expect(reply.hasPrefix("depends on the restriction class c0"))
      #expect(errors.count { $0.contains("is not followed") } == 1)
    }
  }

  @Test func classesAreNotFollowedDeeperThanAnyHonestOne() throws {
    let names = (0..<20_000).map { "c\($0)" }
    let classes = zip(names, names.dropFirst()).map { "\($0) = \($1)" }
    let (reply, errors) = try answer(
      """
      smtpd_restriction_classes = \(names.joined(separator: " "))
      \(classes.joined(separator: "\n"))
      c19999 = permit
      smtpd_relay_restrictions = c0, reject_unauth_destination

      """)
    #expect(reply.hasPrefix("depends on the restriction class c100"))
    #expect(errors.count == 1)
  }

  @Test func valuesThatDoubleAreToldWithTheirLine() throws {
    let first = csimMain.split(separator: "\n", omittingEmptySubsequences: false).count
    try expectAtOnce {
      let (reply, errors) = try answer("a = $a $a\nsmtpd_relay_restrictions = $a, reject\n")
      #expect(reply.hasPrefix("depends on the value of smtpd_relay_restrictions"))
      #expect(errors.contains { $0.hasPrefix("\(first): the value of 'a' does not come") })
    }
    try expectAtOnce {
      let lines = (1...60).map { "v\($0) = $v\($0 + 1) $v\($0 + 1)\n" }.joined()
      let (reply, errors) = try answer(
        lines + "v61 = permit\nsmtpd_relay_restrictions = $v1, reject_unauth_destination\n")
      #expect(reply.hasPrefix("depends on the value of smtpd_relay_restrictions"))
      #expect(errors.contains { $0.hasPrefix("\(first): the value of 'v1' does not come") })
    }
  }

  /// A value of a megaoctet, named ten thousand times over.
  @Test func whatAValueReadsIsBoundedInOctetsToo() {
    let long = String(repeating: "x", count: 1_000_000)
    let many = String(repeating: "$big ", count: 10_000)
    let text = ParameterExpansion { $0 == "big" ? long : nil }.expand(many)
    #expect(text.utf8.count < 5_000_000)
  }

  @Test func manyParametersAreReadInTimeThatGrowsWithTheirNumber() throws {
    let count = 50_000
    let lines = (0..<count).map { "p\($0) = $p\($0 + 1)\n" }.joined()
    expectAtOnce {
      let parameters = MainParameters(text: lines + lines, file: "main.cf")
      #expect(parameters.names.count == count)
      #expect(parameters.names.first == "p0" && parameters.names.last == "p\(count - 1)")
    }
    try expectAtOnce {
      let (_, errors) = try answer(lines)
      #expect((1...30).contains(errors.count))
    }
  }

  @Test func tablesInTablesEndSomewhere() throws {
    let unions = String(repeating: "unionmap:{", count: 20_000)
    let inline = String(repeating: "inline:{{203.0.113.70={check_client_access ", count: 2_000)
    for table in [
      unions + "static:OK" + String(repeating: "}", count: 20_000),
      inline + "static:OK" + String(repeating: "}}}", count: 2_000),
      String(repeating: "proxy:", count: 20_000) + "static:OK",
    ] {
      let reply = try answer(
        "smtpd_relay_restrictions = check_client_access \(table), reject_unauth_destination\n"
      ).reply
      #expect(reply.hasPrefix("depends on") || reply == "451 4.3.5", "\(reply.prefix(80))")
    }
  }

  @Test func aPipeOfPatternsThatDoubleTheirKeyIsNotFollowed() throws {
    let rule = "pcre:{{/(.*)/ $$1$$1}}"
    let pipe = Array(repeating: rule, count: 60).joined(separator: ", ")
    let reply = try answer(
      "smtpd_relay_restrictions = check_client_access pipemap:{\(pipe)}, reject_unauth_destination\n"
    ).reply
    #expect(reply.hasPrefix("depends on pipemap"))
  }

  @Test(arguments: ["9223372036854775807", "9223372036854775807.1.1", "99999999999999999999"])
  func levelsOfAnySizeAreCompared(level: String) {
    let text = "${{\(level)} >level {3.6} ? {newer} : {older}}"
    let expected = Int(level.prefix { $0 != "." }) == nil ? "older" : "newer"
    #expect(ParameterExpansion { _ in nil }.expand(text) == expected)
  }
}
