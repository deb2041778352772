import Testing

@testable import MailSim

@Suite struct AccessSessionTests {
  private static let alice = Credentials(account: AccountID(index: 0), secretIsRight: true)
  private static let wrong = Credentials(account: AccountID(index: 0), secretIsRight: false)

  // MARK: The server's half

  /// Replies in the stages authorization, transaction and idle.
  @Test(
    arguments: [
      (AccessProtocol.pop3, AccessCommand.user(alice), [AccessReply.ok, bad, bad]),
      (.pop3, .pass(alice), [.loggedIn, bad, bad]),
      (.pop3, .pass(wrong), [.refused(.badCredentials), bad, bad]),
      (.pop3, .login(alice), [bad, bad, bad]),
      (.pop3, .status, [bad, .contents(messages: 1, octets: 9), bad]),
      (.pop3, .retrieve, [bad, .message(octets: 9), bad]),
      (.pop3, .delete, [bad, .ok, bad]),
      (.pop3, .idle, [bad, bad, bad]),
      (.pop3, .startTLS, [.startTLS, bad, bad]),
      (.imap, .login(alice), [.loggedIn, bad, bad]),
      (.imap, .user(alice), [bad, bad, bad]),
      (.imap, .idle, [bad, .idling, bad]),
      (.imap, .done, [bad, bad, .ok]),
      (.imap, .noop, [.ok, .ok, .ok]),
      (.imap, .quit, [.closing, .closing, .closing]),
    ] as [(AccessProtocol, AccessCommand, [AccessReply])])
  func everyCommandHasItsReplyInEveryStage(
    language: AccessProtocol, command: AccessCommand, replies: [AccessReply]
  ) {
    for (stage, expected) in zip([Stage.authorization, .transaction, .idle], replies) {
      // Only IMAP waits for news.
      if stage == .idle, language == .pop3 { continue }
      var server = Self.server(language, at: stage)
      #expect(server.stage == stage)
      #expect(Self.reply(&server, command) == expected, "\(command) when \(stage)")
    }
  }

  @Test func noPasswordIsTakenInTheClearWhereTLSIsAsked() {
    for (language, login) in [
      (AccessProtocol.pop3, AccessCommand.user(Self.alice)), (.imap, .login(Self.alice)),
    ] {
      var server = AccessServerSession(
        rules: .init(language: language, offersTLS: true, requiresTLS: true), isEncrypted: false)
      _ = server.open()
      #expect(
        Self.reply(&server, .capability) == .capabilities(startTLS: true, loginDisabled: true))
      #expect(Self.reply(&server, login) == .refused(.plaintextDisabled))
      #expect(Self.reply(&server, .startTLS) == .startTLS)
      server.handshakeFinished()
      #expect(
        Self.reply(&server, .capability) == .capabilities(startTLS: false, loginDisabled: false))
      #expect(!Self.reply(&server, login).isRefusal)
    }
  }

  // MARK: The client's half

  @Test func aProgramFetchesWhatIsNewAndLeaves() {
    var client = Self.client(.pop3, deletes: true)
    #expect(client.receive(.ready, unseen: 0) == .send(.user(Self.alice)))
    #expect(client.receive(.ok, unseen: 0) == .send(.pass(Self.alice)))
    #expect(client.receive(.loggedIn, unseen: 0) == .send(.status))
    #expect(client.receive(.contents(messages: 2, octets: 9), unseen: 1) == .send(.retrieve))
    #expect(client.receive(.message(octets: 9), unseen: 0) == .send(.delete))
    #expect(client.receive(.ok, unseen: 0) == .send(.quit))
    #expect(client.receive(.closing, unseen: 0) == .close)
  }

  @Test func aWrongPasswordEndsTheVisit() {
    var client = Self.client(.imap)
    #expect(client.receive(.ready, unseen: 0) == .send(.login(Self.alice)))
    #expect(client.receive(.refused(.badCredentials), unseen: 0) == .send(.quit))
    #expect(!client.isLoggedIn)
  }

  @Test func aProgramThatIdlesHearsOfNewMail() {
    var client = Self.client(.imap, idles: true)
    _ = client.receive(.ready, unseen: 0)
    _ = client.receive(.loggedIn, unseen: 0)
    #expect(client.receive(.contents(messages: 0, octets: 0), unseen: 0) == .send(.idle))
    #expect(client.receive(.idling, unseen: 0) == .wait)
    #expect(client.receive(.news(messages: 1), unseen: 1) == .send(.done))
    #expect(client.receive(.ok, unseen: 1) == .send(.retrieve))
    #expect(client.receive(.message(octets: 9), unseen: 0) == .send(.idle))
    #expect(client.refreshIdle() == .send(.done))
  }

  @Test func aProgramEncryptsBeforeItShowsThePassword() {
    var client = Self.client(.imap, tls: .encrypt)
    #expect(client.receive(.ready, unseen: 0) == .send(.capability))
    #expect(
      client.receive(.capabilities(startTLS: true, loginDisabled: true), unseen: 0)
        == .send(.startTLS))
    #expect(client.receive(.startTLS, unseen: 0) == .startHandshake)
    #expect(client.handshakeFinished(.valid, isGenuine: true) == .send(.login(Self.alice)))
    #expect(client.settled == .startTLS)
  }

  @Test func aProgramThatMustEncryptKeepsItsPasswordWhenTheOfferIsMissing() {
    var client = Self.client(.pop3, tls: .encrypt)
    _ = client.receive(.ready, unseen: 0)
    #expect(
      client.receive(.capabilities(startTLS: false, loginDisabled: false), unseen: 0)
        == .send(.quit))
    #expect(client.settled == .tlsNotOffered)
    #expect(!client.isLoggedIn)
  }

  @Test func implicitTLSComesBeforeTheGreeting() {
    var client = Self.client(.pop3, tls: .secure, start: .implicit)
    #expect(client.handshakeFinished(.valid, isGenuine: true) == .wait)
    #expect(client.receive(.ready, unseen: 0) == .send(.user(Self.alice)))
    #expect(client.settled == .implicitTLS)
  }

  // MARK: Helpers

  private typealias Stage = AccessServerSession.Stage
  private static let bad = AccessReply.refused(.badSequence)

  private static func client(
    _ language: AccessProtocol, tls: TLSDemand = .never(.tlsNotWanted), start: TLSStart = .upgrade,
    deletes: Bool = false, idles: Bool = false
  ) -> AccessClientSession {
    AccessClientSession(
      options: AccessClientOptions(
        language: language, tls: tls, start: start, credentials: alice, deletes: deletes,
        idles: idles))
  }

  private static func server(_ language: AccessProtocol, at stage: Stage) -> AccessServerSession {
    var server = AccessServerSession(
      rules: .init(language: language, offersTLS: true, requiresTLS: false), isEncrypted: false)
    _ = server.open()
    guard stage != .authorization else { return server }
    _ = reply(&server, language == .pop3 ? .pass(alice) : .login(alice))
    if stage == .idle { _ = reply(&server, .idle) }
    return server
  }

  /// The server's reply, its questions answered for a mailbox with one message of nine octets.
  private static func reply(
    _ server: inout AccessServerSession, _ command: AccessCommand
  ) -> AccessReply {
    switch server.receive(command) {
    case .reply(let reply), .startHandshake(after: let reply), .close(after: let reply): reply
    case .judge(let question):
      if case .reply(let reply) = server.answer(answer(to: question)) { reply } else { bad }
    }
  }

  private static func answer(to question: AccessServerAction.Question) -> AccessReply {
    switch question {
    case .login(let credentials):
      credentials.secretIsRight ? .loggedIn : .refused(.badCredentials)
    case .contents: .contents(messages: 1, octets: 9)
    case .retrieve: .message(octets: 9)
    case .delete: .ok
    }
  }
}
