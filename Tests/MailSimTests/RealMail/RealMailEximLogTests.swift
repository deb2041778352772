import Testing

@testable import MailSim

/// Exim's main log, read like any other.
@Suite struct RealMailEximLogTests {
  static let log = """
    2026-03-02 09:00:00 exim 4.97 daemon started: pid=1, -q30m, listening for SMTP on port 25
    2026-03-02 09:00:01 1rAbCd-000000012Xy-3Zab <= rita@a.example H=pc.a.example (laptop) [203.0.113.9]:5432 P=esmtpsa X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no A=plain_server:rita S=1234 id=1@a.example T="minutes id=7: for you" for bob@b.example carol@c.example
    2026-03-02 09:00:02 1rAbCd-000000012Xy-3Zab => bob@b.example R=dnslookup T=remote_smtp H=mx.b.example [198.51.100.5] X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=yes C="250 2.0.0 Ok: queued as 77"
    2026-03-02 09:00:03 1rAbCd-000000012Xy-3Zab == carol@c.example R=dnslookup T=remote_smtp defer (-44) H=mx.c.example [198.51.100.6]: SMTP error from remote mail server after RCPT TO:<carol@c.example>: 451 4.7.1 Greylisted
    2026-03-02 09:30:03 1rAbCd-000000012Xy-3Zab ** carol@c.example R=dnslookup T=remote_smtp H=mx.c.example [198.51.100.6]: SMTP error from remote mail server after RCPT TO:<carol@c.example>: 550 5.1.1 User unknown
    2026-03-02 09:30:03 1rAbZZ-000000012Xy-3Zab <= <> R=1rAbCd-000000012Xy-3Zab U=Debian-exim P=local S=2345
    2026-03-02 09:30:03 1rAbCd-000000012Xy-3Zab Completed
    2026-03-02 09:30:04 1rAbZZ-000000012Xy-3Zab => rita <rita@a.example> R=localuser T=local_delivery
    2026-03-02 09:30:04 1rAbZZ-000000012Xy-3Zab Completed
    2026-03-02 09:31:00 H=(x) [203.0.113.66]:1 F=<a@x.example> rejected RCPT <x@c.example>: relay not permitted
    2026-03-02 09:31:01 H=(y) [203.0.113.67] F=<a@y.example> rejected RCPT <y@c.example>: relay not permitted
    2026-03-02 09:31:02 H=(z) [203.0.113.68] F=<a@y.example> temporarily rejected RCPT <y@c.example>: greylisted
    2026-03-02 09:32:01 1rAbEE-000000012Xy-3Zab <= eve@a.example H=mail.a.example [203.0.113.10] P=esmtp S=99 id=3@x
    2026-03-02 09:32:02 1rAbEE-000000012Xy-3Zab => dave@c.example R=dnslookup T=remote_smtp H=mx.c.example [198.51.100.6] C="250 OK"
    2026-03-02 09:32:02 1rAbEE-000000012Xy-3Zab ** nobody@bad.example: Unrouteable address
    2026-03-02 09:32:03 1rAbEE-000000012Xy-3Zab Completed

    """

  private static func message(_ id: String, of text: String = log) throws -> LogMessage {
    try #require(RealMailLogTests.read(text).messages.first { $0.queueID.hasPrefix(id) })
  }

  @Test func joinsTheLinesOfAMessage() throws {
    let message = try Self.message("1rAbCd")
    #expect(message.messageID == "1@a.example")
    #expect(message.sender == "rita@a.example")
    #expect(message.octets == 1234)
    #expect(message.arrival?.client == "pc.a.example")
    #expect(message.arrival?.address?.description == "203.0.113.9")
    #expect(message.arrival?.login == "rita")
    #expect(message.arrival?.tls?.version == "TLSv1.3")
    #expect(message.deliveries.map(\.recipient) == ["bob@b.example", "carol@c.example"])
    #expect(message.deliveries.map(\.status) == ["sent", "bounced"])
    #expect(message.deliveries.map(\.attempts) == [1, 2])
    #expect(message.deliveries[0].answer == "250 2.0.0 Ok: queued as 77")
    #expect(message.isComplete)
    #expect(message.seconds == 1_772_442_001)
  }

  @Test func protectionIsWhatTheProtocolAndTheCipherSay() throws {
    #expect(try Self.message("1rAbCd").arrival?.protection == .encrypted)
    #expect(try Self.message("1rAbEE").arrival?.protection == .plaintext)
    #expect(try Self.message("1rAbZZ").arrival?.isLocal == true)
    #expect(try Self.message("1rAbCd").deliveries[0].protection == .encrypted)
    // Silence counts once the log has shown a cipher of a delivery.
    #expect(try Self.message("1rAbEE").deliveries[0].protection == .plaintext)
    let lines = Self.log.split(separator: "\n").filter { !$0.contains("bob@b.example R=") }
    let silent = lines.joined(separator: "\n")
    #expect(try Self.message("1rAbEE", of: silent).deliveries[0].protection == .unknown)
    #expect(try Self.message("1rAbZZ").deliveries[0].isRemote == false)
  }

  @Test func tablesAreTheSameAsForPostfix() {
    let summary = RealMailLogTests.read(Self.log).summary
    #expect(summary.format == .exim)
    #expect(summary.messages == 3)
    #expect(
      summary.refusals == ["RCPT relay not permitted": 2, "RCPT, for now: greylisted": 1])
    #expect(summary.deferrals.map(\.key.destination) == ["c.example"])
    #expect(summary.destinations["b.example"]?.encrypted == 1)
    #expect(summary.text().contains("lines of Exim"))
  }

  @Test func aFailureIsWhatTheLogSaysAndItsNoticeIsFound() throws {
    let trace = try Self.message("1rAbCd").trace()
    let bounced = trace.fates.compactMap { fate -> DeliveryFailure? in
      guard case .bounced(let problem, notice: .some) = fate.outcome else { return nil }
      return problem
    }
    #expect(bounced == [.reply(Reply(550, EnhancedStatus(5, 1, 1), .userUnknown))])
    #expect(try Self.message("1rAbEE").deliveries.last?.answer == "Unrouteable address")
  }

  @Test func syslogAndZonesAndProcessesStandInFront() throws {
    let line = "1rAbEE-000000012Xy-3Zab <= eve@a.example H=m.a.example [203.0.113.10] P=esmtps S=9"
    let bySyslog = try Self.message(
      "1rAbEE", of: "Mar  2 09:32:01 mx7 exim[99]: 2026-03-02 09:32:01 \(line)\n")
    #expect(bySyslog.server == "mx7")
    let zone = try Self.message("1rAbEE", of: "2026-03-02 09:32:01.123 +0700 [4711] \(line)\n")
    #expect(zone.seconds == 1_772_443_921 - 7 * 3600)
    #expect(zone.arrival?.protection == .encrypted)
  }

  @Test func theFormatIsToldFromTheLinesOrSaid() {
    #expect(RealMailLogTests.read(RealMailLogTests.log).summary.format == .postfix)
    #expect(RealMailLogTests.read("nothing of the kind, line by line\n").summary.format == nil)
    let read = RealMailLogTests.read(RealMailLogTests.log, format: .exim)
    #expect(read.messages.isEmpty)
  }

  @Test func noLineBringsTheReaderDown() {
    var random = SplitMix(state: 4)
    let seed = Array(Self.log.utf8)
    var reader = MailLogReader(year: 2026, format: .exim)
    for _ in 0..<200 {
      var bytes = seed
      for _ in 0..<40 {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      bytes.withUnsafeBufferPointer { reader.read($0) { _ = $0.trace() } }
    }
    reader.finish { _ = $0.trace() }
    #expect(reader.summary.lines > 1000)
  }
}
