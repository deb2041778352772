import Foundation
import Testing

@testable import MailSim

/// Attacks of the scenarios in the repository, with one thing changed: each defence alone, or a
/// grant that is not what it says.
@Suite struct AttackTests {
  private static let directory = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Scenarios").standardized

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
    let record = try record("a15-stolen-account-stopped")
    #expect(record.taken == 20)
    #expect(record.obstacles.map(\.code) == [.rateLimit])
    // Twenty messages at two a minute.
    #expect(try #require(record.noticedAt) - .start >= .minutes(10))
  }

  @Test func errorsEndTheSessionOfAHarvester() throws {
    let patient = try record("a13-harvest")
    let domains = Self.domains
    let strict = try record(
      "a13-harvest", replacing: domains, with: domains + "    defences: {errors: {hard: 5}}\n")
    #expect(patient.obstacles.first?.count == 37)
    #expect(strict.obstacles.first?.count == 18, "six wrong names a session, three sessions")
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
    let error = #expect(throws: ScenarioProblems.self) {
      try ScenarioReader.read(text.replacing(old, with: new), file: "rider.yaml")
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("rider.yaml:") == true)
  }

  // MARK: The catalogue

  /// Each kind that sends has a scenario in which it succeeds, and one in which it is stopped or
  /// slowed.
  @Test func everySenderHasAPairOfScenarios() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.directory.path)
    for (row, kind) in AttackKind.allCases.enumerated() where kind.needsMachine {
      let number = row + 1 < 10 ? "a0\(row + 1)-" : "a\(row + 1)-"
      let own = names.filter { $0.hasPrefix(number) }
      #expect(own.count == 2, "\(kind.number) has \(own)")
      #expect(own.contains { $0.hasSuffix("-stopped.yaml") })
    }
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
