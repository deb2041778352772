import Testing

@testable import MailSim

@Suite struct RealMailReceivedTests {
  struct Sample: Sendable {
    var dialect: ReceivedDialect
    var text: String
    var hello: String?
    var address: String?
    var by: String?
    var encrypted = false
  }

  static let samples: [Sample] = [
    Sample(
      dialect: .postfix,
      text: """
        from relay.example.org (relay.example.org [198.51.100.7]) (using TLSv1.3 with cipher \
        TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS \
        (2048 bits)) (No client certificate requested) by mx.cs.ait.ac.th (Postfix) with ESMTPS \
        id 4Xk2Yz1nQ2z9t for <alice@cs.ait.ac.th>; Mon, 2 Mar 2026 09:00:05 +0700 (+07)
        """, hello: "relay.example.org", address: "198.51.100.7", by: "mx.cs.ait.ac.th",
      encrypted: true),
    Sample(
      dialect: .exim,
      text: """
        from [203.0.113.9] (helo=laptop) by mail.example.net with esmtpsa (TLS1.3) tls \
        TLS_AES_128_GCM_SHA256 (Exim 4.97) (envelope-from <rita@example.net>) id \
        1rAbCd-000000012Xy-3Zab for bob@example.org; Mon, 02 Mar 2026 02:00:00 +0000
        """, hello: "laptop", address: "203.0.113.9", by: "mail.example.net", encrypted: true),
    Sample(
      dialect: .sendmail,
      text: """
        from gw.example.com (gw.example.com [203.0.113.20] (may be forged)) by s.example.org \
        (8.17.1/8.17.1) with ESMTPS id 422201Ab012345 (version=TLSv1.2 \
        cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NOT); Mon, 2 Mar 2026 02:00:01 GMT
        """, hello: "gw.example.com", address: "203.0.113.20", by: "s.example.org",
      encrypted: true),
    Sample(
      dialect: .amazonSES,
      text: """
        from relay.example.org (relay.example.org [198.51.100.7]) by \
        inbound-smtp.us-east-1.amazonaws.com with SMTP id 3k2j1h0gq8s7t6r5 for \
        bob@example.net; Mon, 02 Mar 2026 09:00:09 +0000 (UTC)
        """, hello: "relay.example.org", address: "198.51.100.7",
      by: "inbound-smtp.us-east-1.amazonaws.com"),
    Sample(
      dialect: .qmail,
      text: """
        from unknown (HELO pc.example.com) (203.0.113.77) by q.example.org with SMTP; \
        2 Mar 2026 02:00:02 -0000
        """, hello: "pc.example.com", address: "203.0.113.77", by: "q.example.org"),
    Sample(
      dialect: .exchange,
      text: """
        from MBX01.corp.example (2001:db8::10) by EDGE.corp.example (2001:db8::20) with Microsoft \
        SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id \
        15.20.4200.1; Mon, 2 Mar 2026 02:00:03 +0000
        """, hello: "MBX01.corp.example", address: "2001:db8::10", by: "EDGE.corp.example",
      encrypted: true),
    Sample(
      dialect: .gmail,
      text: """
        from mx.example.org (mx.example.org. [198.51.100.30]) by mx.google.com with ESMTPS id \
        a1-20020a05si123456abc.7.2026.03.02 for <bob@example.com> (version=TLS1_3 \
        cipher=TLS_AES_256_GCM_SHA384 bits=256/256); Sun, 01 Mar 2026 18:00:04 -0800 (PST)
        """, hello: "mx.example.org", address: "198.51.100.30", by: "mx.google.com",
      encrypted: true),
    Sample(
      dialect: .courier,
      text: """
        from host.example.com (host.example.com [203.0.113.5]) (TLS: TLSv1.3,256bits,\
        TLS_AES_256_GCM_SHA384) by c.example.org with ESMTPS id \
        00000000000A1234.0000000065A1B2C3.00001F2E; Mon, 02 Mar 2026 03:00:00 +0100
        """, hello: "host.example.com", address: "203.0.113.5", by: "c.example.org",
      encrypted: true),
    Sample(
      dialect: .dovecot,
      text: """
        from mx.example.org ([192.0.2.25]) by store.example.org with LMTP id \
        OBvyKk1aBGbYJwAAqwncew (envelope-from <a@example.com>) (Dovecot); \
        Mon, 02 Mar 2026 02:00:06 +0000
        """, hello: "mx.example.org", address: "192.0.2.25", by: "store.example.org"),
    Sample(
      dialect: .mdaemon,
      text: """
        from out.example.net (out.example.net [203.0.113.50]) by md.example.org (MDaemon PRO \
        v24.0.1) with ESMTPS id md5001234567.msg for <a@example.org>; Mon, 02 Mar 2026 \
        09:00:07 +0700
        """, hello: "out.example.net", address: "203.0.113.50", by: "md.example.org",
      encrypted: true),
    Sample(
      dialect: .zimbra,
      text: """
        from z.example.org ([198.51.100.60]) by localhost (z.example.org [127.0.0.1]) (Zimbra, \
        port 10032) with ESMTP id x1y2z3; Mon, 2 Mar 2026 02:00:08 +0000 (UTC)
        """, hello: "z.example.org", address: "198.51.100.60", by: "localhost"),
  ]

  @Test(arguments: samples.indices) func readsTheDialect(_ row: Int) throws {
    let sample = Self.samples[row]
    let field = try #require(received(sample.text))
    #expect(field.leftovers == [])
    #expect(field.from?.hello == sample.hello)
    #expect(field.from?.address?.description == sample.address)
    #expect(field.by?.name == sample.by)
    #expect(field.date != nil)
    #expect((field.tls != nil || field.with?.saysEncrypted == true) == sample.encrypted)
    if sample.dialect != .zimbra && sample.dialect != .dovecot {
      #expect(field.dialect == sample.dialect)
    }
  }

  @Test func namesTheLoginAndWhoMadeIt() throws {
    let field = try #require(
      received(
        """
        from pc (host.example.net [203.0.113.9]) (Authenticated sender: rita) by \
        mail.cs.ait.ac.th (Postfix) with ESMTPSA id ABC; Mon, 2 Mar 2026 09:00:00 +0700
        """))
    #expect(field.authentication?.user == "rita")
    #expect(field.with?.keyword == .esmtpsa)
  }

  @Test func qmailHandsOverOnOneMachine() throws {
    let field = try #require(
      received("(qmail 4711 invoked by uid 89); 2 Mar 2026 02:00:00 -0000"))
    #expect(field.isLocalHandover)
    #expect(field.date?.seconds == 1_772_416_800)
  }

  @Test func keepsWhatItDoesNotUnderstand() throws {
    #expect(received("once upon a time") == nil)
    #expect(line("once upon a time").grade == .notUnderstood)
    let partly = line("from a.example by b.example zorch; Mon, 2 Mar 2026 02:00:00 +0000")
    #expect(partly.grade == .partly)
    #expect(partly.field?.leftovers == ["zorch"])
  }

  @Test func nestedCommentsWithoutEndTakeLittleTime() {
    let deep = String(repeating: "(", count: 60_000)
    _ = received("from a.example \(deep) by b.example; Mon, 2 Mar 2026 02:00:00 +0000")
    _ = received("from \(deep)\(String(repeating: ")", count: 60_000)) by b.example")
  }
}
