import Testing

@testable import MailSim

/// Why belief ends where it ends, and what would move it.
@Suite struct RealMailBoundaryTests {
  private static func path(_ lines: [String], mine: [String] = []) throws -> ReceivedPath {
    let text = lines.enumerated().map { row, line in
      "Received: \(line); Mon, 2 Mar 2026 02:00:\(59 - row) +0000\n"
    }
    return try RealMailPathTests.path(text.joined() + "Subject: x\n\n", mine: mine)
  }

  private static let forged =
    "from bank.example (bank.example [198.51.100.7]) by mail.our.example (Postfix) with ESMTPS id F"

  @Test(arguments: [
    "from [203.0.113.9] (helo=mail.our.example) by mx.our.example with esmtp (Exim 4.96) id 1",
    "from unknown (EHLO mail.our.example) (203.0.113.9) by mx.our.example with SMTP",
    "from mail.our.example (203.0.113.9) by mx.our.example (192.0.2.1) with Microsoft SMTP Server"
      + " id 15.1.1",
    "from mail.our.example ([203.0.113.9]) by mx.our.example (8.18.1/8.18.1) with ESMTP id 1",
    "from localhost (unknown [203.0.113.9]) by mx.our.example (Postfix) with ESMTP id 1",
    "from localhost by mx.our.example with ESMTP id 1",
    "from mail.our.example (mail.our.example [203.0.113.9] (may be forged)) by mx.our.example"
      + " (8.18.1/8.18.1) with ESMTP id 1",
  ])
  func aNameSaidInEHLOMovesNoBoundary(_ top: String) throws {
    for mine in [[], ["our.example"]] {
      let path = try Self.path([top, Self.forged], mine: mine)
      #expect(path.lines.map(\.standing) == [.claimed, .trusted])
      #expect(path.boundary?.row == 1)
      #expect(path.text().contains("because"))
    }
  }

  @Test func whatAFilterRepeatsOfItsClientIsNoSignOfTrust() throws {
    let filter =
      "from mail.our.example ([203.0.113.9]) by localhost (mx.our.example [127.0.0.1])"
      + " (amavisd-new, port 10024) with ESMTP id 1"
    let path = try Self.path([filter, Self.forged])
    #expect(path.boundary?.reason == .forwardedClient)
    #expect(path.boundaryServers == [])
  }

  @Test(
    arguments: [
      (
        [
          "from out.our.example (out.other.example [203.0.113.9]) by mx.our.example (Postfix) with"
            + " ESMTPS id 1",
          "from pc (pc.home.example [198.51.100.2]) by out.our.example (Postfix) with ESMTPSA id 2",
        ], [], TrustBoundary.Reason.otherDomain
      ),
      (
        [
          "from b.our.example (2001:db8::2) by a.our.example with HTTPS",
          "from c.our.example (2001:db8::3) by b.our.example (2001:db8::2) with Microsoft SMTP Server"
            + " (TLS) id 15.20",
          "from x.example (203.0.113.9) by c.our.example (2001:db8::3) with Microsoft SMTP Server"
            + " (TLS) id 15.20",
        ], [], .unverifiedClient
      ),
      (
        [
          "from b.our.example (b.our.example [203.0.113.9]) by a.our.example (Postfix) with ESMTPS",
          "from x.example (x.example [198.51.100.2]) by b.our.example (Postfix) with ESMTPS id 2",
        ], ["a.our.example"], .unknownClient
      ),
      (
        [
          "from b (b [10.0.0.2]) by a.our.example (Postfix) with ESMTPS",
          "from x.example (x.example [198.51.100.2]) by b.elsewhere.example (Postfix) with ESMTPS",
        ], ["our.example"], .unknownAuthor
      ),
      (
        ["from b.example (b.example [203.0.113.9]) by a.our.example (Postfix) with ESMTPS"],
        ["elsewhere.example"], .unknownServer
      ),
      (
        [
          "by 2002:a05:690c:7403:b0:794:d887:726e with SMTP id 1",
          "from b.example (b.example. [203.0.113.9]) by mx.google.com with ESMTPS id 2",
          "from x.example (x.example [198.51.100.2]) by b.example (Postfix) with ESMTPS id 3",
        ], [], .otherDomain
      ),
    ] as [([String], [String], TrustBoundary.Reason)])
  func theBoundarySaysWhatWouldMoveIt(
    _ lines: [String], _ mine: [String], _ reason: TrustBoundary.Reason
  ) throws {
    let path = try Self.path(lines, mine: mine)
    #expect(path.boundary?.reason == reason)
    let servers = path.boundaryServers
    #expect(!servers.isEmpty)
    #expect(path.text().contains("--my-servers \(servers.joined(separator: ","))"))
    let moved = try Self.path(lines, mine: mine + servers)
    let before = path.lines.count { $0.standing == .trusted }
    #expect(moved.lines.count { $0.standing == .trusted } > before)
    // What was advised covers the whole chain of the administration.
    #expect(moved.boundary.map { $0.row ?? lines.count } ?? 0 < path.boundary?.row ?? lines.count)
  }

  @Test func linesInsideGoogleAreOneSite() throws {
    let path = try Self.path([
      "by 2002:a05:690c:7403:b0:794:d887:726e with SMTP id 1",
      "by 2002:aa7:d585:: with SMTP id 2", "by mail-ej1-f42.google.com with SMTP id 3",
    ])
    #expect(path.lines.allSatisfy { $0.standing == .trusted && $0.kind == .hop })
    let servers = path.trace().cast.hosts.filter { $0.role == .server }
    #expect(servers.count == 3)
    #expect(Set(servers.map(\.site)).count == 1)
  }

  @Test func theBoundaryOfARedactedPathTellsNoNames() throws {
    var redactor = Redactor()
    let text = "Received: \(Self.forged); Mon, 2 Mar 2026 02:00:00 +0000\nSubject: x\n\n"
    let top =
      "Received: from [203.0.113.9] (helo=mail.our.example) by mx.our.example with esmtp"
      + " (Exim 4.96) id 1; Mon, 2 Mar 2026 02:00:01 +0000\n"
    let path = redactor.redacted(try #require(try heads(of: top + text).first))
    #expect(path.boundary?.reason == .unverifiedClient)
    #expect(!path.text().contains("our.example"))
    #expect(!path.text().contains("203.0.113.9"))
  }
}
