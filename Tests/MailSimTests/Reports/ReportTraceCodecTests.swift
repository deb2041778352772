import Testing

@testable import MailSim

@Suite struct ReportTraceCodecTests {
  @Test func aRunComesBackAsItWas() throws {
    let trace = ReportWorld.trace
    #expect(try TraceCodec.read(TraceCodec.text(of: trace)) == trace)
  }

  /// Every case of every closed list, so that none is forgotten when one is added.
  @Test func everyEventComesBack() throws {
    var trace = ReportWorld.trace
    trace.records = Self.everyEvent.enumerated().map { row, event in
      Trace.Record(
        at: Instant(nanoseconds: Int64(row)), cause: row == 0 ? nil : RecordID(row - 1),
        event: event)
    }
    let text = TraceCodec.text(of: trace)
    #expect(try TraceCodec.read(text) == trace)
    #expect(TraceCodec.text(of: try TraceCodec.read(text)) == text)
  }

  @Test func randomTracesComeBack() throws {
    for seed in UInt64(1)...30 {
      var stream = RandomStreams(seed: seed).stream(for: "traces")
      var trace = ReportWorld.trace
      trace.header.seed = .max - seed
      trace.header.title = Self.words[stream.below(Self.words.count)]
      trace.cast.mailboxes.append(
        Mailbox(localPart: Self.words[stream.below(Self.words.count)], domain: Domain("x.example")!)
      )
      trace.messages[0].subject = Self.words[stream.below(Self.words.count)]
      trace.records = (0..<200).map { row in
        Trace.Record(
          at: Instant(nanoseconds: Int64(stream.below(.max))),
          cause: row == 0 ? nil : RecordID(stream.below(row)),
          event: Self.everyEvent[stream.below(Self.everyEvent.count)])
      }
      #expect(try TraceCodec.read(TraceCodec.text(of: trace)) == trace)
    }
  }

  @Test(arguments: [
    ("", "line 1: the header and the cast are missing"),
    ("nonsense", "line 1: this is no JSON value, after 0 octets"),
    ("{\"trace\":2}", "line 1: this is version 2 of the schema; this program reads version 1"),
    ("{\"trace\":1}", "line 1: the member 'startSeconds' is missing"),
    ("{\"record\":0}", "line 1: a record comes before the cast"),
    ("{\"cast\":0}", "line 1: the cast must follow the header, once"),
    ("[1]", "line 1: a line must be an object"),
    ("{\"a\":1.5}", "line 1: only whole numbers are expected here, after 6 octets"),
    ("{\"a\":\"\\ud800\"}", "line 1: this escape is half a character, after 12 octets"),
    ("{\"a\":\"x", "line 1: a text does not end, after 7 octets"),
  ])
  func aWrongLineIsNamed(_ text: String, _ expected: String) {
    let failure = #expect(throws: TraceCodecError.self) { try TraceCodec.read(text) }
    #expect(failure?.description == expected)
  }

  @Test(arguments: [
    ("\"client\":2", "\"client\":99", "'client': there is no row 99; there are 4"),
    ("\"event\":\"opened\"", "\"event\":\"opend\"", "no event is called 'opend'"),
    (
      "\"service\":\"pop3\"", "\"service\":\"pop4\"",
      "'service': 'pop4' is none of smtp, submission"
    ),
    ("\"cause\":0", "\"cause\":5", "'cause': there is no row 5; there are 1"),
    ("\"clientAddress\":\"198.51.100.7\"", "\"clientAddress\":\"198.51.100.700\"", "no IP address"),
    ("\"octets\":2000", "\"octets\":-1", "'octets' must be a whole number from 0 to 4294967295"),
    ("{\"record\":7,", "{\"record\":8,", "this should be record 7"),
  ])
  func aWrongValueIsNamed(_ good: String, _ bad: String, _ expected: String) throws {
    let text = TraceCodec.text(of: ReportWorld.trace)
    let place = try #require(text.ranges(of: good).first)
    let line = text[..<place.lowerBound].count { $0 == "\n" } + 1
    let spoilt = String(text[..<place.lowerBound]) + bad + text[place.upperBound...]
    let failure = #expect(throws: TraceCodecError.self) { try TraceCodec.read(spoilt) }
    #expect(failure?.line == line)
    #expect(failure?.what.contains(expected) == true)
  }

  /// Whatever is cut off or garbled, reading ends with an error or a trace, never with a crash.
  @Test func garbledTextEndsInAnError() throws {
    let text = Array(TraceCodec.text(of: ReportWorld.trace).utf8)
    var stream = RandomStreams(seed: 1).stream(for: "garbling")
    for _ in 0..<60 {
      var bytes = text
      for _ in 0..<4 { bytes[stream.below(bytes.count)] = UInt8(stream.below(128)) }
      guard let trace = try? TraceCodec.read(String(decoding: bytes, as: UTF8.self)) else {
        continue
      }
      // What was read can be reported, however odd it is.
      for format in ReportFormat.all { _ = format.text(of: RunReport(trace)) }
      _ = Audit(trace)
    }
  }

  /// Numbers of any size in any place: an error, or a trace all reports can be made of.
  @Test func oddNumbersEndInAnError() throws {
    let text = TraceCodec.text(of: ReportWorld.trace)
    let numbers = text.ranges(of: #/\d+/#)
    let odd = [
      "0", "1", "-1", "4294967295", "9223372036854775807", "18446744073709551615", "99999999999",
    ]
    var stream = RandomStreams(seed: 2).stream(for: "numbers")
    var read = 0
    for _ in 0..<250 {
      let place = numbers[stream.below(numbers.count)]
      let spoilt =
        text[..<place.lowerBound] + odd[stream.below(odd.count)] + text[place.upperBound...]
      guard let trace = try? TraceCodec.read(String(spoilt)) else { continue }
      read += 1
      for format in ReportFormat.all { _ = format.text(of: RunReport(trace)) }
      _ = Audit(trace)
    }
    #expect(read > 20)
  }

  private static let words = [
    "", "a \"b\" \\c", "tab\tline\nend", "日本語 🙂", "odd one", "\u{1}\u{7f}",
  ]

  private static let everyEvent: [TraceEvent] = {
    let id = ConnectionID(0)
    let credentials = [
      Credentials(account: AccountID(index: 1), secretIsRight: true),
      Credentials(account: nil, secretIsRight: false),
    ]
    var events: [TraceEvent] = [
      .opening(id), .opened(id), .tlsFailed(id), .composed(MessageID(0)), .accepted(CopyID(0)),
      .stored(CopyID(0), .spool), .removed(CopyID(0), .mailbox(MailboxID(1))),
      .relayed(CopyID(0), recipient: MailboxID(0), to: CopyID(1)),
      .delivered(CopyID(0), recipient: MailboxID(0)),
      .forwarded(CopyID(0), recipient: MailboxID(0), to: MailboxID(1)),
      .delayWarned(CopyID(0), recipient: MailboxID(0), notice: MessageID(1)),
      .fetched(CopyID(0), by: PersonID(0), nil), .fetched(CopyID(0), by: PersonID(0), id),
      .moved(HostID(0), to: SiteID(1), IPAddress("2001:db8::1")!),
      .outage(HostID(0), begins: true), .outage(HostID(0), begins: false),
      .windowOpened(at: HostID(0), for: IPAddress("203.0.113.9")!, id),
      .loginSucceeded(id, AccountID(index: 0)), .loginFailed(id, nil),
      .loginFailed(id, AccountID(index: 3)),
      .refusedToAuthor(MessageID(0), recipient: MailboxID(0), nil),
      .refusedToAuthor(MessageID(0), recipient: MailboxID(0), .userUnknown),
    ]
    events += ConnectionFailure.allCases.map { .openFailed(id, $0) }
    events += ConnectionEnd.allCases.map { .closed(id, $0) }
    events += NameOutcome.allCases.map { .looked(HostID(0), DomainID(0), $0) }
    events += Reply.Wording.allCases.map {
      .smtpReply(id, Reply(250, EnhancedStatus(2, 0, 0), $0), offering: nil)
    }
    events += (0..<8).map { .smtpReply(id, .hello, offering: SMTPExtensions(rawValue: 1 << $0)) }
    events.append(.smtpReply(id, .hello, offering: []))
    let commands: [SMTPCommand] =
      [
        .helo, .ehlo, .startTLS, .mail(from: nil, size: nil), .mail(from: MailboxID(0), size: 9),
        .rcpt(to: MailboxID(0)), .data, .endOfData(octets: 7), .rset, .noop, .vrfy, .expn, .help,
        .quit,
      ] + AuthMechanism.allCases.flatMap { mechanism in credentials.map { .auth(mechanism, $0) } }
      + SMTPCommand.Malformation.allCases.map { .malformed($0) }
    events += commands.map { .smtpCommand(id, $0) }
    let reading: [AccessCommand] =
      [.capability, .startTLS, .status, .retrieve, .delete, .noop, .idle, .done, .quit]
      + credentials.flatMap { [.user($0), .pass($0), .login($0)] }
    events += reading.map { .accessCommand(id, $0) }
    let answers: [AccessReply] =
      [
        .ready, .ok, .capabilities(startTLS: true, loginDisabled: false),
        .contents(messages: 3, octets: .max), .message(octets: 5), .startTLS, .loggedIn, .idling,
        .news(messages: 2), .closing,
      ] + AccessReply.Refusal.allCases.map { .refused($0) }
    events += answers.map { .accessReply(id, $0) }
    for version in TLSVersion.allCases {
      events += CertificateStanding.allCases.map { .tlsEstablished(id, version, $0) }
    }
    for protection in Protection.allCases {
      events += ProtectionReason.allCases.map { .protection(id, protection, $0) }
    }
    for verdict in RelayVerdict.allCases {
      events += ReasonCode.allCases.map {
        .decided(id, verdict, $0, RuleRef(0), recipient: nil, .relayingDenied)
      }
    }
    let failures: [DeliveryFailure] =
      [.reply(.localError), .connectionLost, .expired, .loop, .mailboxUnknown, .mailboxFull]
      + ConnectionFailure.allCases.map { .connection($0) }
      + NameOutcome.allCases.map { .name($0) } + ProtectionReason.allCases.map { .security($0) }
    events += failures.flatMap { failure -> [TraceEvent] in
      [
        .deferred(CopyID(0), recipient: MailboxID(0), failure, until: .distantFuture),
        .bounced(CopyID(0), recipient: MailboxID(0), failure, notice: nil),
        .bounced(CopyID(0), recipient: MailboxID(0), failure, notice: MessageID(1)),
      ]
    }
    return events
  }()
}
