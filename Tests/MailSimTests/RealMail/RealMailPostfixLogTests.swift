import Testing

@testable import MailSim

/// What a Postfix log tells of TLS, of rules and of deliveries that had to wait.
@Suite struct RealMailPostfixLogTests {
  private func read(_ lines: [String]) -> (messages: [LogMessage], summary: LogSummary) {
    RealMailLogTests.read(lines.map { "Mar  2 09:00:00 \($0)\n" }.joined())
  }

  private func session(_ host: String, _ id: String, _ counts: String, service: String = "smtpd")
    -> [String]
  {
    [
      "\(host) postfix/\(service)[7]: connect from a.example[203.0.113.1]",
      "\(host) postfix/\(service)[7]: \(id): client=a.example[203.0.113.1]",
      "\(host) postfix/cleanup[8]: \(id): message-id=<1@a.example>",
      // Delivered and removed while the client is still connected.
      "\(host) postfix/qmgr[9]: \(id): removed",
      "\(host) postfix/\(service)[7]: disconnect from a.example[203.0.113.1] ehlo=1 \(counts)",
    ]
  }

  private static let outgoingTLS =
    "postfix/smtp[5]: Trusted TLS connection established to m.example[198.51.100.1]:25: TLSv1.3"
    + " with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)"
  private static let delivery =
    "postfix/smtp[6]: 4A1B2C3D09: to=<z@m.example>, relay=m.example[198.51.100.1]:25, delay=1,"
    + " dsn=2.0.0, status=sent (250 ok)"

  @Test(arguments: [
    ("starttls=1 mail=1 rcpt=1 data=1 commands=5", "smtpd", Protection.encrypted),
    ("mail=1 rcpt=1 data=1 commands=4", "smtpd", .plaintext),
    ("starttls=0/1 mail=1 rcpt=1 data=1 commands=5", "smtpd", .plaintext),
    // Port 465 has TLS before the first command.
    ("auth=1 mail=1 rcpt=1 data=1 commands=5", "smtps/smtpd", .unknown),
    ("auth=1 mail=1 rcpt=1 data=1 commands=5", "smtpd", .unknown),
    ("auth=1 mail=1 rcpt=1 data=1 commands=5", "submission/smtpd", .plaintext),
    // Before Postfix 3.0 nothing was counted.
    ("", "smtpd", .unknown),
  ])
  func theCommandsOfASessionTellWhetherTLSBegan(
    _ counts: String, _ service: String, _ protection: Protection
  ) throws {
    let message = try #require(
      read(session("mx", "4A1B2C3D01", counts, service: service)).messages.first)
    #expect(message.arrival?.protection == protection)
    #expect(message.isComplete)
  }

  @Test func oneServersTLSSaysNothingOfAnothers() {
    func sent(_ lines: [String]) -> Protection? {
      read(lines).messages.first?.deliveries.first?.protection
    }
    #expect(sent(["mx2 \(Self.outgoingTLS)", "mx1 \(Self.delivery)"]) == .unknown)
    #expect(sent(["mx1 \(Self.outgoingTLS)", "mx1 \(Self.delivery)"]) == .plaintext)
    // What comes in says nothing of what goes out.
    let incoming = session("mx1", "4A1B2C3D01", "starttls=1 mail=1 commands=3")
    let both = read(incoming + ["mx1 \(Self.delivery)"])
    #expect(both.messages.map { $0.deliveries.first?.protection } == [nil, .unknown])
    #expect(both.summary.arrivals["mx1"]?.encrypted == 1)
  }

  @Test func theSameIDOnTwoServersIsTwoMessages() {
    let lines =
      session("mx1", "4A1B2C3D01", "starttls=1 mail=1 commands=3")
      + session("mx2", "4A1B2C3D01", "mail=1 commands=2")
    let (messages, summary) = read(lines)
    #expect(messages.map(\.server) == ["mx1", "mx2"])
    #expect(messages.map { $0.arrival?.protection } == [.encrypted, .plaintext])
    #expect(summary.text().contains("Arrivals, by server"))
  }

  private func rejects(_ program: String, _ words: String) -> LogSummary {
    read(["mx postfix/\(program)[1]: \(words)"]).summary
  }

  @Test(arguments: ["filter", "warn", "hold", "discard", "reject_warning", "redirect"])
  func whatARuleDoesOtherwiseIsNoRefusal(_ action: String) {
    let summary = rejects(
      "smtpd",
      "NOQUEUE: \(action): RCPT from a.example[203.0.113.1]: 450 4.7.1 <a>: Host not found;"
        + " from=<x@a.example> to=<b@b.example> proto=ESMTP helo=<a>")
    #expect(summary.refusals.isEmpty)
    #expect(summary.actions == [action: 1])
    #expect(summary.text().contains("1  \(action)"))
  }

  @Test(arguments: [
    (
      "smtpd",
      "NOQUEUE: reject: RCPT from a.example[203.0.113.1]: 450 4.7.25 Client host rejected: cannot"
        + " find your hostname, [203.0.113.1]; from=<x@a.example> to=<b@b.example> proto=ESMTP",
      "RCPT 450 4.7.25 Client host rejected: cannot find your hostname"
    ),
    (
      "submission/smtpd",
      "NOQUEUE: reject: RCPT from pc.example[203.0.113.1]: 553 5.7.1 <info@b.example>: Sender"
        + " address rejected: not owned by user alice; from=<info@b.example> to=<v@c.example>",
      "RCPT 553 5.7.1 Sender address rejected: not owned by user …"
    ),
    (
      "smtpd",
      "NOQUEUE: reject: RCPT from m.example[203.0.113.7]: 450 4.2.0 <b@b.example>: Recipient"
        + " address rejected: Greylisted, see http://grey.example/help/b.example; from=<x@m.example>",
      "RCPT 450 4.2.0 Recipient address rejected: Greylisted, see …"
    ),
    (
      "postscreen",
      "NOQUEUE: reject: RCPT from [203.0.113.9]:4711: 550 5.7.1 Service unavailable; client"
        + " [203.0.113.9] blocked using bl.example.net; from=<x@m.example>, to=<b@b.example>",
      "RCPT 550 5.7.1 Service unavailable; client … blocked using bl.example.net"
    ),
    (
      "cleanup",
      "4A1B2C3D02: milter-reject: END-OF-MESSAGE from a.example[203.0.113.2]: 5.7.1 Spam message"
        + " rejected; from=<x@a.example> to=<b@b.example> proto=ESMTP helo=<a>",
      "END-OF-MESSAGE 5.7.1 Spam message rejected"
    ),
    (
      "cleanup",
      "4A1B2C3D03: reject: header Subject: buy now from here: please from a.example[203.0.113.2];"
        + " from=<x@a.example> to=<b@b.example> proto=ESMTP helo=<a>: 5.7.1 content rejected",
      "header 5.7.1 content rejected"
    ),
  ])
  func aRuleIsTheSameForWhomeverItRefuses(_ program: String, _ words: String, _ rule: String) {
    #expect(rejects(program, words).refusals == [rule: 1])
  }

  @Test func whatIsRefusedWithItsContentIsNoMessage() {
    let (messages, summary) = read([
      "mx postfix/cleanup[1]: 4A1B2C3D02: message-id=<1@a.example>",
      "mx postfix/cleanup[1]: 4A1B2C3D02: milter-reject: END-OF-MESSAGE from a[203.0.113.2]: 5.7.1 no;"
        + " from=<x@a.example>",
    ])
    #expect(messages.isEmpty)
    #expect(summary.messages == 0)
  }

  // MARK: Deliveries

  private static let late = [
    "15:09:02 mx postfix/smtpd[11]: 4A1B2C3D05: client=pc.example.org[198.51.100.11]",
    "15:09:03 mx postfix/qmgr[13]: 4A1B2C3D05: from=<ann@example.org>, size=5102, nrcpt=2",
    "15:09:20 mx postfix/smtp[14]: 4A1B2C3D05: to=<bob@example.com>, relay=none, dsn=4.4.1,"
      + " status=deferred (connect to mx.example.com[203.0.113.25]:25: Connection timed out)",
    "15:09:21 mx postfix/smtp[15]: 4A1B2C3D05: to=<team@example.com>,"
      + " relay=mx.example.com[203.0.113.25]:25, dsn=5.1.1, status=bounced (host"
      + " mx.example.com[203.0.113.25] said: 550 5.1.1 <team@example.com>: User unknown (in reply to"
      + " RCPT TO command))",
    "15:41:55 mx postfix/smtp[16]: 4A1B2C3D05: to=<bob@example.com>,"
      + " relay=mx.example.com[203.0.113.25]:25, dsn=2.0.0, status=sent (250 2.0.0 OK)",
  ]

  private func late(_ more: [String] = []) -> (messages: [LogMessage], summary: LogSummary) {
    RealMailLogTests.read((Self.late + more).map { "Mar  2 \($0)\n" }.joined())
  }

  @Test func whatBecameOfAMessageIsWhatTheLogSays() throws {
    let trace = try #require(late().messages.first).trace()
    let team = try #require(trace.fates.first { trace.address($0.recipient) == "team@example.com" })
    guard case .bounced(.reply(let reply), let notice) = team.outcome else {
      Issue.record("not bounced: \(team.outcome)")
      return
    }
    #expect(reply.code == 550)
    #expect(reply.enhanced == EnhancedStatus(5, 1, 1))
    #expect(notice == nil)
    #expect(team.at == Instant(nanoseconds: 19_000_000_000))
    let waits = trace.records.compactMap { record -> (Instant, DeliveryFailure, Instant)? in
      guard case .deferred(_, _, let problem, let until) = record.event else { return nil }
      return (record.at, problem, until)
    }
    #expect(waits.count == 1)
    #expect(waits.first?.1 == .connection(.serverDown))
    #expect(waits.first?.2 == Instant(nanoseconds: 1_973_000_000_000))
    // The log has no line about a notice; that nobody was told is more than it says.
    let text = ReportFormat.named("text")!.text(of: RunReport(trace))
    #expect(!text.contains("nobody was told") && !text.contains("nobody to tell"))
  }

  @Test func theNoticeOfTheLogIsANotice() throws {
    let line =
      "15:42:00 mx postfix/bounce[17]: 4A1B2C3D05: sender non-delivery notification: 4A1B2C3D06"
    let trace = try #require(late([line]).messages.first).trace()
    #expect(
      trace.fates.contains {
        if case .bounced(_, notice: .some) = $0.outcome { true } else { false }
      })
  }

  @Test func whatWaitsTooLongExpires() throws {
    let lines =
      Self.late.prefix(3) + [
        "15:50:00 mx postfix/qmgr[13]: 4A1B2C3D05: from=<ann@example.org>, status=expired, returned to"
          + " sender"
      ]
    let read = RealMailLogTests.read(lines.map { "Mar  2 \($0)\n" }.joined())
    let fates = try #require(read.messages.first).trace().fates
    #expect(fates.map(\.outcome) == [.bounced(.expired, notice: nil)])
  }

  @Test func deferralsAreCountedByReasonAndDestination() {
    let reason = "connect to …: Connection timed out"
    #expect(
      late().summary.deferrals
        == [LogSummary.Deferral(reason: reason, destination: "example.com"): 1])
    #expect(late().summary.text().contains("1  \(reason): example.com"))
  }

  @Test(
    arguments: [
      (
        "non DNSSEC destination", "4.7.5",
        DeliveryFailure.reply(Reply(450, EnhancedStatus(4, 7, 5), .asTheRuleSays))
      ),
      ("Server certificate not trusted", "4.7.5", .security(.certificateNotTrusted)),
      (
        "TLS is required, but was not offered by host m.example[203.0.113.5]", "4.7.4",
        .security(.tlsNotOffered)
      ),
      (
        "Host or domain name not found. Name service error for name=x type=MX: Host not found",
        "5.4.4",
        .name(.noSuchDomain)
      ),
      ("mail for x.example loops back to myself", "5.4.6", .name(.loopsBack)),
      (
        "connect to m.example[203.0.113.5]:25: Connection refused", "4.4.1",
        .connection(.noListener)
      ),
      ("unknown user: \"bob\"", "5.1.1", .mailboxUnknown),
      (
        "lost connection with m.example[203.0.113.5] while receiving the greeting", "4.4.2",
        .connectionLost
      ),
    ] as [(String, String, DeliveryFailure)])
  func theReasonIsWhatTheWordsSay(
    _ answer: String, _ status: String, _ problem: DeliveryFailure
  ) {
    #expect(DeliveryFailure(reported: answer, enhanced: status) == problem)
  }
}
