import Testing

@testable import MailSim

@Suite struct CaseTableTests {
  private static let policy = RelayPreset.csim.policy(
    RelaySettings(
      insideNetworks: [IPNetwork("192.0.2.0/24")!], localDomains: [Domain("cs.ait.ac.th")!]))

  private func answer(_ table: String, _ policy: RelayPolicy = policy) throws -> String {
    var text = ""
    try CaseTable.answer(Array(table.utf8).makeIterator(), under: policy) { text += $0 }
    return text
  }

  private func rows(_ text: String) -> [[String]] {
    var reader = CSVReader(Array(text.utf8).makeIterator())
    var rows: [[String]] = []
    while let row = reader.next() { rows.append(row.fields) }
    return rows
  }

  @Test func casesGetTheirVerdicts() throws {
    let table = """
      note,rcpt_to,client_ip,mail_from,login_age,sasl_login,helo
      inside,bob@example.org,192.0.2.10,alice@cs.ait.ac.th,,,pc
      hotel,bob@example.org,203.0.113.9,alice@cs.ait.ac.th,14:59,,laptop
      late,bob@example.org,203.0.113.9,alice@cs.ait.ac.th,15:00,,laptop
      by name,bob@example.org,203.0.113.9,alice@cs.ait.ac.th,,alice,laptop
      "a ""joke"", he said",<carol@cs.ait.ac.th>,203.0.113.66,<>,,,
      trick,"@cs.ait.ac.th:v%example.net@cs.ait.ac.th",203.0.113.66,x@example.com,,,
      "two
      lines",bob@example.org,2001:db8::1,,16m,,

      """
    try expectGolden(try answer(table), "cases.csv")
  }

  @Test(arguments: [
    ("x,a@b.example,c@d.example", "client_ip: 'x' is no IP address"),
    ("192.0.2.1,a@,c@d.example", "mail_from: 'a@' is no address"),
    ("192.0.2.1,<a@b.example,c@d.example", "mail_from: '<a@b.example' lacks its '>'"),
    ("192.0.2.1,a@b.example,", "rcpt_to: a recipient is missing"),
    ("192.0.2.1,a@b.example", "the row has 2 fields, the header 3"),
    ("192.0.2.1,a@b.example,c@d.example,", "the row has 4 fields, the header 3"),
    ("192.0.2.1,a\"b@c.example,d@e.example", "field 2: a quote stands inside a field that does"),
    ("\"192.0.2.1\"x,a@b.example,c@d.example", "field 1: something follows the closing quote"),
    ("192.0.2.1,a@b.example,\"c@d.example", "field 3: the closing quote is missing"),
    ("192.0.2.1,a@b.example,c@d.example\rx", "field 3: a carriage return stands alone"),
  ])
  func aBadRowBecomesAnErrorAndTheRestGoesOn(_ row: String, _ error: String) throws {
    let isLast = error.contains("missing") && error.hasPrefix("field")
    let good = "192.0.2.1,a@b.example,c@d.example\n"
    let table = "client_ip,mail_from,rcpt_to\n" + good + row + "\n" + (isLast ? "" : good)
    let answers = rows(try answer(table))
    #expect(answers.allSatisfy { $0.count == 8 })
    #expect(answers[1][3] == "accept")
    #expect(answers[2][3] == "error")
    #expect(answers[2][6].hasPrefix(error))
    #expect(isLast || answers[3][3] == "accept")
  }

  @Test func loginAgesAreReadInEveryUsualForm() {
    let good: [(String, Delay)] = [
      ("0", .zero), ("899", .seconds(899)), ("899.999999999", .seconds(900) - .nanoseconds(1)),
      ("14:59", .seconds(899)), ("14:59.5", .milliseconds(899_500)), ("1:00:00", .hours(1)),
      ("15m", .minutes(15)), ("1h30m", .minutes(90)), ("2d", .days(2)), ("90s", .seconds(90)),
    ]
    for (text, age) in good { #expect(LoginAge.parse(text) == age, "\(text)") }
    let bad = [
      "", "-1", "1:60", "1:5", ":30", "15 m", "m", "1x", "1.", ".5", "1.0000000001", "99999999999",
      "999999999:00:00", "999999999d", "1:2:3:4", "十",
    ]
    for text in bad { #expect(LoginAge.parse(text) == nil, "\(text)") }
  }

  @Test(arguments: [
    ("", CaseTableError.empty), ("\r\n\n", .empty),
    ("client_ip,mail_from\n", .missingColumn(.recipient)),
    ("client_ip,mail_from,rcpt_to,helo,helo\n", .repeatedColumn("helo")),
    ("client_ip,mail_from,rcpt_to,verdict\n", .answeredAlready("verdict")),
    ("client_ip,\"mail\"x\n", .badHeader("field 2: something follows the closing quote")),
  ])
  func aTableWithoutAUsefulHeaderIsRefused(_ table: String, _ failure: CaseTableError) {
    #expect(throws: failure) { try answer(table) }
  }

  @Test func lineEndsAreKept() throws {
    let table = "\u{feff}client_ip,mail_from,rcpt_to\r\n192.0.2.1,,a@b.example\r\n"
    let text = try answer(table)
    #expect(text.split(separator: "\r\n", omittingEmptySubsequences: false).count == 3)
    #expect(!text.contains("\u{feff}"))
    #expect(!(try answer(table.replacing("\r\n", with: "\n"))).contains("\r"))
  }

  @Test func whatIsWrittenIsReadAgain() {
    var stream = RandomStreams(seed: 3).stream(for: "fields")
    let pieces = ["a", ",", "\"", "\n", "\r\n", "é", " ", "\"\"", "日"]
    for _ in 0..<500 {
      let fields = (0...stream.below(5)).map { _ in
        (0..<stream.below(6)).map { _ in pieces[stream.below(pieces.count)] }.joined()
      }
      guard fields != [""] else { continue }
      for usesCRLF in [true, false] {
        #expect(rows(CSVWriter.line(fields, usesCRLF: usesCRLF)) == [fields])
      }
    }
  }

  @Test func anyOctetsEndInRows() throws {
    var stream = RandomStreams(seed: 5).stream(for: "octets")
    let alphabet: [UInt8] = Array("192.0.2.1,\"\r\n@abc:%".utf8) + [0xff, 0]
    for _ in 0..<300 {
      let noise = (0..<80).map { _ in alphabet[stream.below(alphabet.count)] }
      var text = ""
      let octets = Array("client_ip,mail_from,rcpt_to\n".utf8) + noise
      try CaseTable.answer(octets.makeIterator(), under: Self.policy) { text += $0 }
      #expect(rows(text).allSatisfy { $0.count == 8 })
    }
  }

  @Test func anEmptyPolicyStillAnswers() throws {
    let empty = RelayPolicy(
      RestrictionPolicy(name: "", Self.policy.settings), settings: Self.policy.settings)
    let answers = rows(try answer("client_ip,mail_from,rcpt_to\n192.0.2.1,,a@b.example\n", empty))
    #expect(
      answers[1].suffix(5) == ["accept", "250", "2.1.5", "REL-ANYONE", "the end of the lists"])
  }
}
