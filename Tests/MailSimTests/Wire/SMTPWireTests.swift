import Testing

@testable import MailSim

@Suite struct SMTPWireTests {
  /// What a line is depends on what was answered: the same octets are content after 354.
  @Test func aSessionIsReadTheSameInWhateverPiecesItComes() {
    let octets = Array(
      "EHLO a\r\nAUTH LOGIN\r\ndXNlcg==\r\nMAIL FROM:<>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n..\r\nQUIT\r\n.\r\nQUIT\r\n"
        .utf8)
    for seed in 0..<100 as Range<UInt64> {
      var pieces = Pieces(seed: seed)
      var reader = SMTPReader()
      var inputs: [SMTPReader.Input] = []
      for piece in pieces.of(octets) {
        reader.append(piece)
        while let input = reader.next() {
          inputs.append(input)
          if case .command(.auth) = input { reader.expectResponse() }
          if input == .command(.plain(.data)) { reader.expectContent(limit: 100) }
        }
      }
      #expect(
        inputs == [
          .command(.ehlo(name: "a")), .command(.auth(.login, initialResponse: nil)),
          .response("dXNlcg=="), .command(.mail(from: nil, size: nil)),
          .command(.rcpt(to: Mailbox("b@example.org"))), .command(.plain(.data)),
          .message(Array(".\r\nQUIT\r\n".utf8), octets: 9), .command(.plain(.quit)),
        ])
    }
  }

  @Test func whatCameBehindSTARTTLSInTheClearIsForgotten() {
    var reader = SMTPReader()
    reader.append(Array("STARTTLS\r\nMAIL FROM:<evil@example.org>\r\nRCP".utf8))
    #expect(reader.next() == .command(.plain(.startTLS)))
    reader.startTLS()
    #expect(reader.next() == nil)
    reader.append(Array("EHLO a\r\n".utf8))
    #expect(reader.next() == .command(.ehlo(name: "a")))
  }

  @Test func aMessageBeyondTheLimitIsReadToItsEndAndNotKept() {
    var reader = SMTPReader()
    reader.append(Array("DATA\r\n".utf8))
    #expect(reader.next() == .command(.plain(.data)))
    reader.expectContent(limit: 100)
    for _ in 0..<1_000 {
      reader.append([UInt8](repeating: 0x41, count: 1_000))
      #expect(reader.next() == nil)
      #expect(reader.waiting == 0)
    }
    reader.append(Array("\r\n.\r\nQUIT\r\n".utf8))
    #expect(reader.next() == .message(nil, octets: 1_000_002))
    #expect(reader.next() == .command(.plain(.quit)))
  }

  @Test func everyReplyIsReadBackAsTheOneThatWasWritten() {
    let replies =
      [Reply.ready, .closing, .hello, .ok, .senderOk, .recipientOk, .queued, .startData]
      + [.continueAuthentication, .relayingDenied, .greylisted, .tooManyErrors, .authFailed]
      + [.noService, .userUnknown, .readyForTLS, .authenticated]
    for reply in replies {
      let lines = SMTPReplyLines.lines(
        reply, host: "mail.example", client: "laptop.example",
        offering: reply == .hello ? [.size, .auth, .startTLS] : nil, maximalSize: 1_000)
      var reader = SMTPReplyReader()
      var pieces = Pieces(seed: 7)
      var read: [SMTPReplyReader.Input] = []
      for piece in pieces.of(lines.octets) {
        reader.append(piece)
        while let input = reader.next() { read.append(input) }
      }
      guard case .reply(let received)? = read.first, read.count == 1 else {
        Issue.record("\(lines): \(read)")
        continue
      }
      #expect(received.reply == reply)
      if reply == .hello {
        #expect(received.extensions == [.size, .auth, .startTLS])
        #expect(received.mechanisms == [.plain, .login])
      }
    }
  }

  @Test(arguments: ["hello\r\n", "99 x\r\n", "250+x\r\n", "250-a\r\n550 b\r\n", "\r\n"])
  func aLineThatIsNoReplyIsSaidToBeNone(octets: String) {
    var reader = SMTPReplyReader()
    reader.append(Array(octets.utf8))
    #expect(reader.next() == .malformed)
  }

  @Test func aReplyWithoutAnEndDoesNotFillMemory() {
    var reader = SMTPReplyReader()
    for _ in 0..<SMTPReplyReader.mostLines {
      reader.append(Array("250-more\r\n".utf8))
      #expect(reader.next() == nil)
    }
    reader.append(Array("250-more\r\n".utf8))
    #expect(reader.next() == .malformed)
  }
}
