import Testing

@testable import MailSim

/// A server without a world: what it is told, and what it writes down.
@Suite struct MailServerTests {
  private static let scenario = SmallWorld().scenario
  private static let stranger = IPAddress("203.0.113.9")!
  private static let colleague = IPAddress("192.0.2.40")!

  private static func tables() -> MailTables<TraceRecorder> {
    MailTables(
      sink: TraceRecorder(
        header: Trace.Header(
          version: "1", title: "", file: "", fingerprint: "", seed: 1, startSeconds: 0),
        cast: Cast()),
      names: NameCache(NameService(scenario.names, literals: [:])),
      senderRecords: SenderRecords(scenario.senderRecords))
  }

  private static func server(_ change: (inout Scenario.Server) -> Void = { _ in }) -> MailServer {
    var settings = scenario.servers[SmallWorld.csim]
    change(&settings)
    return MailServer(
      settings, row: SmallWorld.csim, firstRule: 0, streams: RandomStreams(seed: 1))
  }

  private static func session(
    _ dialogue: ServerSession.Dialogue, from client: IPAddress, _ service: Service = .smtp
  ) -> ServerSession {
    ServerSession(
      serial: ConnectionID(index: 0), carrier: 7, client: client, service: service,
      dialogue: dialogue)
  }

  /// The codes it answers a dialogue with, and what else stands in the outbox at its end.
  private static func play(
    _ commands: [SMTPCommand], to server: inout MailServer, from client: IPAddress,
    _ mail: inout MailTables<TraceRecorder>
  ) -> [UInt16] {
    var session = session(server.smtpDialogue(for: .smtp), from: client)
    server.open(&session, &mail)
    for command in commands { server.hear(command, on: &session, &mail) }
    return mail.outbox.items.compactMap { addressed in
      if case .smtpReply(_, let reply, _, _, _) = addressed.item { reply.code } else { nil }
    }
  }

  private static func envelope(
    to recipient: String, _ mail: inout MailTables<TraceRecorder>
  ) -> [SMTPCommand] {
    [
      .ehlo, .mail(from: nil, size: nil), .rcpt(to: mail.book.id(of: Mailbox(recipient)!)), .data,
      .endOfData(octets: 500), .quit,
    ]
  }

  @Test func mailForAPersonOfItsOwnEndsInAMailbox() {
    var mail = Self.tables()
    var server = Self.server()
    let commands = Self.envelope(to: "alice@cs.ait.ac.th", &mail)
    let codes = Self.play(commands, to: &server, from: Self.stranger, &mail)
    #expect(codes == [220, 250, 250, 250, 354, 250, 221])
    let mailbox = mail.book.id(of: Mailbox("alice@cs.ait.ac.th")!)
    let count = server.store.count(in: mail.book.canonical(mailbox))
    #expect(count == 1)
  }

  @Test func aStrangerIsRefusedMailForElsewhere() {
    var mail = Self.tables()
    var server = Self.server()
    let commands = Self.envelope(to: "bob@example.org", &mail)
    let codes = Self.play(commands, to: &server, from: Self.stranger, &mail)
    #expect(codes == [220, 250, 250, 550, 554, 500, 221])
  }

  @Test func mailForElsewhereIsAskedForAndThenHandedOn() {
    var mail = Self.tables()
    var server = Self.server()
    let commands = Self.envelope(to: "bob@example.org", &mail)
    _ = Self.play(commands, to: &server, from: Self.colleague, &mail)
    let asked = mail.outbox.items.compactMap { addressed in
      if case .resolve(let job) = addressed.item { job } else { nil }
    }
    #expect(asked.count == 1)
    mail.outbox.removeAll(since: 0)
    server.resolved(asked[0], ShortList(SmallWorld.far), .found, &mail)
    server.pump(&mail)
    let handed = mail.outbox.items.compactMap { addressed in
      if case .handOn(let job) = addressed.item { job } else { nil }
    }
    #expect(handed == asked)
  }

  @Test func aDomainThatDoesNotExistIsToldToTheSender() {
    var mail = Self.tables()
    var server = Self.server()
    let alice = mail.book.id(of: Mailbox("alice@cs.ait.ac.th")!)
    var commands = Self.envelope(to: "x@nowhere.example", &mail)
    commands[1] = .mail(from: alice, size: nil)
    _ = Self.play(commands, to: &server, from: Self.colleague, &mail)
    let asked = mail.outbox.items.compactMap { addressed in
      if case .resolve(let job) = addressed.item { job } else { nil }
    }
    #expect(asked.count == 1)
    server.resolved(asked[0], [], .noSuchDomain, &mail)
    // The notice is for somebody here, and is delivered at once.
    let count = server.store.count(in: mail.book.canonical(alice))
    #expect(count == 1)
  }

  @Test(arguments: [true, false])
  func onlyARightPasswordOpensTheWindowOfAnAddress(isRight: Bool) {
    var mail = Self.tables()
    var server = Self.server()
    let alice = AccountID(index: 0)
    server.accounts.append(
      AccountTable.Account(
        id: alice, name: "alice", address: Mailbox("alice@cs.ait.ac.th"),
        mailbox: mail.book.id(of: Mailbox("alice@cs.ait.ac.th")!), password: "secret"))
    var session = Self.session(server.accessDialogue(.pop3), from: Self.stranger, .pop3)
    let proof = SASLProof.password(user: "alice", password: isRight ? "secret" : "guess")
    let credentials = server.accounts.credentials(proof)
    server.open(&session, &mail)
    server.hear(.user(credentials), on: &session, &mail)
    server.hear(.pass(credentials), on: &session, &mail)
    let isOpen = server.windows.state(of: Self.stranger, at: mail.now).isOpen
    #expect(isOpen == isRight)
    let last = mail.outbox.items.last?.item
    if case .accessReply(let carrier, let reply, _) = last {
      #expect(carrier == 7)
      #expect(reply == (isRight ? .loggedIn : .refused(.badCredentials)))
    } else {
      Issue.record("no answer: \(String(describing: last))")
    }
  }

  @Test func aServerThatIsFullSaysSoAndAPlaceThatIsGivenBackIsFree() {
    var mail = Self.tables()
    var server = Self.server { $0.limits.connections = 1 }
    var first = Self.session(server.smtpDialogue(for: .smtp), from: Self.stranger)
    var second = Self.session(server.smtpDialogue(for: .smtp), from: Self.colleague)
    server.open(&first, &mail)
    server.open(&second, &mail)
    server.close(&second, &mail)
    server.close(&first, &mail)
    var third = Self.session(server.smtpDialogue(for: .smtp), from: Self.colleague)
    server.open(&third, &mail)
    let codes = mail.outbox.items.compactMap { addressed in
      if case .smtpReply(_, let reply, _, _, _) = addressed.item { reply.code } else { nil }
    }
    #expect(codes == [220, 421, 220])
  }
}
