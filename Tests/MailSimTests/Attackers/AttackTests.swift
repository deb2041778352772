import Foundation
import Testing

@testable import MailSim

/// Attacks of the scenarios in the repository, with one thing changed: each defence alone, or a
/// grant that is not what it says.
@Suite struct AttackTests {
  private static let directory = Repository.scenarios

  /// Plays a scenario with a text replaced, and says what its first attack came to.
  private func record(
    _ name: String, replacing old: String = "", with new: String = ""
  ) throws -> AttackRecord {
    var text = try String(
      contentsOf: Self.directory.appending(path: "\(name).yaml"), encoding: .utf8)
    if !old.isEmpty {
      try #require(text.contains(old), "\(name) does not contain \(old)")
      text = text.replacing(old, with: new)
    }
    let trace = Simulation(try ScenarioReader.read(text, file: name)).run()
    #expect(Audit(trace).text == "")
    return try #require(trace.attackRecords.first)
  }

  private static let domains = "    domains: cs.ait.ac.th\n"

  /// Every defence by itself, put where a scenario says that the attack succeeds.
  @Test(arguments: [
    ("a01-open-relay", "policy: csim-by-sender-address", "policy: csim"),
    ("a01-open-relay", "policy: csim-by-sender-address", "policy: modern"),
    ("a02-spoofed-sender", domains, domains + "    defences: {sender-check: spf}\n"),
    ("a02-spoofed-sender", domains, domains + "    defences: {sender-check: dmarc}\n"),
    ("a03-nat-rider", domains, domains + "    policy: modern\n"),
    ("a03-nat-rider", domains, domains + "    roaming: {window: 1s}\n"),
    ("a03-nat-rider", domains, domains + "    defences: {close-on-logout: yes}\n"),
    ("a03-nat-rider", domains, domains + "    defences: {window-cap: 1}\n"),
    ("a04-address-reuse", "hold: 0", "hold: 15m"),
    ("a04-address-reuse", domains, domains + "    policy: modern\n"),
    ("a04-address-reuse", domains, domains + "    defences: {close-on-logout: yes}\n"),
    ("a04-address-reuse", domains, domains + "    roaming: {window: 2m}\n"),
    (
      "a05-sniffed-password", "site: cafe, mailbox: rita@cs.ait.ac.th}",
      "site: cafe, mailbox: rita@cs.ait.ac.th, encrypts: always}"
    ),
    (
      "a05-sniffed-password", "site: cafe, mailbox: rita@cs.ait.ac.th}",
      "site: cafe, mailbox: rita@cs.ait.ac.th, read: {service: imaps}}"
    ),
    ("a05-sniffed-password", "{tap: cafe}", "{tap: elsewhere}"),
    (
      "a06-starttls-stripping", "domains: cs.ait.ac.th}",
      "domains: cs.ait.ac.th, outbound: encrypt}"
    ),
    (
      "a06-starttls-stripping", "domains: cs.ait.ac.th}",
      "domains: cs.ait.ac.th, outbound: secure}"
    ),
    ("a06-starttls-stripping", "certificate: yes}", "certificate: yes, end-to-end: smime}"),
    ("a07-starttls-injection", "    tls: {keeps-buffer: yes}\n", ""),
    ("a09-rogue-mx", "domains: cs.ait.ac.th}", "domains: cs.ait.ac.th, outbound: secure}"),
    ("a10-compromised-gateway", "certificate: yes}", "certificate: yes, end-to-end: openpgp}"),
    ("a11-passive-tap", "    tls: no\n", ""),
    ("a11-passive-tap", "{tap: org}", "{tap: org}, start: 2h"),
    ("a08-smuggling", "    ends-on-bare-lf: yes\n", ""),
    ("a08-smuggling", "    passes-bare-lf: yes\n", ""),
    ("a12-backscatter", "unknown-users: bounce", "unknown-users: reject"),
    ("a13-harvest", domains, domains + "    defences: {greylist: 5m}\n"),
    (
      "a16-snowshoe", "{listing: 10m, threshold: 5}", "{listing: 1m, threshold: 5, width: 24}"
    ),
    (
      "a16-snowshoe", "defences: {block-list: {listing: 10m, threshold: 5}}",
      "defences: {filter: {hit: 1}}"
    ),
    (
      "a16-snowshoe", "defences: {block-list: {listing: 10m, threshold: 5}}",
      "defences: {filter: {hit: 1, action: junk}}"
    ),
    ("a17-slowloris", "connections-per-client: 20", "connections-per-client: 5"),
    ("a17-slowloris", "connections-per-client: 20", "connections-per-client: 20, idle: 10s"),
    ("a18-mail-loop", "hops: 20", "hops: 8"),
    ("a18-mail-loop", "mailbox: 400kB", "mailbox: 1GB"),
    ("a19-replay", "signs-for: 7d", "signs-for: 5m"),
    (
      "a20-greylist-bypass", "{greylist: {delay: 5m, whitelist-after: 0}}",
      "{greylist: {delay: 5m, whitelist-after: 0}, block-list: {listing: 3m}}"
    ),
    ("a20-greylist-bypass", "{greylist: {delay: 5m", "{greylist: {delay: 7m"),
    ("a21-block-list-evasion", "{listing: 20m}", "{listing: 2m, width: 24}"),
    ("a22-window-forgery", "window-log: pattern", "window-log: anchored"),
    ("a22-window-forgery", "window-log: pattern", "window-log: api"),
  ])
  func aDefenceStopsIt(_ name: String, _ old: String, _ new: String) throws {
    #expect(try record(name).succeeded)
    #expect(try !record(name, replacing: old, with: new).succeeded)
  }

  /// Each form is tried from each kind of sender, also those that are no address to a server.
  @Test func aScanSpeaksTheWholeBattery() throws {
    let record = try record("a01-open-relay-stopped")
    let server = RelayBattery.Server(
      host: Domain("mail.cs.ait.ac.th")!, domain: Domain("cs.ait.ac.th")!,
      address: IPAddress("192.0.2.1")!)
    let battery = RelayBattery(
      against: server, victim: Mailbox("bob@example.org")!, at: IPAddress("198.51.100.1"))
    let envelopes = Set((battery.probes + battery.scan).map { [$0.reversePath, $0.forwardPath] })
    #expect(record.attempted == envelopes.count)
    #expect(record.refused == record.attempted)
    #expect(record.refusalReasons.map(\.code).contains(.routingTrick))
  }

  /// 250 for a mailbox of the server itself is no relay, however its address is written.
  @Test func whatIsDeliveredHereHasNotLeft() throws {
    let record = try record(
      "a01-open-relay", replacing: "target: csim-mail, victims: bob@example.org",
      with: "target: csim-mail, victims: postmaster@cs.ait.ac.th")
    #expect(record.taken > 0)
    #expect(record.relayed == 0)
    #expect(!record.succeeded)
  }

  /// A bot inside needs both ways closed; each alone leaves the other.
  @Test func aPacketFilterLeavesTheServerToABot() throws {
    let filter = "    egress: {ports: 25, except: csim-mail, action: drop}\n"
    let open = "    latency: 1ms\n"
    let filtered = try record("a14-campus-bot", replacing: open, with: open + filter)
    #expect(filtered.succeeded)
    #expect(filtered.delivered == 10, "what went through the server")
    let alone = try record("a14-campus-bot-stopped", replacing: "    target: csim-mail\n")
    #expect(!alone.succeeded)
  }

  @Test func aLimitMakesAThiefSlow() throws {
    let record = try record("a15-stolen-account-slowed")
    #expect(record.taken == 20)
    #expect(record.refusalReasons.map(\.code) == [.rateLimit])
    // Twenty messages at two a minute.
    #expect(try #require(record.noticedAt) - .start >= .minutes(10))
  }

  /// Once a login is disabled nobody sends with it: not within the hour, and not in the next.
  @Test func aDisabledLoginIsOfNoUseToAnybody() throws {
    let record = try record("a15-stolen-account-stopped")
    #expect(record.taken == 20)
    #expect(record.refusalReasons.map(\.code) == [.accountDisabled])
    let twoHours = try self.record(
      "a15-stolen-account-stopped", replacing: "every: 30s\n    limit: 100",
      with: "every: 60s\n    limit: 110")
    #expect(twoHours.taken == 20)
    let slowed = try self.record(
      "a15-stolen-account-slowed", replacing: "every: 30s\n    limit: 100",
      with: "every: 60s\n    limit: 110")
    #expect(slowed.taken == 40)
  }

  @Test func errorsEndTheSessionOfAHarvester() throws {
    let patient = try record("a13-harvest")
    let domains = Self.domains
    let strict = try record(
      "a13-harvest", replacing: domains, with: domains + "    defences: {errors: {hard: 5}}\n")
    #expect(patient.refusalReasons.first?.count == 37)
    #expect(strict.refusalReasons.first?.count == 15, "five wrong names a session, three sessions")
  }

  // MARK: Preconditions

  @Test func aRiderElsewhereLacksTheAddress() throws {
    let record = try record(
      "a03-nat-rider", replacing: "Eve in the café, site: cafe", with: "Eve, site: org")
    #expect(!record.succeeded)
    #expect(record.lacked == .sameAddress)
    #expect(record.refused == 0, "he does not even call")
  }

  @Test func anHeirWhoGetsAnotherLeaseLacksIt() throws {
    let record = try record("a04-address-reuse-stopped")
    #expect(record.lacked == .nextLease)
    #expect(record.taken == 0)
  }

  @Test func aLogThatIsNotHisIsNotWritten() throws {
    let record = try record(
      "a22-window-forgery", replacing: "{write-log: csim-mail}", with: "{write-log: org-mail}")
    #expect(record.lacked == .writeLog)
    #expect(!record.succeeded)
  }

  // MARK: On the way

  /// Opportunistic encryption is no help against a false exchanger: any certificate will do.
  @Test func encryptionAloneDoesNotTellAnImpostor() throws {
    let record = try record(
      "a09-rogue-mx", replacing: "domains: cs.ait.ac.th}",
      with: "domains: cs.ait.ac.th, outbound: encrypt}")
    #expect(record.succeeded)
    #expect(record.attempted == 1, "one race; the answer is believed for an hour")
    #expect(record.read == 2)
  }

  @Test func aStripperReadsAShareOfTheSessions() throws {
    var text = try String(
      contentsOf: Self.directory.appending(path: "a06-starttls-stripping.yaml"), encoding: .utf8)
    text = text.replacing(
      "{modify: [csim, org]}\n", with: "{modify: [csim, org]}\n    chance: 0.3\n")
    let letters = (0..<400).map { _ in
      "  - at: 09:00\n    mail: {from: alice, to: bob@example.org}\n"
    }.joined()
    text = text.replacing("expect: {attacks: {stripper: succeeds}}", with: "\(letters)")
    let trace = Simulation(try ScenarioReader.read(text, file: "a06")).run()
    let record = try #require(trace.attackRecords.first)
    // 401 sessions at most, since some carry several letters; the share is 0.3 within 4 deviations.
    let share = Double(record.altered) / Double(record.attempted)
    let deviation = (0.3 * 0.7 / Double(record.attempted)).squareRoot()
    #expect(abs(share - 0.3) < 4 * deviation, "\(share) of \(record.attempted)")
    #expect(Audit(trace).text == "")
  }

  @Test func anOwnerOfAGatewayWhoLooksOnceSeesWhatLiesThere() throws {
    // At 09:30 the letter has long been read by POP, which deletes.
    let late = try record(
      "a10-compromised-gateway", replacing: "can: {own-gateway: org-mail}",
      with: "can: {own-gateway: csim-mail}\n    every: 1h\n    start: 09:30")
    #expect(!late.succeeded)
    #expect(late.read == 0)
  }

  @Test func theLetterOfAnInjectedDialogueIsTheAttackers() throws {
    let text = try String(
      contentsOf: Self.directory.appending(path: "a07-starttls-injection.yaml"), encoding: .utf8)
    let trace = Simulation(try ScenarioReader.read(text, file: "a07")).run()
    let delivered = trace.records.compactMap { record -> String? in
      guard case .delivered(_, let recipient) = record.event else { return nil }
      return trace.cast.mailboxes[recipient].description
    }
    #expect(delivered == ["eve@cs.ait.ac.th"])
    #expect(trace.attackRecords[0].passwords == 1)
  }

  // MARK: What a scenario may say

  @Test(arguments: [
    ("    can: {same-nat: rita}\n", "", "has not been given what it needs"),
    ("    victims: bob@example.org\n", "", "victims"),
    ("    by: eve\n", "", "by"),
    ("kind: nat-rider", "kind: passive-tap", "has not been given what it needs"),
    ("    every: {exponential: 2m}\n", "    patience: 5m\n", "makes no use of `patience`"),
    ("attacks: {rider: succeeds}", "attacks: {rydr: succeeds}", "no attack is called"),
  ])
  func mistakesAreToldWithTheirPlace(_ old: String, _ new: String, _ words: String) throws {
    let text = try String(
      contentsOf: Self.directory.appending(path: "a03-nat-rider.yaml"), encoding: .utf8)
    #expect(text.contains(old))
    let error = #expect(throws: ScenarioErrors.self) {
      try ScenarioReader.read(text.replacing(old, with: new), file: "rider.yaml")
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("rider.yaml:") == true)
  }

  // MARK: The catalogue

  /// Each kind has a scenario in which it succeeds, and one in which it is stopped or slowed; both
  /// ask a question, answer it, and say what should come of the attack.
  @Test(arguments: AttackKind.allCases)
  func everyKindHasAPairOfScenarios(kind: AttackKind) throws {
    let number = String(kind.number.dropFirst())
    let prefix = "a\(number.count == 1 ? "0" : "")\(number)-"
    let own = try FileManager.default.contentsOfDirectory(atPath: Self.directory.path)
      .filter { $0.hasPrefix(prefix) }.sorted()
    try #require(own.count >= 2, "\(kind.number) has \(own)")
    #expect(own.filter { $0.hasSuffix("-stopped.yaml") }.count == 1)
    for name in own {
      let scenario = try ScenarioReader.read(
        contentsOf: Self.directory.appending(path: name).path)
      #expect(scenario.attacks.contains { $0.kind == kind }, "\(name)")
      #expect(!scenario.lesson.question.isEmpty, "\(name)")
      #expect(!scenario.lesson.answer.isEmpty, "\(name)")
      let record = try #require(
        Simulation(scenario).run().attackRecords.first { $0.kind == kind })
      if !name.hasSuffix("-stopped.yaml") {
        #expect(record.succeeded, "\(name)")
        #expect(scenario.attackExpectations.contains { $0.outcome == .succeeds }, "\(name)")
      } else {
        #expect(!record.succeeded || record.noticedAt != nil, "\(name)")
      }
    }
  }

  /// Who asks for a pack gets every kind in one of them.
  @Test func everyKindIsInOnePack() {
    let packed = AttackPack.allCases.flatMap(\.kinds)
    #expect(packed.count == AttackKind.allCases.count)
    #expect(Set(packed) == Set(AttackKind.allCases))
  }

  @Test func theCatalogueDescribesEveryKind() {
    let text = AttackText.catalogue()
    for kind in AttackKind.allCases {
      #expect(text.contains("\(kind.number) \(kind.rawValue): \(kind.entry.title)\n"))
    }
    #expect(AttackText.unknown("nat-ridr").contains("there is a similar one: `nat-rider`"))
  }

  /// An attacker who does nothing changes nothing for the others.
  @Test func chanceZeroLeavesHonestMailAsItWas() throws {
    let text = try String(
      contentsOf: Self.directory.appending(path: "a17-slowloris.yaml"), encoding: .utf8)
    func fates(_ text: String) throws -> [Fate] {
      Simulation(try ScenarioReader.read(text, file: "")).run().fates
    }
    let idle = text.replacing("limit: 30}", with: "limit: 30, chance: 0}")
    let start = try #require(text.range(of: "attacks:\n"))
    let end = try #require(text.range(of: "events:\n"))
    let alone = text.replacingCharacters(in: start.lowerBound..<end.lowerBound, with: "")
      .replacing("expect: {attacks: {slow: succeeds}}", with: "")
    #expect(try fates(idle).map(\.outcome) == fates(alone).map(\.outcome))
  }
}
