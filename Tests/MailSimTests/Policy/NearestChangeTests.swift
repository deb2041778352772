import Testing

@testable import MailSim

@Suite struct NearestChangeTests {
  private static let settings = RelaySettings(
    insideNetworks: [IPNetwork("192.0.2.0/24")!], localDomains: [Domain("cs.ait.ac.th")!])

  private func facts(
    _ address: String, from: String?, to: String, _ change: (inout RelayFacts) -> Void = { _ in }
  ) -> RelayFacts {
    var facts = RelayFacts(
      client: RelayFacts.Client(address: IPAddress(address)!),
      reversePath: from.flatMap { Mailbox($0) }, forwardPath: Mailbox(to)!)
    change(&facts)
    return facts
  }

  private func nearest(_ preset: RelayPreset, _ facts: RelayFacts) -> String? {
    NearestChange.find(preset.policy(Self.settings), facts).first?.text
  }

  @Test func aLateSenderReadsMailFirst() {
    let late = facts("203.0.113.9", from: "alice@cs.ait.ac.th", to: "bob@example.org") {
      $0.client.window = .expired(sinceLogin: .minutes(17) + .seconds(20))
    }
    #expect(
      nearest(.csim, late)
        == "would be accepted within 15:00 of a POP or IMAP login from 203.0.113.9;"
        + " the last login was 17:20 ago")
  }

  @Test func aPolicyWithoutWindowsAsksForALogin() {
    let roamer = facts("203.0.113.9", from: "alice@cs.ait.ac.th", to: "bob@example.org")
    #expect(
      nearest(.authOnly, roamer) == "would be accepted after a login by AUTH as alice@cs.ait.ac.th")
  }

  @Test func aForeignSenderUnderTheModernPolicyNeedsTwoThings() {
    let roamer = facts("203.0.113.9", from: "me@example.com", to: "bob@example.org")
    #expect(
      nearest(.modern, roamer)
        == "would be accepted after a login by AUTH as user@cs.ait.ac.th,"
        + " and with the login's own address user@cs.ait.ac.th in MAIL FROM")
    let wrong = facts("203.0.113.9", from: "dean@cs.ait.ac.th", to: "bob@example.org") {
      $0.client.login = RelayFacts.Login(name: "alice", mailbox: Mailbox("alice@cs.ait.ac.th"))
    }
    #expect(
      nearest(.modern, wrong)
        == "would be accepted with the login's own address alice@cs.ait.ac.th in MAIL FROM")
  }

  @Test func aDetourIsDropped() {
    let trick = facts("203.0.113.66", from: "x@example.com", to: "victim%example.net@cs.ait.ac.th")
    let found = NearestChange.find(RelayPreset.csim.policy(Self.settings), trick).map(\.text)
    #expect(
      found.contains(
        "would be accepted without the detour in the recipient's address, to victim@cs.ait.ac.th"))
  }

  @Test func anUnknownUserWouldHaveToExist() {
    let unknown = facts("203.0.113.9", from: "bob@example.org", to: "nobody@cs.ait.ac.th") {
      $0.recipientIsUnknown = true
    }
    #expect(
      nearest(.csim, unknown) == "would be accepted if nobody@cs.ait.ac.th had a mailbox here")
  }

  @Test func acceptedMailWouldBeRefusedOutsideTheWindow() {
    let roamer = facts("203.0.113.9", from: "alice@cs.ait.ac.th", to: "bob@example.org") {
      $0.client.window = .open(sinceLogin: .minutes(14))
    }
    #expect(
      nearest(.csim, roamer)
        == "would be refused 15:00 or more after the last POP or IMAP login from 203.0.113.9;"
        + " the last login was 14:00 ago")
  }

  @Test func anOpenRelayRefusesOnlyUnknownUsers() {
    let any = facts("203.0.113.9", from: "x@example.com", to: "y@example.net")
    for change in NearestChange.find(RelayPreset.openRelay.policy(Self.settings), any) {
      #expect(change.facts.recipientIsUnknown)
    }
  }

  /// For every preset and every corner of the facts: what is found turns the decision round, and
  /// nothing smaller does.
  @Test func everyChangeTurnsTheDecisionRound() {
    for preset in RelayPreset.allCases {
      let policy = preset.policy(Self.settings)
      for facts in Self.corners {
        let before = policy.decide(facts).verdict == .accept
        let found = NearestChange.find(policy, facts)
        for change in found {
          #expect((policy.decide(change.facts).verdict == .accept) != before)
          #expect(policy.decide(change.facts) == change.decision)
          #expect(change.facts != facts)
          #expect(change.text.hasPrefix(before ? "would be refused" : "would be accepted"))
        }
        for (row, change) in found.enumerated() {
          let others = found.indices.filter { $0 != row }
          #expect(others.allSatisfy { !found[$0].changes.allSatisfy(change.changes.contains) })
        }
        if !before { #expect(!found.isEmpty) }
      }
    }
  }

  private static var corners: [RelayFacts] {
    var corners: [RelayFacts] = []
    let windows: [RelayFacts.WindowState] = [
      .none, .open(sinceLogin: .minutes(3)), .expired(sinceLogin: .minutes(15)),
    ]
    let logins: [RelayFacts.Login?] = [
      nil, RelayFacts.Login(name: "alice", mailbox: Mailbox("alice@cs.ait.ac.th")),
    ]
    for address in ["192.0.2.9", "2001:db8::9"] {
      for sender in [nil, "alice@cs.ait.ac.th", "x@example.com", "x@notcs.ait.ac.th"] {
        for recipient in ["bob@cs.ait.ac.th", "y@example.org", "v%example.net@cs.ait.ac.th"] {
          for window in windows {
            for login in logins {
              var facts = RelayFacts(
                client: RelayFacts.Client(address: IPAddress(address)!),
                reversePath: sender.flatMap { Mailbox($0) }, forwardPath: Mailbox(recipient)!)
              facts.client.window = window
              facts.client.login = login
              corners.append(facts)
              facts.recipientIsUnknown = recipient == "bob@cs.ait.ac.th"
              corners.append(facts)
            }
          }
        }
      }
    }
    return corners
  }
}
