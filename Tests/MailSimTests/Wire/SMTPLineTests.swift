import Testing

@testable import MailSim

@Suite struct SMTPLineTests {
  @Test(arguments: [
    "MAIL FROM:<a@example.org>", "mail from: <a@example.org>", "Mail From:a@example.org",
  ])
  func caseBlanksAndMissingBracketsAreForgiven(line: String) {
    #expect(SMTPLine(line) == .mail(from: Mailbox("a@example.org"), size: nil))
  }

  @Test func theNullReversePathIsNoMailbox() {
    #expect(SMTPLine("MAIL FROM:<>") == .mail(from: nil, size: nil))
    #expect(SMTPLine("RCPT TO:<>") == .malformed(.badForwardPath))
  }

  @Test func theSizeOfAMessageIsRead() {
    #expect(
      SMTPLine("MAIL FROM:<a@example.org> BODY=8BITMIME size=4096")
        == .mail(from: Mailbox("a@example.org"), size: 4_096))
  }

  @Test func everyServerHasAPostmaster() {
    #expect(SMTPLine("RCPT TO:<Postmaster>") == .rcpt(to: nil))
  }

  @Test func aQuotedLocalPartMayHoldWhatEndsAPath() {
    #expect(
      SMTPLine(#"RCPT TO:<"a>b c"@example.org> NOTIFY=NEVER"#)
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
      ("AUTH PLAIN a b", .badBase64),
    ] as [(String, SMTPCommand.Malformation)])
  func aBadLineSaysWhatIsWrongWithIt(line: String, what: SMTPCommand.Malformation) {
    #expect(SMTPLine(line) == .malformed(what))
  }

  @Test func aLineOfMoreThan2048OctetsIsTooLong() {
    let longest = "NOOP " + String(repeating: "x", count: 2_043)
    #expect(SMTPLine(longest) == .plain(.noop))
    #expect(SMTPLine(longest + "x") == .malformed(.lineTooLong))
  }

  @Test func theResponseOnTheLineOfAuthIsLeftToTheExchange() {
    #expect(
      SMTPLine("AUTH plain AGFsaWNlAHNlY3JldA==")
        == .auth(.plain, initialResponse: "AGFsaWNlAHNlY3JldA=="))
    #expect(SMTPLine("AUTH LOGIN") == .auth(.login, initialResponse: nil))
    #expect(SMTPLine("AUTH cram-md5") == .auth(.cramMD5, initialResponse: nil))
  }

  @Test(arguments: [
    "HELO laptop.example", "EHLO [192.0.2.7]", "MAIL FROM:<>", "MAIL FROM:<a@example.org> SIZE=17",
    #"RCPT TO:<"a\"b c"@example.org>"#, "RCPT TO:<postmaster>", "AUTH LOGIN", "AUTH EXTERNAL =",
    "DATA", "RSET", "QUIT", "STARTTLS", "NOOP", "HELP", "VRFY", "EXPN",
  ])
  func whatIsWrittenIsReadBackTheSame(line: String) {
    #expect(SMTPLine(line).text == line)
  }
}
