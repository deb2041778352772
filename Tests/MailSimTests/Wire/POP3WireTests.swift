import Testing

@testable import MailSim

@Suite struct POP3WireTests {
  @Test(arguments: [
    ("CAPA", POP3Line.capa), ("stls", .stls), ("USER alice", .user("alice")),
    ("PASS two words ", .pass("two words ")), ("AUTH PLAIN", .auth(.plain, initialResponse: nil)),
    ("AUTH plain AGE=", .auth(.plain, initialResponse: "AGE=")), ("STAT", .stat),
    ("LIST", .list(nil)), ("LIST 2", .list(2)), ("UIDL", .uidl(nil)), ("UIDL 7", .uidl(7)),
    ("RETR 1", .retr(1)), ("TOP 1 0", .top(1, lines: 0)), ("DELE 3", .dele(3)), ("NOOP", .noop),
    ("RSET", .rset), ("QUIT", .quit),
    ("", .malformed(.unknownCommand)), ("APOP a b", .malformed(.unknownCommand)),
    ("RETR", .malformed(.badArgument)), ("RETR x", .malformed(.badArgument)),
    ("RETR -1", .malformed(.badArgument)), ("TOP 1", .malformed(.badArgument)),
    ("PASS", .malformed(.badArgument)), ("USER", .malformed(.badArgument)),
    ("STAT 1", .malformed(.badArgument)), ("AUTH KERBEROS", .malformed(.unknownMechanism)),
  ])
  func aLineIsReadAsItsCommand(line: String, command: POP3Line) {
    #expect(POP3Line(line) == command)
    if let text = command.text { #expect(POP3Line(text) == command) }
  }

  @Test func commandsAreReadTheSameInWhateverPiecesTheyCome() {
    let octets = Array("AUTH LOGIN\r\nYQ==\r\nRETR 1\r\nDELE 1\r\n".utf8)
    for seed in 0..<50 as Range<UInt64> {
      var pieces = Pieces(seed: seed)
      var reader = POP3Reader()
      var inputs: [POP3Reader.Input] = []
      for piece in pieces.of(octets) {
        reader.append(piece)
        while let input = reader.next() {
          inputs.append(input)
          if case .command(.auth) = input { reader.expectResponse() }
        }
      }
      #expect(
        inputs == [
          .command(.auth(.login, initialResponse: nil)), .response("YQ=="), .command(.retr(1)),
          .command(.dele(1)),
        ])
    }
  }

  @Test func aCommandOfMoreThan255OctetsIsTooLong() {
    var reader = POP3Reader()
    reader.append(Array(("USER " + String(repeating: "a", count: 249) + "\r\nSTAT\r\n").utf8))
    #expect(reader.next() == .command(.malformed(.lineTooLong)))
    #expect(reader.next() == .command(.stat))
  }

  @Test func aReplyIsReadBackAsItWasWritten() {
    let replies = [
      POP3Reply(.ok), POP3Reply(.ok, "2 320"), POP3Reply(.error, "[AUTH] no"),
      POP3Reply(.challenge, "VXNlcm5hbWU6"), POP3Reply(.challenge, ""),
      POP3Reply(.ok, "120 octets", content: Array("a\r\n.b\r\n".utf8)), POP3Reply(.ok, content: []),
    ]
    for reply in replies {
      var reader = POP3ReplyReader(limit: 1_000)
      var pieces = Pieces(seed: 3)
      var read: [POP3ReplyReader.Input] = []
      for piece in pieces.of(reply.octets) {
        reader.append(piece)
        while let input = reader.next(isMultiline: reply.content != nil) { read.append(input) }
      }
      #expect(read == [.reply(reply)])
    }
  }

  @Test func anErrorIsOneLineThoughTheCommandAskedForMore() {
    var reader = POP3ReplyReader(limit: 1_000)
    reader.append(Array("-ERR no such message\r\nnonsense\r\n".utf8))
    #expect(reader.next(isMultiline: true) == .reply(POP3Reply(.error, "no such message")))
    #expect(reader.next(isMultiline: true) == .malformed)
  }
}
