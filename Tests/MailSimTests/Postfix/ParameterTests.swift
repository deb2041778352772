import Testing

@testable import MailSim

@Suite struct ParameterTests {
  @Test func continuationLinesAndCommentsMakeOneValue() {
    let main = MainParameters(
      text: """
        # a comment
        mynetworks = 192.0.2.0/24,
          # one in the middle
          198.51.100.0/24
        myhostname=mail.example.org
        """, file: "main.cf")
    #expect(main.values["mynetworks"]?.text.contains("198.51.100.0/24") == true)
    let lines = main.values["mynetworks"]?.lines.map { $0.position.line } ?? []
    #expect(lines == [2, 4])
    #expect(main.values["myhostname"]?.position?.line == 5)
    #expect(main.errors.isEmpty)
  }

  @Test func theLaterDefinitionCounts() {
    let main = MainParameters(text: "a = 1\nb = 2\na = 3\n", file: "main.cf")
    #expect(main.values["a"]?.text == "3")
    #expect(main.names == ["b", "a"])
  }

  @Test func aLineWithoutEqualsIsNamedWithItsPlace() {
    let main = MainParameters(text: "a = 1\nnonsense\n", file: "main.cf")
    #expect(main.errors.map(\.description) == ["main.cf:2: no '=' in this line"])
  }

  @Test(arguments: [
    ("$a", "one"), ("${a}", "one"), ("$(a)", "one"), ("x$a-y", "xone-y"), ("$$a", "$a"),
    ("${a?yes}", "yes"), ("${none?yes}", ""), ("${none:no}", "no"), ("${a:no}", ""),
    ("${a?{yes}:{no}}", "yes"), ("${none?{yes}:{no}}", "no"), ("${none?{yes}:{$a}}", "one"),
    ("${{$level} <level {3.6} ? {old} : {new}}", "new"),
    ("${{3.9} <level {3.10} ? {old} : {new}}", "old"),
    ("${{$a} == {one} ? {same} : {other}}", "same"), ("${{9} < {10} ? {less}}", "less"),
    ("$loop", ""),
  ])
  func namesAndConditionsAreFilledIn(text: String, expected: String) {
    let values = ["a": "one", "level": "3.6", "loop": "$loop"]
    #expect(ParameterExpansion { values[$0] }.expand(text) == expected)
  }

  @Test func aValueWithoutEndIsNamed() throws {
    let doubling = (1...20).map { "a\($0) = $a\($0 - 1) $a\($0 - 1)\n" }.joined()
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + "loop = $loop\na0 = x\n\(doubling)"
    ])
    let named = try folder.errors().filter { $0.words.contains("does not come to an end") }
    #expect(named.contains { $0.words.contains("'loop'") && $0.position?.line == 6 })
    #expect(named.contains { $0.words.contains("'a20'") })
    #expect(!named.contains { $0.words.contains("'a5'") })
  }

  @Test func overridesOfAServiceAreReadInBothSpellings() {
    let services = MasterService.read(
      """
      smtp      inet  n - y - - smtpd
      pickup    unix  n - y 60 1 pickup
      submission inet n - y - - smtpd
        -o smtpd_tls_security_level=encrypt
        -o { smtpd_relay_restrictions = permit_sasl_authenticated, reject }
      """, file: "master.cf")
    let names = services.map { $0.name }
    #expect(names == ["smtp", "submission"])
    let overrides = services[1].overrides.map { "\($0.position.line) \($0.name): \($0.value)" }
    #expect(
      overrides == [
        "4 smtpd_tls_security_level: encrypt",
        "5 smtpd_relay_restrictions: permit_sasl_authenticated, reject",
      ])
  }
}
