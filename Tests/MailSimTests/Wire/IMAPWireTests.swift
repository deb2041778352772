import Testing

@testable import MailSim

@Suite struct IMAPWireTests {
  /// Commands as real clients send them.
  static let requests: [(String, IMAPCommand)] = [
    ("a1 CAPABILITY", .capability), ("A002 noop", .noop), ("x LOGOUT", .logout),
    ("1 STARTTLS", .startTLS), ("2 IDLE", .idle), ("3 CLOSE", .close), ("4 EXPUNGE", .expunge),
    ("5 NAMESPACE", .namespace), ("6 CHECK", .check), ("7 UNSELECT", .unselect),
    ("a ID NIL", .id([.atom("NIL")])),
    (#"a ID ("name" "x")"#, .id([.list([.string("name"), .string("x")])])),
    ("a LOGIN alice secret", .login(user: "alice", password: "secret")),
    (#"a LOGIN "alice" "a \"b\\ c""#, .login(user: "alice", password: #"a "b\ c"#)),
    ("a AUTHENTICATE PLAIN", .authenticate(.plain, initialResponse: nil)),
    ("a AUTHENTICATE plain AGE=", .authenticate(.plain, initialResponse: "AGE=")),
    ("a SELECT INBOX", .select("INBOX")), (#"a EXAMINE "my mail""#, .examine("my mail")),
    ("a CREATE Sent", .create("Sent")), ("a DELETE Sent", .delete("Sent")),
    ("a RENAME Sent Out", .rename("Sent", to: "Out")), ("a SUBSCRIBE x", .subscribe("x")),
    ("a UNSUBSCRIBE x", .unsubscribe("x")),
    (#"a LIST "" "*""#, .list(reference: "", pattern: "*")),
    (#"a LSUB "" %"#, .lsub(reference: "", pattern: "%")),
    ("a STATUS INBOX (MESSAGES UIDNEXT)", .status("INBOX", items: ["MESSAGES", "UIDNEXT"])),
    (
      "a UID FETCH 1 (BODY[])",
      .fetch(
        IMAPSequenceSet(1), [.section(.whole, isPeek: false, partial: nil)], byUID: true)
    ),
    (
      "a FETCH 2:4,7,9:* (FLAGS UID RFC822.SIZE INTERNALDATE)",
      .fetch(
        IMAPSequenceSet("2:4,7,9:*")!, [.flags, .uid, .size, .internalDate], byUID: false)
    ),
    (
      "a UID FETCH 1:* (BODY.PEEK[HEADER.FIELDS (From To)]<0.2048> BODY[1.2.MIME])",
      .fetch(
        IMAPSequenceSet("1:*")!,
        [
          .section(
            .headerFields(["From", "To"], not: false), isPeek: true,
            partial: IMAPFetchItem.Partial(origin: 0, count: 2_048)),
          .section(.part("1.2.MIME"), isPeek: false, partial: nil),
        ], byUID: true)
    ),
    (
      "a FETCH 1 FAST",
      .fetch(IMAPSequenceSet(1), [.flags, .internalDate, .size], byUID: false)
    ),
    (
      #"a UID STORE 3 +FLAGS.SILENT (\Deleted)"#,
      .store(
        IMAPSequenceSet(3),
        IMAPCommand.FlagChange(.add, [#"\Deleted"#], isSilent: true), byUID: true)
    ),
    (
      #"a STORE 3 FLAGS \Seen \Answered"#,
      .store(
        IMAPSequenceSet(3), IMAPCommand.FlagChange(.replace, [#"\Seen"#, #"\Answered"#]),
        byUID: false)
    ),
    ("a UID COPY 1:2 Trash", .copy(IMAPSequenceSet("1:2")!, to: "Trash", byUID: true)),
    (
      "a UID SEARCH UNSEEN SINCE 1-Jan-2026",
      .search([.atom("UNSEEN"), .atom("SINCE"), .atom("1-Jan-2026")], byUID: true)
    ),
    ("a FETCH 0 FLAGS", .malformed(.badArgument)), ("a FETCH 1", .malformed(.badArgument)),
    ("a FETCH 1 (BODY[)", .malformed(.badArgument)), ("a FETCH 1 ()", .malformed(.badArgument)),
    ("a LOGIN alice", .malformed(.badArgument)), ("a NOOP x", .malformed(.badArgument)),
    ("a", .malformed(.unknownCommand)), ("a FROB", .malformed(.unknownCommand)),
    ("a UID FROB 1", .malformed(.unknownCommand)),
    (#"a LOGIN "alice secret"#, .malformed(.badArgument)),
    ("a AUTHENTICATE KERBEROS", .malformed(.unknownMechanism)),
  ]

  private static func read(_ octets: [UInt8], seed: UInt64) -> [IMAPReader.Input] {
    var pieces = Pieces(seed: seed)
    var reader = IMAPReader(literalLimit: 1_000)
    var inputs: [IMAPReader.Input] = []
    for piece in pieces.of(octets) {
      reader.append(piece)
      while let input = reader.next() { inputs.append(input) }
    }
    return inputs
  }

  @Test(arguments: requests)
  func aLineIsReadAsItsCommand(line: String, command: IMAPCommand) {
    for seed in 0..<10 as Range<UInt64> {
      let inputs = Self.read(Array((line + "\r\n").utf8), seed: seed)
      let tag = String(line.prefix { $0 != " " })
      #expect(inputs == [.request(IMAPRequest(tag: tag, command))])
    }
  }

  @Test(arguments: requests)
  func whatIsWrittenIsReadBackTheSame(line: String, command: IMAPCommand) {
    if case .malformed = command { return }
    let request = IMAPRequest(tag: "a7", command)
    let inputs = Self.read(request.pieces.flatMap(\.self), seed: 1).filter {
      $0 != .announcedLiteral
    }
    #expect(inputs == [.request(request)])
  }

  @Test func aClientMayLogInWithLiterals() {
    let octets = Array("a LOGIN {5}\r\nalice {6+}\r\nse\r\nct\r\n".utf8)
    for seed in 0..<20 as Range<UInt64> {
      #expect(
        Self.read(octets, seed: seed) == [
          .announcedLiteral,
          .request(IMAPRequest(tag: "a", .login(user: "alice", password: "se\r\nct"))),
        ])
    }
  }

  @Test func aMessageIsAppendedAsALiteral() {
    let command = IMAPCommand.append(
      "Sent", flags: [#"\Seen"#], date: "17-Jul-2026 02:44:25 -0700",
      message: Array("Subject: x\r\n\r\n{3}\r\n".utf8))
    let request = IMAPRequest(tag: "a", command)
    #expect(request.pieces.count == 2)
    #expect(
      Self.read(request.pieces.flatMap(\.self), seed: 2) == [.announcedLiteral, .request(request)])
  }

  @Test func aLiteralBeyondTheLimitIsRefusedBeforeItIsSent() {
    #expect(
      Self.read(Array("a APPEND x {1001}\r\nb NOOP\r\n".utf8), seed: 4) == [
        .request(IMAPRequest(tag: "a", .malformed(.literalTooLarge))),
        .request(IMAPRequest(tag: "b", .noop)),
      ])
    // Who does not wait has sent it: it is passed over.
    let sent = "a APPEND x {1001+}\r\n" + String(repeating: "y", count: 1_001) + "\r\nb NOOP\r\n"
    #expect(
      Self.read(Array(sent.utf8), seed: 5) == [
        .request(IMAPRequest(tag: "a", .malformed(.literalTooLarge))),
        .request(IMAPRequest(tag: "b", .noop)),
      ])
  }

  @Test func aLineWithoutATagIsAnsweredWithoutOne() {
    #expect(Self.read(Array("\r\n* OK\r\n".utf8), seed: 6) == [.malformed, .malformed])
  }

  /// `4:*` with three messages means the last one (RFC 9051 §9).
  @Test func aStarIsTheLastMessageWhereverItStands() {
    let set = IMAPSequenceSet("4:*")!
    #expect(set.contains(3, last: 3))
    #expect(!set.contains(2, last: 3))
    #expect(set.contains(5, last: 9))
    #expect(IMAPSequenceSet("*")!.contains(3, last: 3))
    #expect(IMAPSequenceSet("3:2")!.contains(2, last: 9))
    for text in ["", "0", "1:", ":1", "1:2:3", "a", "+1", "1,,2", "-1"] {
      #expect(IMAPSequenceSet(text) == nil, "\(text)")
    }
  }

  @Test func aResponseIsReadBackAsItWasWritten() {
    let responses: [IMAPResponse] = [
      .status(tag: nil, .ok, text: "mail.example IMAP4rev1 ready {3}"),
      .status(tag: nil, .preauth, text: "in"), .status(tag: "a1", .no, text: "[AUTH] no"),
      .continuation("idling"), .exists(3),
      .data([.atom("CAPABILITY"), .atom("IMAP4rev1"), .atom("AUTH=PLAIN")]),
      .data([.atom("FLAGS"), .list([.atom(#"\Seen"#), .atom(#"\Deleted"#)])]),
      .fetch(
        1,
        [
          .atom("UID"), .number(7), .atom("BODY[HEADER.FIELDS (FROM TO)]<0>"),
          .string(Array("From: a\r\n)\r\n".utf8)),
        ]),
    ]
    for seed in 0..<20 as Range<UInt64> {
      var pieces = Pieces(seed: seed)
      var reader = IMAPResponseReader()
      var read: [IMAPResponseReader.Input] = []
      for piece in pieces.of(responses.flatMap(\.octets)) {
        reader.append(piece)
        while let input = reader.next() { read.append(input) }
      }
      #expect(read == responses.map { .response($0) })
    }
  }

  @Test func aServerNamesASectionWithoutPeekAndAPartialByItsOrigin() {
    let item = IMAPFetchItem("BODY.PEEK[TEXT]<10.20>")
    #expect(item?.answered == "BODY[TEXT]<10>")
    #expect(item?.text == "BODY.PEEK[TEXT]<10.20>")
  }
}
