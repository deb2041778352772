import Testing

@testable import MailSim

/// A recipient is one mailbox, and a session ends with its last error allowed.
@Suite struct RecipientRunTests {
  @Test(arguments: [
    "bob@csim.example", "BOB@csim.example", "@r.example:bob@csim.example",
  ])
  func whoIsNamedTwiceGetsOneCopy(again: String) throws {
    let lines =
      ["EHLO x", "MAIL FROM:<s@out.example>", "RCPT TO:<\(again)>", "RCPT TO:<bob@csim.example>"]
      + ["DATA", "hi", ".", "QUIT"]
    let trace = try Self.play("events: [{at: 1m, smtp: {from: x, to: mail, lines: \(lines)}}]")
    #expect(Audit(trace).text == "")
    let delivered = trace.records.count { if case .delivered = $0.event { true } else { false } }
    #expect(trace.messages.map(\.recipients.count) == [1])
    #expect(trace.copies.map(\.recipients.count) == [1] && delivered == 1)
  }

  /// After the reply to the twentieth error 421 comes unasked (Postfix 3.7,
  /// `smtpd_hard_error_limit`).
  @Test func theTwentiethErrorEndsTheSession() throws {
    let wrong = (0..<20).map { "RCPT TO:<no\($0)@csim.example>" }
    let lines = ["EHLO x", "MAIL FROM:<s@out.example>"] + wrong + ["RCPT TO:<bob@csim.example>"]
    let trace = try Self.play("events: [{at: 1m, smtp: {from: x, to: mail, lines: \(lines)}}]")
    let replies = trace.records.compactMap { record -> Int? in
      if case .smtpReply(_, let reply, _) = record.event { Int(reply.code) } else { nil }
    }
    #expect(replies.suffix(2) == [550, 421])
    #expect(replies.count { $0 == 550 } == 20)
  }

  @Test func aHarvestOf41NamesTakesThreeSessions() throws {
    let names = (0...40).map { "no\($0)@csim.example" }
    let trace = try Self.play(
      "attacks: {dict: {kind: directory-harvest, by: x, target: mail, victims: \(names)}}")
    let asked = trace.records.compactMap { record -> MailboxID? in
      if case .decided(_, _, _, _, let recipient, _) = record.event { recipient } else { nil }
    }
    #expect(trace.connections.count == 3 && Set(asked).count == 41)
  }

  private static func play(_ happens: String) throws -> Trace {
    let text = """
      mailsim: 1
      title: recipients
      run: 1h
      sites:
        csim: {ours: yes, networks: 192.0.2.0/24}
        out: {networks: 203.0.113.0/24}
      servers:
        mail: {host: mail.csim.example, site: csim, domains: csim.example, users: [bob]}
      people:
        x: {site: out, attacker: yes}
      \(happens)

      """
    return Simulation(try ScenarioReader.read(text, file: "x.yaml")).run()
  }
}
