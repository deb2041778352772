import Testing

@testable import MailSim

/// Dialogues as octets, cut anywhere, get from a server what they get in a run.
@Suite struct SMTPOctetsTests {
  private static let dialogues: [[String]] = [
    [
      "EHLO laptop.example", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@cs.ait.ac.th>",
      "DATA", "Subject: dots", "", "..", "...", ".", "QUIT",
    ],
    ["EHLO a", "MAIL FROM:<>", "RCPT TO:<bob@example.org>", "DATA", "RSET", "QUIT"],
    ["MAIL FROM:<>", "HELO a", "RCPT TO:<x@y>", "FOO", "DATA now", "NOOP", "VRFY alice", "QUIT"],
    ["EHLO a", "AUTH LOGIN", "YWxpY2U=", "c2VjcmV0", "MAIL FROM:<alice@cs.ait.ac.th>", "QUIT"],
    ["EHLO a", "AUTH LOGIN", "YWxpY2U=", "d3Jvbmc=", "QUIT"],
    ["EHLO a", "AUTH PLAIN AGFsaWNlAHNlY3JldA==", "AUTH PLAIN AGFsaWNlAHNlY3JldA==", "QUIT"],
    ["EHLO a", "AUTH LOGIN", "*", "AUTH PLAIN", "no base64", "AUTH SCRAM-SHA-1", "QUIT"],
    ["EHLO a", "MAIL FROM:<>", "RCPT TO:<postmaster>", "DATA", ".", "QUIT"],
  ]

  /// A server that lets a login be typed in the clear.
  private static func world(_ lines: [String]) -> SmallWorld {
    var world = SmallWorld()
    world.scenario.servers[SmallWorld.csim].tls.offer = .no
    world.step(
      at: .start,
      .dialogue(
        Scenario.Dialogue(
          machine: MachineRow(0), server: SmallWorld.csim, service: .smtp,
          lines: lines.map {
            Scenario.Dialogue.TypedLine(
              text: $0, position: SourcePosition(file: "", line: 1, column: 1))
          })))
    return world
  }

  @Test(arguments: dialogues)
  func octetsCutAnywhereGetTheRepliesAndFatesOfTheRun(lines: [String]) {
    let world = Self.world(lines)
    let trace = world.run()
    let delivered = trace.all { if case .delivered = $0 { true } else { false } }.count
    for seed in 0..<20 as Range<UInt64> {
      var pieces = Pieces(seed: seed)
      var mail = MailTables(
        sink: TraceRecorder(
          header: Trace.Header(
            version: "1", title: "", file: "", fingerprint: "", seed: 1, startSeconds: 0),
          cast: Cast()),
        names: NameCache(NameService(world.scenario.names, literals: [:])),
        senderRecords: SenderRecords(world.scenario.senderRecords))
      var server = MailServer(
        world.scenario.servers[SmallWorld.csim], row: SmallWorld.csim, firstRule: 0,
        streams: RandomStreams(seed: 1))
      let alice = mail.book.id(of: Mailbox("alice@cs.ait.ac.th")!)
      server.accounts.append(
        AccountTable.Account(
          id: AccountID(index: 0), name: "alice", address: Mailbox("alice@cs.ait.ac.th"),
          mailbox: alice, password: "secret"))
      var client = SMTPOctets(
        ServerSession(
          serial: ConnectionID(index: 0), carrier: 3, client: IPAddress("198.51.100.7")!,
          service: .smtp, dialogue: server.smtpDialogue(for: .smtp)))
      var reader = SMTPReplyReader()
      reader.append(client.open(&server, &mail))
      for piece in pieces.of(lines.octets) { reader.append(client.hear(piece, &server, &mail)) }
      var replies: [String] = []
      while let input = reader.next() {
        if case .reply(let received) = input { replies.append(received.reply.codes) }
      }
      #expect(replies == trace.smtpReplies, "seed \(seed)")
      let taken = mail.sink.trace.records.filter {
        if case .delivered = $0.event { true } else { false }
      }.count
      #expect(taken == delivered)
      if lines.contains("Subject: dots") {
        #expect(client.content == Array("Subject: dots\r\n\r\n.\r\n..\r\n".utf8))
      }
    }
  }

  @Test func whatWasSentBehindSTARTTLSIsNotHeard() {
    var mail = MailTables(
      sink: TraceRecorder(
        header: Trace.Header(
          version: "1", title: "", file: "", fingerprint: "", seed: 1, startSeconds: 0),
        cast: Cast()),
      names: NameCache(NameService(SmallWorld().scenario.names, literals: [:])),
      senderRecords: SenderRecords([]))
    var server = MailServer(
      SmallWorld().scenario.servers[SmallWorld.csim], row: SmallWorld.csim, firstRule: 0,
      streams: RandomStreams(seed: 1))
    var client = SMTPOctets(
      ServerSession(
        serial: ConnectionID(index: 0), carrier: 3, client: IPAddress("198.51.100.7")!,
        service: .smtp, dialogue: server.smtpDialogue(for: .smtp)))
    _ = client.open(&server, &mail)
    let before = client.hear(
      Array("EHLO a\r\nSTARTTLS\r\nMAIL FROM:<evil@example.org>\r\n".utf8), &server, &mail)
    #expect(String(decoding: before, as: UTF8.self).hasSuffix("220 2.0.0 Ready to start TLS\r\n"))
    #expect(client.awaitsHandshake)
    client.handshakeFinished()
    let after = client.hear(Array("RCPT TO:<alice@cs.ait.ac.th>\r\n".utf8), &server, &mail)
    #expect(String(decoding: after, as: UTF8.self).hasPrefix("503 5.5.1"))
    let heard = mail.sink.trace.records.contains {
      if case .smtpCommand(_, .mail) = $0.event { true } else { false }
    }
    #expect(!heard)
  }
}
