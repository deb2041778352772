import Testing

@testable import MailSim

@Suite struct SMTPServerSessionTests {
  @Test func aMessageIsTaken() {
    expectDialogue(
      """
      S: 220
      C: EHLO laptop.example
      S: 250
      C: MAIL FROM:<bob@example.org>
      S: 250 2.1.0
      C: RCPT TO:<somchai@cs.ait.ac.th>
      S: 250 2.1.5
      C: DATA
      S: 354
      C: .
      S: 250 2.0.0
      C: QUIT
      S: 221 2.0.0
      """)
  }

  @Test func whoeverIsRefusedARecipientMayTryAnother() {
    expectDialogue(
      """
      C: EHLO laptop.example
      C: MAIL FROM:<bob@example.org>
      C: RCPT TO:<carol@example.net>
      S: 550 5.7.1
      C: DATA
      S: 554 5.5.1
      C: RCPT TO:<somchai@cs.ait.ac.th>
      S: 250 2.1.5
      C: DATA
      S: 354
      """)
  }

  @Test func startTLSForgetsTheGreeting() {
    expectDialogue(
      """
      C: EHLO laptop.example
      S: 250
      C: STARTTLS
      S: 220 2.0.0
      (TLS)
      C: MAIL FROM:<alice@example.org>
      S: 503 5.5.1
      C: EHLO laptop.example
      S: 250
      C: STARTTLS
      S: 554 5.5.1
      """)
  }

  @Test func ehloAndRSETEndATransaction() {
    for command in ["EHLO laptop.example", "HELO laptop.example", "RSET"] {
      expectDialogue(
        """
        C: EHLO laptop.example
        C: MAIL FROM:<bob@example.org>
        C: RCPT TO:<somchai@cs.ait.ac.th>
        C: \(command)
        S: 250
        C: DATA
        S: 503 5.5.1
        C: MAIL FROM:<bob@example.org>
        S: 250 2.1.0
        """)
    }
  }

  @Test func aSubmissionServerWantsTLSAndThenALogin() {
    var rules = SMTPServiceRules()
    (rules.requiresTLS, rules.requiresAuth) = (true, true)
    expectDialogue(
      """
      C: EHLO laptop.example
      C: AUTH PLAIN AGFsaWNlAHNlY3JldA==
      S: 503 5.5.1
      C: MAIL FROM:<alice@cs.ait.ac.th>
      S: 530 5.7.0 Must issue a STARTTLS command first
      C: STARTTLS
      S: 220
      (TLS)
      C: EHLO laptop.example
      C: MAIL FROM:<alice@cs.ait.ac.th>
      S: 530 5.7.0 Authentication required
      C: AUTH PLAIN AGFsaWNlAHdyb25n
      S: 535 5.7.8
      C: AUTH PLAIN AGFsaWNlAHNlY3JldA==
      S: 235 2.7.0
      C: AUTH PLAIN AGFsaWNlAHNlY3JldA==
      S: 503 5.5.1
      C: MAIL FROM:<alice@cs.ait.ac.th>
      S: 250 2.1.0
      C: RCPT TO:<carol@example.net>
      S: 250 2.1.5
      """, rules)
  }

  @Test func aLoginInsideATransactionIsOutOfPlace() {
    expectDialogue(
      """
      C: EHLO laptop.example
      C: MAIL FROM:<bob@example.org>
      C: AUTH PLAIN AGFsaWNlAHNlY3JldA==
      S: 503 5.5.1 Not inside
      C: STARTTLS
      S: 503 5.5.1
      """)
  }

  @Test func aServerMayRefuseTheTLSItOffers() {
    var rules = SMTPServiceRules()
    rules.refusesTLS = true
    expectDialogue("C: EHLO a.example\nC: STARTTLS\nS: 454 4.7.0", rules)
    rules.offersTLS = false
    expectDialogue("C: EHLO a.example\nC: STARTTLS\nS: 502 5.5.1", rules)
  }

  @Test func whatIsOfferedDependsOnTheEncryption() {
    var server = SMTPOwner(SMTPServerSession(rules: SMTPServiceRules(), isEncrypted: false))
    _ = server.open()
    _ = server.hear(.ehlo)
    #expect(server.offers?.contains(.startTLS) == true)
    #expect(server.offers?.contains(.auth) == false)
    server.session.handshakeFinished()
    _ = server.hear(.ehlo)
    #expect(server.offers?.contains(.startTLS) == false)
    #expect(server.offers?.contains(.auth) == true)
    _ = server.hear(.helo)
    #expect(server.offers == nil)
  }

  @Test func aMessageOverTheLimitIsRefusedAsSoonAsItIsKnown() {
    var rules = SMTPServiceRules()
    rules.maxOctets = 4_096
    expectDialogue(
      """
      C: EHLO laptop.example
      C: MAIL FROM:<bob@example.org> SIZE=4097
      S: 552 5.3.4
      C: MAIL FROM:<bob@example.org> SIZE=4096
      S: 250 2.1.0
      C: RCPT TO:<somchai@cs.ait.ac.th>
      C: DATA
      C: .
      S: 552 5.3.4
      C: MAIL FROM:<bob@example.org>
      S: 250 2.1.0
      """, rules, octets: 4_097)
  }

  @Test func theSurplusOfRecipientsWaitsAndTheRestIsKept() {
    var rules = SMTPServiceRules()
    rules.maxRecipients = 2
    expectDialogue(
      """
      C: EHLO laptop.example
      C: MAIL FROM:<bob@example.org>
      C: RCPT TO:<a@cs.ait.ac.th>
      C: RCPT TO:<b@cs.ait.ac.th>
      S: 250 2.1.5
      C: RCPT TO:<c@cs.ait.ac.th>
      S: 452 4.5.3
      C: DATA
      S: 354
      """, rules)
  }

  @Test func aClientThatIsNotWantedHearsSoInTheBanner() {
    var server = SMTPOwner(SMTPServerSession(rules: SMTPServiceRules(), isEncrypted: false))
    server.greeting = .tooManyConnections
    #expect(server.open().code == 421)
    #expect(server.isClosed)
  }

  @Test func errorsSlowAClientDownAndThenEndTheSession() {
    var server = SMTPOwner(SMTPServerSession(rules: SMTPServiceRules(), isEncrypted: false))
    _ = server.open()
    for error in 1...20 {
      #expect(server.hear(.malformed(.unknownVerb)) == .unknownCommand)
      #expect(server.session.replyDelay == (error > 10 ? .seconds(1) : .zero))
      #expect(server.isBrokenOff == (error == 20))
    }
    #expect(server.isClosed)
  }

  @Test func aDeliveredMessageForgivesErrors() {
    var server = SMTPOwner(SMTPServerSession(rules: SMTPServiceRules(), isEncrypted: false))
    _ = server.number(of: "somchai@cs.ait.ac.th")
    _ = server.open()
    for _ in 0..<15 { _ = server.hear(.malformed(.unknownVerb)) }
    #expect(server.session.errors == 15)
    for command in Self.wayTo(.data) { _ = server.hear(command) }
    _ = server.hear(.endOfData(octets: 1))
    #expect(server.session.errors == 0)
  }

  // MARK: Every command in every stage

  typealias Stage = SMTPServerSession.Stage

  /// Replies in the stages connected, greeted, mail, recipient and data (RFC 5321 §4.1.4, §4.3.2).
  ///
  /// In `data` only the end of the message can come; a command there would be text.
  @Test(
    arguments: [
      (SMTPCommand.ehlo, [250, 250, 250, 250]),
      (.helo, [250, 250, 250, 250]),
      (.mail(from: nil, size: nil), [503, 250, 503, 503]),
      (.rcpt(to: MailboxID(index: 0)), [503, 503, 250, 250]),
      (.data, [503, 503, 554, 354]),
      (.endOfData(octets: 1), [500, 500, 500, 500, 250]),
      (.startTLS, [503, 220, 503, 503]),
      (
        .auth(.plain, Credentials(account: AccountID(index: 0), secretIsRight: true)),
        [503, 235, 503, 503]
      ),
      (.rset, [250, 250, 250, 250]),
      (.noop, [250, 250, 250, 250]),
      (.help, [214, 214, 214, 214]),
      (.vrfy, [252, 252, 252, 252]),
      (.expn, [502, 502, 502, 502]),
      (.quit, [221, 221, 221, 221, 221]),
      (.malformed(.unknownVerb), [500, 500, 500, 500]),
      (.malformed(.missingHelloName), [501, 501, 501, 501]),
      (.malformed(.unknownParameter), [555, 555, 555, 555]),
      (.malformed(.unknownMechanism), [504, 504, 504, 504]),
    ] as [(SMTPCommand, [UInt16])])
  func everyCommandHasItsReplyInEveryStage(command: SMTPCommand, codes: [UInt16]) {
    let stages: [Stage] = [.connected, .greeted, .mail, .recipient, .data]
    for (stage, code) in zip(stages, codes) {
      var rules = SMTPServiceRules()
      rules.authNeedsTLS = false
      var server = SMTPOwner(SMTPServerSession(rules: rules, isEncrypted: false))
      _ = server.number(of: "somchai@cs.ait.ac.th")
      _ = server.open()
      for command in Self.wayTo(stage) { _ = server.hear(command) }
      #expect(server.session.stage == stage)
      #expect(server.hear(command).code == code, "\(command) when \(stage)")
    }
  }

  private static func wayTo(_ stage: Stage) -> [SMTPCommand] {
    let way: [SMTPCommand] = [
      .ehlo, .mail(from: nil, size: nil), .rcpt(to: MailboxID(index: 0)), .data,
    ]
    return Array(way.prefix(Int(stage.rawValue)))
  }
}
