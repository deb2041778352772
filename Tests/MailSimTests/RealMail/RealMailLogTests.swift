import Testing

@testable import MailSim

@Suite struct RealMailLogTests {
  @Test(arguments: [
    ("00:00:00", true), ("23:59:60", true), ("24:00:00", false), ("00:60:00", false),
    ("00:00:61", false), ("-1:00:00", false), ("9223372036854775807:00:00", false),
    ("00:9223372036854775807:00", false), ("1:2:x:3", false), ("::", false),
  ])
  func aLineWhoseTimeIsNoneIsNoLogLine(time: String, isLine: Bool) {
    let line = "Mar  2 \(time) mail postfix/smtpd[10]: connect from x[192.0.2.1]\n"
    #expect((Self.read(line).summary.serverLines > 0) == isLine)
  }

  @Test func aYearThatNoDateCanHaveMakesNoLogLine() {
    let line = "Mar  2 09:00:00 mail postfix/smtpd[10]: connect from x[192.0.2.1]"
    for year in [0, 10_000, Int.max, Int.min] {
      #expect(PostfixLogLine(line[...], year: year) == nil)
    }
    for year in [1, 9_999] { #expect(PostfixLogLine(line[...], year: year) != nil) }
  }

  static let log = """
    Mar  2 09:00:00 mail postfix/smtpd[10]: connect from pc.example.com[198.51.100.9]
    Mar  2 09:00:00 mail postfix/smtpd[10]: Anonymous TLS connection established from pc.example.com[198.51.100.9]: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)
    Mar  2 09:00:01 mail postfix/smtpd[10]: 4Xk2Yz1nQ2z9t: client=pc.example.com[198.51.100.9], sasl_method=PLAIN, sasl_username=rita
    Mar  2 09:00:01 mail postfix/cleanup[11]: 4Xk2Yz1nQ2z9t: message-id=<1@pc.example.com>
    Mar  2 09:00:01 mail postfix/qmgr[2]: 4Xk2Yz1nQ2z9t: from=<rita@cs.ait.ac.th>, size=1234, nrcpt=3 (queue active)
    Mar  2 09:00:01 mail postfix/smtpd[10]: disconnect from pc.example.com[198.51.100.9] ehlo=2
    Mar  2 09:00:02 mail postfix/smtp[12]: Verified TLS connection established to mx.example.org[203.0.113.5]:25: TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)
    Mar  2 09:00:03 mail postfix/smtp[12]: 4Xk2Yz1nQ2z9t: to=<bob@example.org>, relay=mx.example.org[203.0.113.5]:25, delay=2, delays=0/0/1/1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 1)
    Mar  2 09:00:04 mail postfix/smtp[13]: 4Xk2Yz1nQ2z9t: to=<carol@example.net>, relay=mx.example.net[203.0.113.9]:25, delay=3, dsn=2.0.0, status=sent (250 ok)
    Mar  2 09:00:04 mail postfix/local[14]: 4Xk2Yz1nQ2z9t: to=<alice@cs.ait.ac.th>, relay=local, delay=3, dsn=2.0.0, status=sent (delivered to mailbox)
    Mar  2 09:00:04 mail postfix/qmgr[2]: 4Xk2Yz1nQ2z9t: removed
    Mar  2 09:01:00 mail postfix/smtpd[15]: connect from unknown[203.0.113.66]
    Mar  2 09:01:00 mail postfix/smtpd[15]: NOQUEUE: reject: RCPT from unknown[203.0.113.66]: 554 5.7.1 <x@example.com>: Relay access denied; from=<a@b.example> to=<x@example.com> proto=ESMTP helo=<h>
    Mar  2 09:01:01 mail postfix/smtpd[15]: NOQUEUE: reject: RCPT from unknown[203.0.113.66]: 554 5.7.1 <y@example.com>: Relay access denied; from=<a@b.example> to=<y@example.com> proto=ESMTP helo=<h>
    Mar  2 09:01:02 mail sshd[1]: something else

    """

  static func read(
    _ text: String, chunk: Int = 4096, format: MailLogReader.Format? = nil,
    limits: MailLogReader.Limits = .init()
  ) -> (messages: [LogMessage], summary: LogSummary) {
    var reader = MailLogReader(year: 2026, format: format, limits: limits)
    var messages: [LogMessage] = []
    let bytes = Array(text.utf8)
    var place = 0
    while place < bytes.count {
      let end = min(bytes.count, place + chunk)
      bytes[place..<end].withUnsafeBufferPointer { reader.read($0) { messages.append($0) } }
      place = end
    }
    reader.finish { messages.append($0) }
    return (messages, reader.summary)
  }

  @Test(arguments: [1, 17, 4096]) func joinsTheLinesOfAMessage(_ chunk: Int) throws {
    let message = try #require(Self.read(Self.log, chunk: chunk).messages.first)
    #expect(message.queueID == "4Xk2Yz1nQ2z9t")
    #expect(message.messageID == "1@pc.example.com")
    #expect(message.sender == "rita@cs.ait.ac.th")
    #expect(message.octets == 1234)
    #expect(message.arrival?.login == "rita")
    #expect(message.arrival?.protection == .encrypted)
    #expect(message.deliveries.map(\.protection) == [.encrypted, .plaintext, .unknown])
    #expect(message.deliveries.map(\.isRemote) == [true, true, false])
    #expect(message.isComplete)
  }

  @Test func countsByDestinationAndRule() {
    let summary = Self.read(Self.log).summary
    #expect(summary.messages == 1)
    #expect(summary.destinations["example.org"]?.encrypted == 1)
    #expect(summary.destinations["example.net"]?.plaintext == 1)
    #expect(summary.refusals == ["RCPT 554 5.7.1 Relay access denied": 2])
    #expect(summary.text().contains("example.org: 100.0 % of 1 encrypted"))
  }

  @Test func silenceAboutTLSIsUnknownInALogThatNeverMentionsIt() {
    let silent = Self.log.split(separator: "\n").filter { !$0.contains("TLS connection") }
    let message = Self.read(silent.joined(separator: "\n")).messages[0]
    #expect(message.arrival?.protection == .unknown)
    #expect(message.deliveries.allSatisfy { $0.protection == .unknown })
  }

  @Test func becomesATrace() {
    let trace = Self.read(Self.log).messages[0].trace()
    #expect(trace.hops().map(\.protection) == [.encrypted, .encrypted, .plaintext])
    #expect(trace.cast.hosts.count == 4)
  }

  @Test func openMessagesAreBounded() {
    var limits = MailLogReader.Limits()
    limits.openMessages = 10
    let text = (10_000..<12_000).map {
      "Mar  2 09:00:00 mail postfix/cleanup[1]: AB\($0): message-id=<\($0)@a.example>\n"
    }
    let (messages, summary) = Self.read(text.joined(), limits: limits)
    #expect(messages.count == 2000)
    #expect(summary.messages == 2000)
    #expect(messages[0].queueID == "AB10000")
  }

  @Test func noLineBringsTheReaderDown() {
    var random = SplitMix(state: 3)
    var text: [UInt8] = []
    let seed = Array(Self.log.utf8)
    for _ in 0..<200 {
      var bytes = seed
      for _ in 0..<40 {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      text += bytes
    }
    var reader = MailLogReader(year: 2026)
    text.withUnsafeBufferPointer { reader.read($0) { _ = $0.trace() } }
    reader.finish { _ = $0.trace() }
    #expect(reader.summary.lines > 1000)
  }

  @Test func nothingOfWhoAndWhereIsLeftInARedactedLog() throws {
    let (messages, summary) = Self.read(Self.log)
    let message = try #require(messages.first)
    var redactor = Redactor()
    let names =
      [message.server, message.arrival?.client, message.arrival?.login, message.sender]
      .compactMap(\.self)
      + message.deliveries.flatMap { [$0.recipient, $0.relay].compactMap(\.self) }
    let addresses = [message.arrival?.address?.description].compactMap(\.self)
    let text =
      TraceCodec.text(of: redactor.redacted(message).trace())
      + redactor.redactedText(of: summary)
    for secret in names + addresses where secret.count > 3 {
      #expect(!text.contains("\"\(secret)\""), "\(secret) is still there")
    }
    #expect(text.contains(".example"))
    #expect(redactor.redacted(message).deliveries.count == message.deliveries.count)
  }
}
