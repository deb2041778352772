import Testing

@testable import MailSim

@Suite struct RealMailReaderTests {
  static let letter = """
    Received: from a.example (a.example [198.51.100.1])
    \tby b.example (Postfix) with ESMTP id 1;
     Mon, 2 Mar 2026 02:00:00 +0000
    From: Rita <rita@a.example>
    Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=

    Hello
    """

  @Test(arguments: [1, 2, 3, 7, 64, 4096]) func chunksMayBeginAnywhere(_ size: Int) throws {
    for text in [Self.letter, Self.letter.replacing("\n", with: "\r\n")] {
      let found = try heads(of: text, chunk: size)
      #expect(found.count == 1)
      #expect(found.first?.received.count == 1)
      #expect(found.first?.received.first?.text.contains("by b.example") == true)
      #expect(found.first?.first("subject")?.decodedText == "Grüße")
    }
  }

  @Test func readsEveryMessageOfAnMbox() throws {
    let mbox = (1...3).map { "From rita@a.example Mon Mar  2 02:00:0\($0) 2026\n\(Self.letter)\n" }
    let found = try heads(of: mbox.joined(separator: "\n"))
    #expect(found.map(\.number) == [1, 2, 3])
    #expect(found.allSatisfy { $0.received.count == 1 })
  }

  @Test func takesHeadersAlone() throws {
    let header = Self.letter.split(separator: "\n\n")[0]
    #expect(try heads(of: String(header)).first?.received.count == 1)
  }

  @Test func refusesWhatIsNoMail() {
    #expect(throws: MessageReadingError.empty) { try heads(of: "") }
    #expect(throws: MessageReadingError.empty) { try heads(of: "\n\n\n") }
    #expect(throws: MessageReadingError.otherFormat("a ZIP archive")) {
      try heads(of: [0x50, 0x4B, 0x03, 0x04, 0, 0, 0])
    }
    #expect(throws: MessageReadingError.self) {
      try heads(of: String(repeating: "just words\n", count: 100))
    }
  }

  @Test func aHundredThousandLinesAreCountedNotKept() throws {
    let line = "Received: from a.example by b.example; Mon, 2 Mar 2026 02:00:00 +0000\n"
    let text = String(repeating: line, count: 100_000) + "Subject: x\n\nbody\n"
    let found = try #require(try heads(of: text).first)
    #expect(found.received.count == 1000)
    #expect(found.uncountedReceived == 99_000)
  }

  @Test func aLineOfTenMegabytesIsCut() throws {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 10_000_000)
    let bytes = Array("Subject: ".utf8) + long + Array("\nReceived: by b.example\n\n".utf8)
    let found = try #require(try heads(of: bytes).first)
    #expect(found.received.count == 1)
    #expect(found.first("subject")?.isTruncated == true)
    #expect((found.first("subject")?.bytes.count ?? 0) <= 64 * 1024)
  }

  @Test func seesEncryptionInTheStructure() throws {
    func protection(_ type: String, _ body: String = "") throws -> ContentProtection {
      try heads(of: "From: a@a.example\nContent-Type: \(type)\n\n\(body)\n")[0].contentProtection
    }
    #expect(
      try protection(
        "multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b"
      ).endToEnd == .openPGP)
    #expect(
      try protection("application/pkcs7-mime; smime-type=enveloped-data").endToEnd == .sMIME)
    #expect(
      try protection("application/pkcs7-mime; smime-type=signed-data").endToEnd == .none)
    #expect(
      try protection("text/plain", "-----BEGIN PGP MESSAGE-----\nxx").encryption?.form
        == .inlineOpenPGP)
    let part = try protection(
      "multipart/mixed; boundary=q",
      "--q\nContent-Type: text/plain\n\nhello\n--q\nContent-Type: application/pkcs7-mime\n\nx\n--q--"
    )
    #expect(part.encryption?.extent == .part)
    #expect(part.endToEnd == .none)
  }
}
