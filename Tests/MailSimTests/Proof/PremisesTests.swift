import Testing

@testable import MailSim

/// What a configuration says of itself proves nothing: who is a stranger and what is remote is not
/// its to say.
@Suite struct PremisesTests {
  private func judged(
    _ main: String, inside: [String]? = nil, ours: [String]? = nil
  ) throws -> (word: String, codes: [PolicyRemark.Code]) {
    let text = "compatibility_level = 3.6\nmyhostname = mail.home.example\n" + main
    let policy = PostfixConfiguration.read(postconf: text).policy().policy
    let premises = Premises(
      policy, inside: inside?.compactMap { IPNetwork($0) }, ours: ours?.compactMap { Domain($0) })
    let property = try #require(Property.named("no-open-relay"))
    return (Prover(premises).prove(property).word, premises.remarks.map(\.code))
  }

  private static let relay =
    "smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination"

  @Test(
    arguments: [
      "mynetworks = 0.0.0.0/0", "mynetworks = [::]/0", "mynetworks = 0.0.0.0/1 128.0.0.0/1",
      "mynetworks = static:all", "mynetworks = 172.0.0.0/8", "mynetworks = com",
      "mynetworks = cidr:{{198.51.0.0/16 OK} {0.0.0.0/0 OK}}",
    ])
  func aNetworkOfEverybodyIsNobodys(_ networks: String) throws {
    let (word, codes) = try judged(networks + "\n" + Self.relay)
    #expect(codes.contains(.wideNetwork))
    #expect(word == "refuted", "\(networks)")
  }

  @Test(
    arguments: [
      "relay_domains = static:ALL", "relay_domains = com, net, org",
      "relay_domains = regexp:{{/./ x}}",
    ])
  func aListOfEveryDomainNamesNone(_ domains: String) throws {
    let (word, codes) = try judged("mynetworks = 127.0.0.0/8\n\(domains)\n\(Self.relay)")
    #expect(codes.contains(.wideDomain))
    #expect(word == "refuted", "\(domains)")
  }

  @Test(arguments: ["mydestination = static:all", "virtual_mailbox_domains = static:all"])
  func whoTakesTheWorldsMailForItsOwnRelaysNone(_ domains: String) throws {
    let (word, codes) = try judged("mynetworks = 127.0.0.0/8\n\(domains)\n\(Self.relay)")
    #expect(codes == [.takesTheWorld])
    #expect(word != "refuted")
  }

  @Test func whatIsNamedNarrowlyIsBelieved() throws {
    let main =
      "mynetworks = 192.0.2.0/24\nrelay_domains = partner.example\n" + Self.relay
    let (word, codes) = try judged(main)
    #expect(word == "proven" && codes.isEmpty)
  }

  @Test func whoStatesWhatIsHisIsBelievedAndTheConfigurationIsNot() throws {
    let main = "mynetworks = 192.0.2.0/24 198.50.0.0/15\n" + Self.relay
    #expect(try judged(main, inside: ["192.0.2.0/24"]).word == "refuted")
    #expect(try judged(main, inside: ["192.0.2.0/24", "198.50.0.0/15"]).codes.isEmpty)
    let domains = "mynetworks = 127.0.0.0/8\nrelay_domains = partner.example\n" + Self.relay
    #expect(try judged(domains, ours: ["home.example"]).word == "refuted")
    #expect(try judged(domains, ours: ["home.example", "partner.example"]).word == "proven")
  }

  @Test func aContainerNetworkIsToldAndNoFault() throws {
    let (word, codes) = try judged("mynetworks = 127.0.0.0/8 172.16.0.0/12\n" + Self.relay)
    #expect(word == "proven" && codes == [.containerNetwork])
  }

  /// A list whose refusals do not wait knows no recipient at MAIL.
  @Test(arguments: [("yes", "proven"), ("no", "refuted")])
  func aListIsAskedWhatIsKnownAtItsMoment(_ delay: String, _ word: String) throws {
    let policy = PostfixConfiguration.read(
      postconf: csimMain + """
        smtpd_delay_reject = \(delay)
        smtpd_sender_restrictions = check_recipient_access inline:{secret@cs.ait.ac.th=REJECT}
        """
    ).policy().policy
    let property = try Property.read("recipient is secret@cs.ait.ac.th => refuse")
    #expect(Prover.prove(policy, property).word == word)
  }
}
