import Testing

@testable import MailSim

@Suite struct ProverTests {
  private func word(_ policy: RestrictionPolicy, _ property: String) throws -> String {
    Prover.prove(policy, try #require(Property.named(property))).word
  }

  @Test func presetsAreJudgedAsTheirHolesSay() throws {
    for (preset, property, expected) in [
      (RelayPreset.csim, "no-open-relay", "proven"), (.csim, "inside-can-send", "proven"),
      (.csim, "roamer-can-send-in-window", "proven"), (.csim, "nobody-after-window", "proven"),
      (.csim, "postmaster-reachable", "proven"), (.openRelay, "no-open-relay", "refuted"),
      (.bySenderAddress, "no-open-relay", "refuted"),
      (.bySenderAddress, "no-spoofed-relay", "refuted"), (.bySuffix, "no-open-relay", "refuted"),
      (.authOnly, "no-open-relay", "proven"), (.authOnly, "inside-can-send", "refuted"),
      (.authOnly, "nobody-after-window", "nothing-to-prove"),
      (.popBeforeSMTP, "nobody-after-window", "proven"), (.modern, "no-open-relay", "proven"),
    ] {
      #expect(try word(preset.restrictions(), property) == expected, "\(preset) \(property)")
    }
  }

  @Test func aCounterexampleNamesTheLine() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + """
        smtpd_relay_restrictions = permit_mynetworks,
          check_client_access cidr:partners,
          reject_unauth_destination
        """,
      "partners": "198.51.100.64/26 DUNNO\n198.51.100.0/24 OK\n",
    ])
    let proof = Prover.prove(try folder.policy(), try #require(Property.named("no-open-relay")))
    guard case .refuted(let example) = proof.outcome else {
      Issue.record("a partner network may relay")
      return
    }
    #expect(try #require(IPNetwork("198.51.100.0/24")).contains(example.facts.client.address))
    #expect(example.ending.rule?.position?.description.hasSuffix("partners:2") == true)
  }

  @Test func whatHangsOnAServiceSaysSo() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + """
        smtpd_relay_restrictions = check_policy_service unix:private/relay, reject_unauth_destination
        """
    ])
    let proof = Prover.prove(try folder.policy(), try #require(Property.named("no-open-relay")))
    guard case .depends(_, let sources) = proof.outcome else {
      Issue.record("the service may permit")
      return
    }
    #expect(sources == ["check_policy_service unix:private/relay"])
  }

  @Test func aRuleBehindAnAnswerForEverybodyIsDead() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + """
        smtpd_recipient_restrictions = permit_mynetworks, reject, permit_sasl_authenticated
        """
    ])
    let dead = Prover(try folder.policy()).deadRules()
    let last = try #require(dead.first { $0.stage == .recipient })
    #expect(last.rule.name == "permit_sasl_authenticated")
    #expect(last.shadow?.name == "reject")
    #expect(!last.isAsked)
  }

  /// Random questions, far off the classes' examples, never contradict what was proven.
  @Test func randomQuestionsNeverContradictAProof() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + """
        smtpd_client_restrictions = check_client_access cidr:clients
        smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
        """,
      "clients": "203.0.113.0/25 REJECT\n203.0.113.0/24 OK\n",
    ])
    let policy = try folder.policy()
    let property = try #require(Property.named("no-open-relay"))
    #expect(Prover.prove(policy, property).outcome == .proven)
    var stream = RandomStreams(seed: 1).stream(for: "questions")
    let domains = ["example.net", "cs.ait.ac.th", "x.cs.ait.ac.th", "ait.ac.th", "example"]
    let locals = ["a", "a%example.net", "example.net!a", "a@example.net", "postmaster"]
    var strangers = 0
    let premises = Premises(policy)
    for _ in 0..<50_000 {
      let bits = UInt32(truncatingIfNeeded: stream.next())
      let near: [UInt32] = [0xC000_0200, 0xCB00_7100]
      let v4 = bits & 1 == 0 ? bits : near[Int(bits >> 1 & 1)] | bits >> 2 & 0x1FF
      let domain = domains[Int(stream.next() % 5)]
      let local = locals[Int(stream.next() % 5)]
      let facts = RelayFacts(
        client: .init(address: IPAddress(v4: v4)),
        reversePath: Mailbox("alice@\(domains[Int(stream.next() % 5)])"),
        forwardPath: Mailbox(
          localPart: local, domain: try #require(Domain(domain)), wasQuoted: local.contains("@")))
      guard property.isAbout(facts, premises) else { continue }
      strangers += 1
      #expect(policy.decide(facts).isAccepted == false)
    }
    #expect(strangers > 10_000)
  }

  @Test func differencesComeInGroupsWithAWitness() throws {
    let same = PolicyDiff(RelayPreset.csim.restrictions(), RelayPreset.csim.restrictions())
    #expect(same.isEmpty)
    let diff = PolicyDiff(RelayPreset.csim.restrictions(), RelayPreset.authOnly.restrictions())
    #expect(!diff.isEmpty)
    for group in diff.groups {
      #expect(group.old.isAccepted == true && group.new.isAccepted == false)
    }
  }

  @Test func aTableOfTenThousandAddressesIsProven() throws {
    let rows = (0..<10_000).map { row in
      "10.\(row >> 16 & 255).\(row >> 8 & 255).\(row & 255) REJECT"
    }
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + "smtpd_client_restrictions = check_client_access cidr:big\n",
      "big": rows.joined(separator: "\n"),
    ])
    let clock = ContinuousClock()
    var policy = RestrictionPolicy(name: "")
    let reading = try clock.measure { policy = try folder.policy() }
    let proving = clock.measure {
      #expect(Prover.prove(policy, Property.all[0]).outcome == .proven)
    }
    // Generous: a debug build on a busy machine. A search row by row would take far longer.
    #expect(reading < .seconds(60) && proving < .seconds(60))
  }
}
