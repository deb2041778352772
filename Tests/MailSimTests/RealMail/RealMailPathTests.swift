import Testing

@testable import MailSim

@Suite struct RealMailPathTests {
  /// Rita's laptop, her server, the campus border, the campus store.
  static let journey = """
    Return-Path: <rita@example.net>
    Received: from mx.cs.ait.ac.th (mx.cs.ait.ac.th [192.0.2.26]) by store.cs.ait.ac.th (Postfix)
     with ESMTPS id C1 for <alice@cs.ait.ac.th>; Mon, 2 Mar 2026 09:00:09 +0700
    Authentication-Results: mx.cs.ait.ac.th; spf=pass smtp.mailfrom=example.net; dkim=fail
     (bad signature) header.d=example.net
    Received: from out.example.net (out.example.net [203.0.113.50]) by mx.cs.ait.ac.th (Postfix)
     with ESMTP id B1 for <alice@cs.ait.ac.th>; Mon, 2 Mar 2026 09:00:05 +0700
    Received: from laptop (home.example.com [198.51.100.9]) (Authenticated sender: rita)
     by out.example.net (Postfix) with ESMTPSA id A1; Mon, 2 Mar 2026 09:00:02 +0700
    Authentication-Results: mx.cs.ait.ac.th; dmarc=pass
    From: Rita <rita@example.net>
    To: alice@cs.ait.ac.th
    Subject: Notes

    Hello
    """

  static func path(_ text: String = journey, mine: [String] = []) throws -> ReceivedPath {
    ReceivedPath(try #require(try heads(of: text).first), myServers: MyServers(mine))
  }

  @Test func everyHopHasAProtectionAndTheWordsItWasReadFrom() throws {
    let hops = try Self.path().hops
    #expect(hops.map(\.protection?.protection) == [.encrypted, .plaintext, .encrypted])
    #expect(hops.map(\.protection?.clause) == ["with ESMTPSA", "with ESMTP", "with ESMTPS"])
    #expect(hops.map(\.delay) == [nil, 3, 4])
  }

  @Test func theBorderIsWhereTheMessageCameFromOutside() throws {
    #expect(try Self.path().lines.map(\.standing) == [.claimed, .trusted, .trusted])
    #expect(
      try Self.path(mine: ["store.cs.ait.ac.th"]).lines.map(\.standing)
        == [.claimed, .claimed, .trusted])
    #expect(
      try Self.path(mine: ["elsewhere.example"]).lines.allSatisfy { $0.standing == .claimed })
    #expect(
      try Self.path(mine: ["cs.ait.ac.th", "example.net"]).lines.allSatisfy {
        $0.standing == .trusted
      })
  }

  @Test func aForgedLineThatNamesOurServerIsNotBelieved() throws {
    let forged = Self.journey.replacing(
      "From: Rita",
      with: "Received: from bank.example ([203.0.113.99]) by mx.cs.ait.ac.th (Postfix) with ESMTPS"
        + " id Z; Mon, 2 Mar 2026 08:59:00 +0700\nFrom: Rita")
    let lines = try Self.path(forged, mine: ["cs.ait.ac.th"]).lines
    #expect(lines.map(\.standing) == [.claimed, .claimed, .trusted, .trusted])
    #expect(lines[1].remarks.contains { $0.kind == .namesDoNotMeet } == false)
  }

  @Test func resultsBelowTheBorderAreClaims() throws {
    let results = try Self.path().results
    #expect(results.map(\.method) == ["spf", "dkim", "dmarc"])
    #expect(results.map(\.result) == ["pass", "fail", "pass"])
    #expect(results.map(\.standing) == [.trusted, .trusted, .claimed])
    #expect(results[1].properties == ["header.d=example.net"])
  }

  @Test func contradictionsAreSaid() throws {
    func kinds(_ text: String) throws -> [PathRemark.Kind] {
      try Self.path(text).lines.flatMap(\.remarks).map(\.kind)
    }
    #expect(try kinds(Self.journey) == [])
    let backwards = Self.journey.replacing("09:00:05", with: "08:00:05")
    #expect(try kinds(backwards).contains(.timeRunsBackwards))
    let skew = Self.journey.replacing("09:00:05", with: "08:59:55")
    #expect(try kinds(skew).contains(.clockSkew))
    let stranger = Self.journey.replacing(
      "from out.example.net (out.example.net [203.0.113.50])",
      with: "from mail.example.org (mail.example.org [203.0.113.77])")
    #expect(try kinds(stranger).contains(.namesDoNotMeet))
    let weekday = Self.journey.replacing(
      "Mon, 2 Mar 2026 09:00:05", with: "Tue, 2 Mar 2026 09:00:05")
    #expect(try kinds(weekday).contains(.wrongWeekday))
    let tooEarly = Self.journey.replacing(
      "(Authenticated sender: rita)",
      with: "(using TLSv1.3 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits))")
    #expect(try kinds(tooEarly).contains(.impossible))
  }

  @Test func aCircleIsALoop() throws {
    let date = "; Mon, 2 Mar 2026 09:00:00 +0700\n"
    let circle =
      ["b", "a", "b", "a"].reversed().map { by in
        let from = by == "a" ? "b" : "a"
        return "Received: from \(from).example (\(from).example [198.51.100.1]) by \(by).example"
          + " with ESMTP for <x@c.example>" + date
      }.joined() + "Subject: round\n\n"
    #expect(try Self.path(circle).allRemarks.contains { $0.kind == .loop })
  }

  @Test func redactionIsConsistentAndLeavesNothing() throws {
    var redactor = Redactor()
    let head = try #require(try heads(of: Self.journey).first)
    let path = redactor.redacted(head)
    let text = path.text(showsLines: true)
    for secret in [
      "rita", "alice", "ait.ac.th", "example.net", "203.0.113", "198.51.100.9", "laptop", "Notes",
    ] {
      #expect(!text.contains(secret), "\(secret) is still in\n\(text)")
    }
    #expect(path.lines.map(\.standing) == [.claimed, .trusted, .trusted])
    #expect(path.hops.map(\.protection?.protection) == [.encrypted, .plaintext, .encrypted])
    // One server, one alias.
    #expect(path.lines[0].byName == path.lines[1].fromName)
    #expect(path.allRemarks.isEmpty)
    #expect(redactor.redacted(head).text() == path.text())
  }

  @Test func becomesATrace() throws {
    let trace = try Self.path().trace(file: "a.eml")
    #expect(trace.hops().map(\.protection) == [.encrypted, .plaintext, .encrypted, .unknown])
    #expect(trace.fates.map(\.outcome) == [.delivered])
    #expect(trace.cast.mailboxes.map(\.description).contains("alice@cs.ait.ac.th"))
    #expect(trace.rests().allSatisfy { $0.protection == .plaintext })
    let instants = trace.records.map(\.at)
    #expect(instants == instants.sorted())
  }

  @Test func aMessageWithoutLinesHasNoPath() throws {
    let path = try Self.path("Subject: draft\n\nHello\n")
    #expect(path.lines.isEmpty)
    #expect(path.text().contains("no Received line"))
    #expect(path.scenario() == nil)
  }
}
