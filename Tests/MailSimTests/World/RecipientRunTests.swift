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

  /// Two servers forward to one another: whoever has the copy when the run ends still holds it.
  @Test(arguments: [60, 121, 180, 275])
  func aCopyUnderWayInACircleIsQueued(seconds: Int) throws {
    let text = """
      mailsim: 1
      title: a circle over two servers
      run: \(seconds)s
      sites: {a: {networks: 192.0.2.0/24}, b: {networks: 198.51.100.0/24}}
      servers:
        sa: {host: a.example, site: a, domains: a.example, forwards: {loop: loop@b.example}, \
      limits: {hops: 1000}, queue: {processing: 30s}}
        sb: {host: b.example, site: b, domains: b.example, forwards: {loop: loop@a.example}, \
      limits: {hops: 1000}, queue: {processing: 30s}}
      people: {u: {site: a, mailbox: u@a.example}}
      events: [{at: 0, mail: {from: u, to: loop@a.example}}]

      """
    let simulation = Simulation(try ScenarioReader.read(text, file: "x.yaml"))
    let trace = simulation.run()
    let summary = RunSummary(trace)
    #expect(Audit(trace).text == "")
    #expect(summary.queued == 1)
    #expect(simulation.measure().summary == summary)
  }

  /// On one server it is a mail loop, and its author hears of it.
  @Test func aCircleOnOneServerFails() throws {
    let trace = try Self.play(
      "events: [{at: 1m, smtp: {from: x, to: mail, lines: [EHLO x, 'MAIL FROM:<bob@csim.example>', "
        + "'RCPT TO:<one@csim.example>', DATA, hi, ., QUIT]}}]",
      server: "forwards: {one: two@csim.example, two: one@csim.example}")
    #expect(Audit(trace).text == "")
    let failures = trace.fates.compactMap { fate -> DeliveryFailure? in
      if case .bounced(let failure, _) = fate.outcome { failure } else { nil }
    }
    #expect(failures == [.loop])
    #expect(trace.messages.count == 2)
  }

  private static func play(_ happens: String, server: String = "limits: {}") throws -> Trace {
    let text = """
      mailsim: 1
      title: recipients
      run: 1h
      sites:
        csim: {ours: yes, networks: 192.0.2.0/24}
        out: {networks: 203.0.113.0/24}
      servers:
        mail: {host: mail.csim.example, site: csim, domains: csim.example, users: [bob], \(server)}
      people:
        x: {site: out, attacker: yes}
      \(happens)

      """
    return Simulation(try ScenarioReader.read(text, file: "x.yaml")).run()
  }
}
