import Testing

@testable import MailSim

@Suite struct TypedCommandTests {
  @Test(arguments: [
    "MAIL FROM:<a@example.org>", "mail from: <a@example.org>", "Mail From:a@example.org",
  ])
  func caseBlanksAndMissingBracketsAreForgiven(line: String) {
    #expect(TypedCommand(line) == .mail(from: Mailbox("a@example.org"), size: nil))
  }

  @Test func theNullReversePathIsNoMailbox() {
    #expect(TypedCommand("MAIL FROM:<>") == .mail(from: nil, size: nil))
    #expect(TypedCommand("RCPT TO:<>") == .malformed(.badForwardPath))
  }

  @Test func theSizeOfAMessageIsRead() {
    #expect(
      TypedCommand("MAIL FROM:<a@example.org> BODY=8BITMIME size=4096")
        == .mail(from: Mailbox("a@example.org"), size: 4_096))
  }

  @Test func everyServerHasAPostmaster() {
    #expect(TypedCommand("RCPT TO:<Postmaster>") == .rcpt(to: nil))
  }

  @Test func aQuotedLocalPartMayHoldWhatEndsAPath() {
    #expect(
      TypedCommand(#"RCPT TO:<"a>b c"@example.org> NOTIFY=NEVER"#)
        == .rcpt(to: Mailbox(#""a>b c"@example.org"#)))
  }

  @Test(
    arguments: [
      ("", SMTPCommand.Malformation.unknownVerb), ("FOO", .unknownVerb),
      ("MAILFROM:<>", .unknownVerb),
      ("EHLO", .missingHelloName), ("HELO ", .missingHelloName),
      ("MAIL", .badMailSyntax), ("MAIL FROM:", .badMailSyntax), ("MAIL TO:<a@b>", .badMailSyntax),
      ("MAIL FROM:<a@example.org", .badMailSyntax), ("MAIL FROM:<> SIZE=x", .badMailSyntax),
      ("MAIL FROM:<a b@example.org>", .badReversePath), ("MAIL FROM:<a>", .badReversePath),
      ("MAIL FROM:<> FOO=1", .unknownParameter),
      ("RCPT TO:<a@example.org> SIZE=1", .unknownParameter),
      ("RCPT", .badRcptSyntax), ("RCPT TO:<a@b..example>", .badForwardPath),
      ("DATA now", .unwantedArgument), ("STARTTLS 1", .unwantedArgument),
      ("RSET x", .unwantedArgument),
      ("AUTH", .unknownMechanism), ("AUTH SCRAM-SHA-1", .unknownMechanism),
      ("AUTH PLAIN *", .badBase64), ("AUTH PLAIN YWJj", .badBase64),
    ] as [(String, SMTPCommand.Malformation)])
  func aBadLineSaysWhatIsWrongWithIt(line: String, what: SMTPCommand.Malformation) {
    #expect(TypedCommand(line) == .malformed(what))
  }

  @Test func aLineOfMoreThan2048OctetsIsTooLong() {
    let longest = "NOOP " + String(repeating: "x", count: 2_043)
    #expect(TypedCommand(longest) == .plain(.noop))
    #expect(TypedCommand(longest + "x") == .malformed(.lineTooLong))
  }

  /// `\0alice\0secret` (RFC 4616).
  @Test func anAuthPlainResponseHoldsNameAndPassword() {
    #expect(
      TypedCommand("AUTH plain AGFsaWNlAHNlY3JldA==")
        == .authPlain(user: "alice", password: "secret"))
  }
}
