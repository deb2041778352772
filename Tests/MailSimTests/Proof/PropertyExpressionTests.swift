import Testing

@testable import MailSim

@Suite struct PropertyExpressionTests {
  private func word(_ policy: RelayPreset, _ expression: String) throws -> String {
    Prover.prove(policy.restrictions(), try Property.read(expression)).word
  }

  @Test func anExpressionHasADepth() throws {
    func nested(_ open: String, _ close: String, _ depth: Int) -> String {
      String(repeating: open, count: depth) + "anyone" + String(repeating: close, count: depth)
        + " => refuse"
    }
    _ = try Property.read(nested("(", ")", 99))
    _ = try Property.read(nested("not ", "", 99))
    for text in [nested("(", ")", 20_000), nested("not ", "", 20_000)] {
      let failure = #expect(throws: PropertyError.self) { try Property.read(text) }
      #expect(failure?.value?.contains("100 brackets") == true)
    }
  }

  @Test func propertiesInWordsAreProvenOrRefuted() throws {
    for (preset, expression, expected) in [
      (RelayPreset.csim, "stranger and recipient is remote => refuse", "proven"),
      (.csim, "(login or window or inside) and recipient is remote => accept", "proven"),
      (.csim, "client in 192.0.2.0/25 => accept", "refuted"),
      (.csim, "client in 192.0.2.0/25 and not recipient is missing => accept", "proven"),
      (.csim, "client in 192.0.2.0/23 and recipient is remote => accept", "refuted"),
      (.csim, "client is outside and recipient is remote => refuse", "refuted"),
      (.csim, "window-ended and stranger and recipient is remote => refuse", "proven"),
      (
        .bySenderAddress, "sender in cs.ait.ac.th and not recipient is missing => accept", "refuted"
      ),
      (
        .bySenderAddress, "sender is alice@cs.ait.ac.th and recipient is remote => accept", "proven"
      ),
      (
        .bySenderAddress, "sender is not ours and stranger and recipient is remote => refuse",
        "proven"
      ),
      (.modern, "window and recipient is remote => accept", "refuted"),
      (
        .modern, "login is bob and sender is bob@cs.ait.ac.th and recipient is remote => accept",
        "proven"
      ),
      (.modern, "login is bob and sender is alice@cs.ait.ac.th => refuse", "proven"),
      (.openRelay, "recipient is missing => refuse", "proven"),
      (.openRelay, "recipient in partner.example => accept", "proven"),
      (.openRelay, "accept", "refuted"),
      (.csim, "anyone => refuse", "refuted"),
      (.csim, "name in partner.example, example.com and tls => refuse", "refuted"),
    ] {
      #expect(try word(preset, expression) == expected, "\(preset) \(expression)")
    }
  }

  /// Without cutting the classes at the network, nobody in it would be asked.
  @Test func classesAreCutAtWhatAnExpressionNames() throws {
    let property = try Property.read(
      "client in 198.51.100.200/30 and recipient is remote => accept")
    let proof = Prover.prove(RelayPreset.csim.restrictions(), property)
    guard case .refuted(let example) = proof.outcome else {
      Issue.record("a stranger there is refused")
      return
    }
    #expect(try #require(IPNetwork("198.51.100.200/30")).contains(example.facts.client.address))
  }

  @Test func andBindsMoreCloselyThanOr() throws {
    var parser = PropertyParser("tls or login and window => accept")
    let (condition, _) = try parser.property()
    #expect(condition == .any([.fact(.tls), .every([.fact(.login), .fact(.window)])]))
  }

  @Test func commasAndNegationsReadAsInSpeech() throws {
    var parser = PropertyParser("client not in 10.0.0.0/8,2001:db8::/32=>refuse")
    let (condition, mustAccept) = try parser.property()
    let networks = ["10.0.0.0/8", "2001:db8::/32"].compactMap { IPNetwork($0) }
    #expect(condition == .not(.any(networks.map { .fact(.clientIn($0)) })))
    #expect(!mustAccept)
  }

  @Test func addressesMayBeQuoted() throws {
    var parser = PropertyParser("sender is \"a b, c\"@example.net => refuse")
    let (condition, _) = try parser.property()
    #expect(condition == .fact(.senderIs(try #require(Mailbox("\"a b, c\"@example.net")))))
  }

  @Test(arguments: [
    ("", "column 1: found the end", nil),
    ("login", "column 6: found the end, expected one of and, or, =>", nil),
    ("login => acept", "column 10: found 'acept', expected one of accept, refuse", "accept"),
    ("logn => accept", "column 1: found 'logn'", "login"),
    ("client inn 10.0.0.0/8 => accept", "column 8: found 'inn', expected one of is, in, not", "in"),
    (
      "client in 10.0.0.1/8 => accept", "column 11: found '10.0.0.1/8', expected a network such",
      nil
    ),
    (
      "recipient is remoto => refuse",
      "column 14: found 'remoto', expected a mail address, or one of", "remote"
    ),
    ("(login or window => accept", "column 18: found '=>', expected one of and, or, )", nil),
    ("login => accept now", "column 17: found 'now', expected nothing more", nil),
    ("client in 10.0.0.0/8, => accept", "column 23: found '=>'", nil),
    ("login in bob => accept", "column 7: found 'in', expected one of and, or, =>", nil),
    ("sender in a..b => accept", "column 11: found 'a..b', expected a domain", nil),
  ])
  func whatIsWrongIsSaidWithItsPlace(_ expression: String, _ words: String, _ nearest: String?) {
    do throws(PropertyError) {
      _ = try Property.read(expression)
      Issue.record("'\(expression)' is no property")
    } catch {
      let text = error.words(in: expression)
      #expect(text.hasPrefix(words), "\(text)")
      #expect(text.contains("did you mean") == (nearest != nil), "\(text)")
      if let nearest { #expect(text.hasSuffix("did you mean '\(nearest)'?"), "\(text)") }
    }
  }

  /// Each word of the help can be used.
  @Test func everyWordOfTheHelpIsUnderstood() throws {
    for (word, _) in PropertyWords.statements { _ = try Property.read("\(word) => accept") }
    for subject in PropertyWords.subjects {
      for state in PropertyWords.states(of: subject) {
        _ = try Property.read("\(subject) is \(state) => refuse")
        _ = try Property.read("\(subject) is not \(state) => refuse")
      }
    }
    for line in PropertyWords.help.split(separator: "\n") where line.contains(" => ") {
      guard line.hasPrefix("  "), !line.contains("CONDITION") else { continue }
      _ = try Property.read(line.drop { $0 == " " }.description)
    }
  }
}
