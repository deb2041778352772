import Testing

@testable import MailSim

@Suite struct AddressSyntaxTests {
  /// What stands between `<` and `>`, and the mailbox a server goes to.
  @Test(arguments: [
    ("user@example.org", "user", "example.org"),
    ("User@EXAMPLE.org.", "User", "example.org"),
    ("first.last+tag@example.org", "first.last+tag", "example.org"),
    // A source route is taken and not followed (RFC 5321 §3.6.1).
    ("@a.example,@b.example:user@example.org", "user", "example.org"),
    (#""john doe"@example.org"#, "john doe", "example.org"),
    (#""a\"b\\c"@example.org"#, #"a"b\c"#, "example.org"),
    (#""user@example.net"@example.org"#, "user@example.net", "example.org"),
    ("user@[192.0.2.25]", "user", "[192.0.2.25]"),
    ("user@[IPv6:2001:DB8:0::25]", "user", "[IPv6:2001:db8::25]"),
    // UTF-8 in both parts (RFC 6531).
    ("สมชาย@ตัวอย่าง.example", "สมชาย", "ตัวอย่าง.example"),
    // Detours are read, and judged later (RFC 2505 §2.1).
    ("victim%example.net@example.org", "victim%example.net", "example.org"),
    ("example.net!victim@example.org", "example.net!victim", "example.org"),
    ("victim@example.net@example.org", "victim@example.net", "example.org"),
  ])
  func aPathLeadsToItsMailbox(text: String, localPart: String, domain: String) throws {
    let path = try #require(AddressSyntax.path(text[...]))
    #expect(path.mailbox.localPart == localPart)
    #expect(path.mailbox.domain.text == domain)
  }

  @Test(arguments: [
    "", "user", "@example.org", "user@", "user name@example.org", "user@exa mple.org",
    "user@-example.org", "user@example..org", "user@.", #""open@example.org"#,
    #""user"example.org"#, "user@192.0.2.25", "user@[192.0.2]", "user@[192.0.2.256]",
    "user@[2001:db8::1]", "user@[IPv6:192.0.2.1]", "user@[IPv6:2001:db8:::1]",
    "@a.example,b.example:user@example.org", "@a.example user@example.org",
    "user@\u{7}example.org", "us\ner@example.org", "\"us\ner\"@example.org",
  ])
  func whatBreaksTheGrammarIsNoPath(text: String) {
    #expect(AddressSyntax.path(text[...]) == nil)
  }

  @Test func theHopsOfASourceRouteAreKeptToBeShown() throws {
    let path = try #require(AddressSyntax.path("@a.example,@B.example:user@example.org"))
    #expect(path.sourceRoute.map(\.text) == ["a.example", "b.example"])
  }

  @Test func aDomainEndsWhereTheRFCEndsIt() {
    let label = String(repeating: "a", count: 63)
    #expect(Domain(label) != nil)
    #expect(Domain(label + "a") == nil)
    let longest = [label, label, label, String(repeating: "b", count: 63)].joined(separator: ".")
    #expect(longest.utf8.count == 255)
    #expect(Domain(longest) != nil)
    #expect(Domain("a." + longest) == nil)
  }

  @Test func aSubdomainIsNotADomainThatEndsAlike() throws {
    let ours = try #require(Domain("cs.ait.ac.th"))
    #expect(try #require(Domain("lab.cs.ait.ac.th")).isSubdomain(of: ours))
    #expect(try !#require(Domain("notcs.ait.ac.th")).isSubdomain(of: ours))
    #expect(!ours.isSubdomain(of: ours))
  }

  @Test(arguments: [
    ("user@example.org", false), ("a%b@example.org", true), ("b!a@example.org", true),
    ("a@b@example.org", true), (#""a@b"@example.org"#, true), (#""a%b"@example.org"#, true),
    (#""a b"@example.org"#, false),
  ])
  func aDetourInTheLocalPartIsSeenQuotedOrNot(text: String, expected: Bool) throws {
    #expect(try #require(Mailbox(text)).hasRoutingTricks == expected)
  }

  /// Every mailbox that can be read is printed so that reading it again gives the same one.
  @Test func aMailboxPrintsAsItIsRead() throws {
    var chance = RandomStream(seed: 31)
    let pieces = ["a", "Z", "9", ".", "+", " ", "\"", "\\", "@", "%", "!", "ส", "<", ">", ":"]
    for _ in 0..<2_000 {
      let localPart = (0...chance.below(6)).map { _ in pieces[chance.below(pieces.count)] }.joined()
      let escaped = localPart.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      let mailbox = try #require(Mailbox("\"\(escaped)\"@example.org"))
      #expect(mailbox.localPart == localPart)
      #expect(Mailbox(mailbox.description) == mailbox)
    }
  }
}
