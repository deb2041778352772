import Foundation
import Testing

@testable import MailSim

/// Damaged dialogues: none may bring a reader down, keep it busy or make it hold more than its
/// limits say; and what was read does not hang on how the octets were cut.
///
/// `MAILSIM_FUZZ=1000000` tries that many.
@Suite struct WireFuzzTests {
  private static let count =
    ProcessInfo.processInfo.environment["MAILSIM_FUZZ"].flatMap { Int($0) } ?? 8_000

  private static let smtp = """
    EHLO laptop.example\r\nAUTH LOGIN\r\ndXNlcg==\r\nc2VjcmV0\r\nMAIL FROM:<a@example.org> SIZE=10\r
    RCPT TO:<"b c"@example.org>\r\nDATA\r\nSubject: x\r\n\r\n..\r\n.\r\nRSET\r\nQUIT\r\n
    """
  private static let pop3 = """
    CAPA\r\nUSER alice\r\nPASS secret\r\nSTAT\r\nUIDL\r\nRETR 1\r\nTOP 1 0\r\nDELE 1\r\nQUIT\r\n
    """
  private static let imap = """
    a1 CAPABILITY\r\na2 LOGIN {5+}\r\nalice "x"\r\na3 SELECT INBOX\r\na4 UID FETCH 1:* (FLAGS \
    BODY.PEEK[HEADER.FIELDS (From To)]<0.9>)\r\na5 APPEND x (\\Seen) {4}\r\nabcd\r\na6 LOGOUT\r\n
    """

  @Test func damagedSMTPIsReadTheSameHoweverItIsCut() {
    attempt(Self.smtp) { pieces -> [SMTPReader.Input]? in
      var reader = SMTPReader()
      var inputs: [SMTPReader.Input] = []
      for piece in pieces {
        reader.append(piece)
        while let input = reader.next() {
          inputs.append(input)
          if case .command(.auth) = input { reader.expectResponse() }
          if input == .command(.plain(.data)) { reader.expectContent(limit: 50) }
        }
        guard reader.waiting <= SMTPReader.longestResponse + 2 else { return nil }
      }
      return inputs
    }
  }

  @Test func damagedPOP3IsReadTheSameHoweverItIsCut() {
    attempt(Self.pop3) { pieces -> [POP3Reader.Input]? in
      var reader = POP3Reader()
      var inputs: [POP3Reader.Input] = []
      for piece in pieces {
        reader.append(piece)
        while let input = reader.next() { inputs.append(input) }
        guard reader.waiting <= SMTPReader.longestResponse + 2 else { return nil }
      }
      return inputs
    }
  }

  @Test func damagedIMAPIsReadTheSameHoweverItIsCut() {
    attempt(Self.imap) { pieces -> [IMAPReader.Input]? in
      var reader = IMAPReader(literalLimit: 100)
      var inputs: [IMAPReader.Input] = []
      for piece in pieces {
        reader.append(piece)
        while let input = reader.next() { inputs.append(input) }
        guard reader.waiting <= IMAPReader.longestLine + 2 else { return nil }
      }
      return inputs
    }
  }

  @Test func damagedRepliesAreReadTheSameHoweverTheyAreCut() {
    attempt("220 mail.example ESMTP\r\n250-mail.example\r\n250-SIZE 10\r\n250 AUTH PLAIN\r\n") {
      pieces -> [SMTPReplyReader.Input]? in
      var reader = SMTPReplyReader()
      var inputs: [SMTPReplyReader.Input] = []
      for piece in pieces {
        reader.append(piece)
        while let input = reader.next() { inputs.append(input) }
      }
      return inputs
    }
    attempt("* OK ready\r\n* 1 FETCH (UID 1 BODY[] {4}\r\nabcd)\r\na1 OK done\r\n+ go on\r\n") {
      pieces -> [IMAPResponseReader.Input]? in
      var reader = IMAPResponseReader(literalLimit: 100)
      var inputs: [IMAPResponseReader.Input] = []
      for piece in pieces {
        reader.append(piece)
        while let input = reader.next() { inputs.append(input) }
      }
      return inputs
    }
  }

  /// `read` says what it made of the pieces; nil when it held more than it may.
  private func attempt<Input: Equatable>(_ sample: String, _ read: ([[UInt8]]) -> [Input]?) {
    var whole = 0
    for number in 0..<Self.count / 4 {
      var pieces = Pieces(seed: UInt64(number))
      let octets = number % 5 == 0 ? pieces.noise() : pieces.damaged(sample)
      let atOnce = read([octets])
      #expect(atOnce != nil, "it holds too much")
      #expect(read(pieces.of(octets)) == atOnce, "\(String(decoding: octets, as: UTF8.self))")
      if atOnce?.isEmpty == false { whole += 1 }
    }
    // One that never read anything would prove little.
    #expect(whole * 2 > Self.count / 4)
  }
}
