import Testing

@testable import MailSim

@Suite struct SMTPClientSessionTests {
  private static let plainService: SMTPServiceRules = {
    var rules = SMTPServiceRules()
    rules.offersTLS = false
    return rules
  }()

  /// Round trips until 250 after the dot, the connection's own included.
  @Test func aMessageTakesAsManyRoundTripsAsItsDialogueHasTurns() {
    var plain = SMTPConversation(SMTPClientOptions(), Self.plainService)
    plain.talk()
    #expect(plain.lines == ["EHLO", "MAIL", "RCPT", "DATA", "message"])
    #expect(plain.roundTrips == 7)

    var pipelined = SMTPConversation(SMTPClientOptions(pipelines: true), Self.plainService)
    pipelined.talk()
    #expect(pipelined.lines == ["EHLO", "MAIL+RCPT+DATA", "message"])
    #expect(pipelined.roundTrips == 5)

    var encrypted = SMTPConversation(SMTPClientOptions())
    encrypted.talk()
    #expect(
      encrypted.lines
        == ["EHLO", "STARTTLS", "TLS", "EHLO", "MAIL", "RCPT", "DATA", "message"])
    #expect(encrypted.roundTrips == 10)

    var older = SMTPConversation(SMTPClientOptions())
    older.version = .tls12
    older.talk()
    #expect(older.roundTrips == 11)

    var implicit = SMTPConversation(SMTPClientOptions(start: .implicit))
    implicit.talk()
    #expect(implicit.lines == ["TLS", "EHLO", "MAIL", "RCPT", "DATA", "message"])
    #expect(implicit.roundTrips == 8)
    #expect(implicit.client.settled == .implicitTLS)
  }

  @Test func aClientThatMustEncryptLeavesWhenItCannot() {
    var talk = SMTPConversation(SMTPClientOptions(tls: .encrypt), Self.plainService)
    talk.talk()
    #expect(talk.lines == ["EHLO"])
    #expect(talk.end == .abandon(.security(.tlsNotOffered)))
  }

  @Test func aToleratingClientGoesOnInTheClear() {
    var rules = SMTPServiceRules()
    rules.refusesTLS = true
    var talk = SMTPConversation(SMTPClientOptions(), rules)
    talk.talk()
    #expect(talk.lines == ["EHLO", "STARTTLS", "MAIL", "RCPT", "DATA", "message"])
    #expect(talk.client.settled == .tlsRefused)
    #expect(talk.results.last == .taken(.queued))
  }

  @Test func aBadCertificateEndsTheSessionOfAVerifyingClientBeforeAnyMail() {
    var talk = SMTPConversation(SMTPClientOptions(tls: .verify))
    talk.certificate = .expired
    talk.talk()
    #expect(talk.lines == ["EHLO", "STARTTLS", "TLS"])
    #expect(talk.end == .abandon(.security(.certificateExpired)))
  }

  @Test func aClientLogsInWhenItIsOffered() {
    var talk = SMTPConversation(SMTPClientOptions(authenticates: true))
    talk.talk()
    #expect(
      talk.lines
        == ["EHLO", "STARTTLS", "TLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "message"])
    #expect(talk.server.session.isAuthenticated)
  }

  @Test func anOldServerIsGreetedWithHELO() {
    var client = SMTPClientSession(options: SMTPClientOptions(), recipients: 1)
    #expect(client.receive(.ready, offering: nil).step == .send(.ehlo))
    #expect(client.receive(.unknownCommand, offering: nil).step == .send(.helo))
    #expect(client.receive(.hello, offering: nil).step == .send(.mail))
    #expect(client.settled == .tlsNotOffered)
  }

  @Test func aServerWithoutHELOAndEHLOIsOfNoUse() {
    var client = SMTPClientSession(options: SMTPClientOptions(), recipients: 1)
    _ = client.receive(.ready, offering: nil)
    _ = client.receive(.unknownCommand, offering: nil)
    #expect(
      client.receive(.unknownCommand, offering: nil).step == .abandon(.refused(.unknownCommand)))
  }

  // MARK: Several recipients

  @Test(arguments: [false, true])
  func oneRefusedRecipientDoesNotHarmTheOthers(pipelines: Bool) {
    var talk = mixed(pipelines, ["a@cs.ait.ac.th", "b@example.net", "c@cs.ait.ac.th"])
    talk.talk()
    #expect(
      talk.results == [
        .rcpt(0, .recipientOk), .rcpt(1, .relayingDenied), .rcpt(2, .recipientOk),
        .taken(.queued),
      ])
    #expect(talk.end == .transactionDone)
  }

  @Test func whenAllAreRefusedNoMessageIsSent() {
    var alone = mixed(false, ["a@example.net", "b@example.net"])
    alone.talk()
    #expect(alone.lines.suffix(3) == ["RCPT", "RCPT", "RSET"])
    // In a group DATA is on its way; the server says 554 and no message follows.
    var grouped = mixed(true, ["a@example.net", "b@example.net"])
    grouped.talk()
    #expect(grouped.lines.last == "MAIL+RCPT+RCPT+DATA")
    for talk in [alone, grouped] {
      #expect(talk.results == [.rcpt(0, .relayingDenied), .rcpt(1, .relayingDenied)])
      #expect(talk.end == .transactionDone)
    }
  }

  @Test(arguments: [false, true])
  func aRefusedSenderCountsForEverybodyOnce(pipelines: Bool) {
    var rules = Self.plainService
    rules.requiresTLS = true
    var talk = SMTPConversation(
      SMTPClientOptions(pipelines: pipelines), rules, to: ["a@cs.ait.ac.th", "b@cs.ait.ac.th"])
    talk.talk()
    #expect(talk.results == [.everyone(.tlsRequired)])
    #expect(talk.end == .transactionDone)
  }

  @Test func aSecondTransactionStartsWhereTheFirstEnded() {
    var talk = SMTPConversation(SMTPClientOptions(), Self.plainService)
    talk.talk()
    #expect(talk.client.begin(recipients: 2) == .send(.mail))
    #expect(talk.client.receive(.senderOk, offering: nil).step == .send(.rcpt(0)))
    #expect(talk.client.receive(.recipientOk, offering: nil).step == .send(.rcpt(1)))
  }

  @Test func aClientSaysGoodbyeOnce() {
    var talk = SMTPConversation(SMTPClientOptions(), Self.plainService)
    talk.talk()
    #expect(talk.client.finish() == .send(.quit))
    #expect(talk.client.finish() == .close)
    #expect(talk.client.receive(.closing, offering: nil).step == .close)
  }

  /// The server may leave after any command; the client has nothing more to say (RFC 5321 §3.8).
  @Test func aReplyOf421EndsTheSessionAtAnyPoint() {
    let dialogue: [Reply] = [
      .ready, .hello, .senderOk, .recipientOk, .startData, .queued,
    ]
    for length in 0..<dialogue.count {
      var client = SMTPClientSession(options: SMTPClientOptions(), recipients: 1)
      for reply in dialogue.prefix(length) { _ = client.receive(reply, offering: []) }
      let (step, result) = client.receive(.shuttingDown, offering: nil)
      #expect(step == .abandon(.refused(.shuttingDown)), "after \(length) replies")
      #expect(result == nil)
      #expect(client.stage == .closed)
      #expect(client.finish() == .close)
    }
  }

  private func mixed(_ pipelines: Bool, _ recipients: [String]) -> SMTPConversation {
    var talk = SMTPConversation(
      SMTPClientOptions(pipelines: pipelines), Self.plainService, to: recipients)
    talk.server.policy = RelayPreset.csim.policy(RelayPolicyTests.settings)
    return talk
  }
}
