import Testing

@testable import MailSim

/// What a single trace line may be taken to say about the connection it came over.
@Suite struct RealMailProtectionTests {
  private static let date = "; Mon, 2 Mar 2026 02:00:00 +0000"

  private func judged(_ text: String, _ date: String = date) throws -> PathLine {
    let path = try RealMailPathTests.path("Received: \(text)\(date)\nSubject: x\n\n")
    return try #require(path.lines.first)
  }

  private func protection(_ text: String, _ date: String = date) throws -> Protection? {
    try judged(text, date).protection?.protection
  }

  @Test(arguments: [
    "from a.example (a.example [203.0.113.1]) by b.example (Postfix) with ESMTP id 1",
    "from a.example ([203.0.113.1]) by b.example with esmtp (Exim 4.97) id 1rAbCd-000000012Xy-3Zab",
    "from [203.0.113.1] (helo=a) by b.example with smtp (Exim 4.80) id 1",
    "from a.example (a.example [203.0.113.1]) by b.example (8.18.1/8.18.1) with ESMTP id 1",
    "from a.example (a.example [203.0.113.1]) by b.example (OpenSMTPD) with SMTP id 1",
    "from a.example ([203.0.113.1]) by b.example (Haraka/3.0.3) with ESMTP id 1",
    "from a.example (a.example. [203.0.113.1]) by mx.google.com with ESMTP id 1",
    "from a.example (203.0.113.1) by b.example (203.0.113.2) with Microsoft SMTP Server id 15.1.1",
    "from [203.0.113.1] (HELO a) by b.example (CommuniGate Pro SMTP 6.3.1) with ESMTP id 1",
    "from a.example (a.example [203.0.113.1]) by b.example (Stalwart SMTP) with ESMTP id 1",
  ])
  func silenceIsPlaintextWhereThisFormSpeaksOfTLS(_ line: String) throws {
    #expect(try protection(line) == .plaintext)
  }

  @Test(arguments: [
    // Google among its own servers.
    "by 2002:a05:690c:7403:b0:794:d887:726e with SMTP id 1", "by 10.54.96.19 with SMTP id 1",
    "by mail-ej1-f42.google.com with SMTP id 1",
    // Programs that never say, or not in this form.
    "from a.example (HELO h.example) (203.0.113.1) by b.example with SMTP",
    "from a.example by b.example (Dovecot) with LMTP id 1",
    "from a.example ([203.0.113.1]) by b.example with Microsoft SMTPSVC(8.5.9600.16384)",
    "from a.example (a.example [203.0.113.1]) by b.example (Postfix) with SMTP id 1",
    "from [203.0.113.1] (account x HELO y) by b.example (Postfix) with ESMTPA id 1",
    "from a.example (a.example [203.0.113.1]) by b.example (MDaemon PRO v11.0.3) with ESMTP id 1",
    "from a.example by b.example (8.6.12) with ESMTP id 1",
    "from a.example (a.example [203.0.113.1]) by b.example (3.11g) with ESMTP id 1",
    "from a.example (a.example [203.0.113.1]) by b.example with ESMTP id 1",
  ])
  func silenceProvesNothingElsewhere(_ line: String) throws {
    #expect(try protection(line) == .unknown)
  }

  @Test func postfixSaysSoOnlySinceTheVersionThatAddedTheKeyword() throws {
    let line = "from a.example (a.example [203.0.113.1]) by b.example (Postfix) with ESMTP id 1"
    #expect(try protection(line, "; Thu, 1 Jan 2009 00:00:00 +0000") == .plaintext)
    #expect(try protection(line, "; Wed, 31 Dec 2008 23:59:59 +0000") == .unknown)
    #expect(try protection(line, "") == .unknown)
  }

  @Test(arguments: [
    "from a.example ([203.0.113.1]) by b.example over TLS secured channel with Microsoft"
      + " SMTPSVC(7.5.7601.23143)",
    "from a.example (m.example [203.0.113.1]) (Using TLS) by b.example with ESMTP id 1",
    "from a.example (m.example [203.0.113.1]) by b.example with ESMTP with STARTTLS id 1",
    "from a.example ([203.0.113.1]) by b.example ([203.0.113.2]) with ESMTP via SSL",
    "from a.example (203.0.113.1) by b.example (203.0.113.2) with Microsoft SMTP Server (TLS) id 8.1",
  ])
  func wordsOfTLSAreBelievedWhereverTheyStand(_ line: String) throws {
    #expect(try protection(line) == .encrypted)
    #expect(try judged(line).received.grade == .understood)
  }

  @Test(arguments: [
    "from a.example (HELO TLS) (203.0.113.1) by b.example with SMTP",
    "from a.example (EHLO using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384) (203.0.113.1) by"
      + " b.example with SMTP",
    "from a.example (no TLS) by b.example with ESMTP",
    "from a.example (a.example [203.0.113.1]) (Authenticated sender: tls) by b.example with ESMTPA",
    "from a.example (not encrypted) by b.example with ESMTP",
    "from tls (tls [203.0.113.1]) by b.example with ESMTP",
  ])
  func aNameThatSoundsLikeTLSIsNone(_ line: String) throws {
    #expect(try protection(line) == .unknown)
  }

  @Test(arguments: [
    ("from a.example ([192.0.2.1]) by b.example with Microsoft SMTPSVC(5.0.2195.2966)", "SMTPSVC"),
    ("by b.example with Internet Mail Service (5.5.2657.72) id <X>", "SMTPSVC"),
    ("from a.example (a.example [192.0.2.1]) by b.example (8.18.1/8.18.1) with ESMTP", "Sendmail"),
    ("from [192.0.2.1] (account x HELO y) by b.example (Postfix) with ESMTPA id 1", "other"),
  ])
  func softwareIsKnownByTheFormOfItsLine(_ line: String, _ name: String) throws {
    #expect(try judged(line).field?.dialect.rawValue.hasSuffix(name) == true)
  }

  // MARK: What was verified

  @Test(
    arguments: [
      ("from h.example (n.example [203.0.113.1]) by b.example (Postfix) with ESMTP", "n.example"),
      ("from unknown (n.example [203.0.113.1]) by b.example (Postfix) with ESMTP", "n.example"),
      ("from h.example (unknown [203.0.113.1]) by b.example (Postfix) with ESMTP", nil),
      ("from h.example ([203.0.113.1]) by b.example (8.18.1/8.18.1) with ESMTP", nil),
      ("from n.example ([203.0.113.1] helo=h) by b.example with esmtp (Exim 4.97)", "n.example"),
      ("from n.example ([203.0.113.1]) by b.example with esmtp (Exim 4.97)", "n.example"),
      ("from [203.0.113.1] (helo=h.example) by b.example with esmtp (Exim 4.97)", nil),
      ("from [203.0.113.1] (port=2525 helo=h.example) by b.example with esmtp (Exim 4.97)", nil),
      ("from n.example (HELO h.example) (203.0.113.1) by b.example with SMTP", "n.example"),
      ("from x.example (EHLO h.example) (203.0.113.1) by b.example with SMTP", nil),
      ("from x.example (LHLO h.example) (203.0.113.1) by b.example with LMTP", nil),
      (
        "from h.example (203.0.113.1) by b.example (203.0.113.2) with Microsoft SMTP Server id 15",
        nil
      ),
      ("from h.example ([203.0.113.1]) by b.example with Microsoft SMTPSVC(8.5)", nil),
      ("from n.example (h.example [203.0.113.1]) by b.example (Haraka/1.4.0) with ESMTP", nil),
      ("from h.example by b.example with ESMTP", nil),
    ] as [(String, String?)])
  func oneNameIsVerifiedOrNone(_ line: String, _ name: String?) throws {
    #expect(try judged(line).field?.from?.reverseName == name)
  }

  // MARK: One machine

  @Test(arguments: [
    "from localhost (localhost [127.0.0.1]) by b.example (Postfix) with ESMTP",
    "from a.example (unknown [127.0.0.1]) by b.example (Postfix) with ESMTP",
    "from [::1] (port=42 helo=a.example) by b.example with esmtp (Exim 4.96)",
    "from b.example ([198.51.100.44]) by localhost (b.example [127.0.0.1]) (amavisd-new, port 10024)"
      + " with ESMTP id 1",
    "from x.example (2001:db8::1) by x.example (2001:db8::2) with mapi id 15.20",
    "from b.example (10.5.51.33) by b.example (10.5.51.33) with Microsoft SMTP Server"
      + " (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256) id 15.1",
    "from process-daemon.b.example by b.example (Oracle Communications Messaging Server 8.1) id <1>",
    "from localhost (localhost) by b.example (8.14.2/8.14.2) id 1",
    "by b.example (Postfix) id 1",
  ])
  func oneHostHandsOverToItself(_ line: String) throws {
    #expect(try judged(line).kind == .handover)
  }

  @Test(
    arguments: [
      ("from localhost by b.example with b.example ESMTP for <a@b.example>", .unknown),
      ("from localhost (unknown [203.0.113.9]) by b.example (Postfix) with ESMTP", .plaintext),
      ("from a.prod.example (::1) by b.prod.example with HTTPS", .encrypted),
      ("from a.example (::1) by b.example with Microsoft SMTP Server (TLS) id 15.1", .encrypted),
      ("from x.example (2001:db8::1) by y.example (2001:db8::2) with mapi id 15.20", .unknown),
      ("from mx.example [203.0.113.9] by b.example with LOCAL", .unknown),
      ("from x.example (localhost) by b.example with ESMTP", .unknown),
    ] as [(String, Protection)])
  func twoHostsAreAHop(_ line: String, _ protection: Protection) throws {
    #expect(try judged(line).kind == .hop)
    #expect(try self.protection(line) == protection)
  }
}
