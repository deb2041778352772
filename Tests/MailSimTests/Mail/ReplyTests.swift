import Testing

@testable import MailSim

@Suite struct ReplyTests {
  /// Codes from the RFCs named beside the replies, with the line a client gets.
  @Test(
    arguments: [
      (Reply.ready, "220 ESMTP ready"),
      (.closing, "221 2.0.0 Bye"),
      (.authenticated, "235 2.7.0 Authentication succeeded"),
      (.senderOk, "250 2.1.0 Sender ok"),
      (.recipientOk, "250 2.1.5 Recipient ok"),
      (.startData, "354 End data with <CR><LF>.<CR><LF>"),
      (.tooManyConnections, "421 4.7.0 Too many connections"),
      (.mailboxFull, "452 4.2.2 Mailbox full"),
      (.tooManyRecipients, "452 4.5.3 Too many recipients"),
      (.tlsUnavailable, "454 4.7.0 TLS not available now"),
      (.tlsRequired, "530 5.7.0 Must issue a STARTTLS command first"),
      (.authFailed, "535 5.7.8 Authentication failed"),
      (.userUnknown, "550 5.1.1 No such user here"),
      (.relayingDenied, "550 5.7.1 Relaying denied"),
      (.messageTooBig, "552 5.3.4 Message exceeds the size limit"),
      (.tooManyHops, "554 5.4.6 Too many hops"),
      (.nullMXRecipient, "556 5.1.10 Recipient domain takes no mail (null MX)"),
    ] as [(Reply, String)])
  func aReplyReadsAsItGoesOverTheWire(reply: Reply, line: String) {
    #expect(reply.description == line)
  }

  /// The class of an enhanced code is the first digit of its reply (RFC 2034 §3).
  @Test func everyEnhancedCodeAgreesWithItsReply() {
    for reply in Self.standard {
      guard let enhanced = reply.enhanced else { continue }
      #expect(UInt16(enhanced.kind) == reply.code / 100, "\(reply)")
    }
  }

  @Test func everyWordingHasWordsOfItsOwn() {
    let texts = Reply.Wording.allCases.map(\.text)
    #expect(Set(texts).count == texts.count)
    #expect(
      texts.allSatisfy { !$0.isEmpty && $0.utf8.count < 80 && $0.utf8.allSatisfy { $0 < 128 } })
  }

  /// A client acts on the first digit alone (RFC 5321 §4.2.1).
  @Test(
    arguments: [
      (250, Reply.Severity.success), (299, .success), (354, .intermediate),
      (421, .transientFailure), (499, .transientFailure), (550, .permanentFailure),
    ] as [(UInt16, Reply.Severity)])
  func theFirstDigitSaysHowBadItIs(code: UInt16, severity: Reply.Severity) {
    #expect(Reply(code, nil, .ok).severity == severity)
  }

  @Test(arguments: ["5.7.1", "2.0.0", "4.7.255"])
  func anEnhancedCodeIsReadAsItIsPrinted(text: String) {
    #expect(EnhancedStatus(text)?.description == text)
  }

  @Test(arguments: ["", "5.7", "3.0.0", "5.7.1.1", "5.7.256", "5.7.x", "5..1", "-5.7.1"])
  func whatIsNoEnhancedCodeIsNotRead(text: String) {
    #expect(EnhancedStatus(text) == nil)
  }

  /// How a message came in, as `with` says it in `Received:` (RFC 3848).
  @Test(arguments: [
    (false, false, false, "SMTP"), (true, false, false, "ESMTP"), (true, true, false, "ESMTPS"),
    (true, false, true, "ESMTPA"), (true, true, true, "ESMTPSA"),
  ])
  func theKeywordOfASession(ehlo: Bool, tls: Bool, auth: Bool, word: String) {
    let keyword = TransmissionKeyword(usedEHLO: ehlo, isEncrypted: tls, isAuthenticated: auth)
    #expect(keyword.rawValue == word)
  }

  private static let standard: [Reply] = [
    .ready, .closing, .hello, .ok, .senderOk, .recipientOk, .queued, .cannotVerify, .help,
    .startData, .shuttingDown, .idleTimeout, .tooManyErrors, .tooManyConnections, .localError,
    .unknownCommand, .lineTooLong, .badSyntax, .noArgumentAllowed, .badSenderSyntax,
    .badRecipientSyntax, .notImplemented, .needHello, .needMail, .needRecipient, .nestedMail,
    .badSequence, .noService, .noValidRecipients, .badParameter, .userUnknown, .mailboxFull,
    .mailboxDisabled, .tooManyRecipients, .messageTooBig, .noRoom, .tooManyHops, .nullMXRecipient,
    .relayingDenied, .relayingDeferred, .senderNotOwned, .readyForTLS, .tlsUnavailable,
    .tlsNotOffered, .tlsRequired, .tlsAlreadyActive, .authenticated, .authFailed, .authCancelled,
    .authAlreadyDone, .authNotNow, .authNotOffered, .authRequired, .authMechanismUnknown,
  ]
}
