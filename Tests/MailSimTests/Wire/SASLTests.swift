import Testing

@testable import MailSim

@Suite struct SASLTests {
  @Test(arguments: AuthMechanism.allCases.filter { $0 != .external })
  func whoKnowsThePasswordProvesItAndNobodyElse(mechanism: AuthMechanism) {
    for (typed, isRight) in [("secret", true), ("secret ", false), ("", false)] {
      let client = SASLClient(mechanism, user: "alice", password: typed)
      var server = SASLServer(mechanism, challenge: "<1896.697170952@mail.example>")
      var step = server.begin(client.initialResponse)
      var challenges = 0
      while case .challenge(let challenge) = step {
        challenges += 1
        step = server.receive(client.answer(Base64.text(Array(challenge.utf8))) ?? "*")
      }
      guard case .proof(let proof) = step else {
        Issue.record("no proof: \(step)")
        continue
      }
      #expect(proof.user == "alice")
      #expect(proof.proves("secret") == isRight)
      #expect(challenges == mechanism.furtherRoundTrips)
    }
  }

  /// RFC 2195 §2: `tim` with the password `tanstaaftanstaaf`.
  @Test func theExampleOfCRAMMD5() {
    var server = SASLServer(.cramMD5, challenge: "<1896.697170952@postoffice.reston.mci.net>")
    #expect(
      server.begin(nil) == .challenge("<1896.697170952@postoffice.reston.mci.net>"))
    let step = server.receive("dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw")
    guard case .proof(let proof) = step else {
      Issue.record("no proof: \(step)")
      return
    }
    #expect(proof.user == "tim")
    #expect(proof.proves("tanstaaftanstaaf"))
    #expect(!proof.proves("tanstaaf"))
  }

  /// RFC 1321, appendix A.5.
  @Test(arguments: [
    ("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72"),
    ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
    (
      "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
      "57edf4a22be3c955ac49da2e2107b67a"
    ),
  ])
  func theExamplesOfMD5(message: String, digest: String) {
    #expect(MD5.hexadecimal(MD5.digest(Array(message.utf8))) == digest)
  }

  @Test func anExchangeCanBeGivenUpOrBroken() {
    var server = SASLServer(.login)
    #expect(server.begin(nil) == .challenge("Username:"))
    #expect(server.receive("*") == .cancelled)
    #expect(server.receive("no base64") == .malformed)
    var plain = SASLServer(.plain)
    #expect(plain.begin("YWJj") == .malformed)
    #expect(plain.begin("=") == .malformed)
    #expect(plain.begin(nil) == .challenge(""))
    var cram = SASLServer(.cramMD5, challenge: "<1@a>")
    #expect(cram.begin("dGlt") == .malformed)
  }
}
