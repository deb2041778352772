@testable import MailSim

/// What can be read on the way, and who reads it.
extension Truth {
  // MARK: Hops

  private static let offered = [0.9, 0.8, 0.95, 0.7]
  /// Of what is offered, somebody strips a fifth on the second and the fourth hop.
  private static let stripped = [0, 0.2, 0, 0.2]
  private static var encrypted: [Double] {
    zip(offered, stripped).map { ClosedForm.encrypted(offered: $0, stripped: $1) }
  }

  /// Four hops, each to a site of its own, so that somebody can sit on one of them.
  private static func chain(
    _ attacks: String = "{}", from authors: String = "[ann, tom]"
  ) -> String {
    """
    mailsim: 1
    title: four hops
    seed: 20261124
    run: 3h
    sites:
      a: {networks: 192.0.2.0/26, latency: 0, uplink: {latency: 0}}
      b: {networks: 192.0.2.64/26, latency: 0, uplink: {latency: 0}}
      c: {networks: 192.0.2.128/26, latency: 0, uplink: {latency: 0}}
      d: {networks: 192.0.2.192/26, latency: 0, uplink: {latency: 0}}
      e: {networks: 198.51.100.0/26, latency: 0, uplink: {latency: 0}}
    servers:
      s1: {host: s1.example, site: b, relay-domains: example.org, routes: {"*": s2}, \
    tls: {share: 0.9}}
      s2: {host: s2.example, site: c, relay-domains: example.org, routes: {"*": s3}, \
    tls: {share: 0.8}}
      s3: {host: s3.example, site: d, relay-domains: example.org, routes: {"*": s4}, \
    tls: {share: 0.95}}
      s4: {host: mx.example.org, site: e, domains: example.org, tls: {share: 0.7}}
    people:
      ann: {site: a, send: {server: s1}, encrypts: server-certificate}
      tom: {site: a, send: {server: s1}, encrypts: server-certificate, end-to-end: openpgp}
    traffic:
      letters: {from: \(authors), mail-from: <>, to: bob@example.org, every: {poisson: 1m}}
    attacks: \(attacks)
    """
  }

  private static let strippers = """
    second: {kind: starttls-stripping, can: {modify: [b, c]}, chance: 0.2}, \
    fourth: {kind: starttls-stripping, can: {modify: [d, e]}, chance: 0.2}
    """

  /// Half of the connections on every hop.
  private static let listener = """
    listener: {kind: passive-tap, chance: 0.5, \
    can: [{tap: [a, b]}, {tap: [b, c]}, {tap: [c, d]}, {tap: [d, e]}]}
    """

  static let hops: [Truth] = [
    Truth(
      section: "4.4", quantity: "all of 4 hops encrypted", formula: "Π pᵢ",
      expected: ClosedForm.onAll(offered), text: chain()
    ) { (Double($0.honest.deliveredEncrypted), Double($0.honest.delivered)) },
    Truth(
      section: "4.4", quantity: "plaintext hops of a message", formula: "Σ (1−pᵢ)",
      expected: offered.reduce(0) { $0 + 1 - $1 }, text: chain()
    ) { (Double($0.honest.plaintextHops), Double($0.honest.messages)) },
    Truth(
      section: "4.4", quantity: "all of 4 hops encrypted, 2 of them stripped",
      formula: "Π pᵢ(1−sᵢ)", expected: ClosedForm.onAll(encrypted), text: chain("{\(strippers)}")
    ) { (Double($0.honest.deliveredEncrypted), Double($0.honest.delivered)) },
    Truth(
      section: "4.4", quantity: "plaintext hops, 2 of them stripped",
      formula: "Σ (1−pᵢ(1−sᵢ))", expected: encrypted.reduce(0) { $0 + 1 - $1 },
      text: chain("{\(strippers)}")
    ) { (Double($0.honest.plaintextHops), Double($0.honest.messages)) },
    Truth(
      section: "4.4", quantity: "read by a listener on half of all lines",
      formula: "1 − Π(1−eᵢ(1−pᵢ(1−sᵢ)))",
      expected: ClosedForm.read(tapped: [0.5, 0.5, 0.5, 0.5], encrypted: encrypted),
      text: chain("{\(listener), \(strippers)}", from: "ann"),
      tracing: { trace in
        let read = Set(
          trace.records.compactMap { record -> MessageID? in
            guard case .attack(AttackID(0), .contentSeen(let message, _)) = record.event else {
              return nil
            }
            return message
          })
        return (Double(read.count), Double(trace.messages.count))
      }),
    Truth(
      section: "4.4", quantity: "copies readable where half is PGP", formula: "1/2",
      expected: 0.5, text: chain()
    ) { (Double($0.summary.readablePlaces), Double($0.summary.restingPlaces)) },
    strict("deferred where encryption is demanded", "s", 0.5) {
      (Double($0.honest.delayed), Double($0.honest.written))
    },
    strict("read where encryption is demanded", "0", 0) {
      (Double($0.attacks[0].read), Double($0.honest.written))
    },
    Truth(
      section: "4.4", quantity: "MTA-STS forgotten after 1 d, mail each 2 d",
      formula: "e^(−max_age/g)", expected: ClosedForm.forgotten(after: 1, gap: 2),
      text: world(
        run: "60d", mail: ", outbound: sts, queue: {schedule: [1s]}",
        elsewhere: ", tls: {sts: enforce, sts-max-age: 1d}",
        people: "{ann: {site: csim, mailbox: ann@cs.ait.ac.th}}",
        traffic: """
          {letters: {from: ann, to: bob@example.org, first: 0, every: {poisson: 2d}, limit: 2}}
          """,
        // The policy comes with the first letter, before somebody hides it; who may not send in the
        // clear gives up before it runs out.
        attacks: "{stripper: {kind: starttls-stripping, can: {modify: [csim, org]}, start: 1s}}")
    ) { (Double($0.attacks[0].read), $0.honest.messages == 2 ? 1 : 0) },
    refreshing("MTA-STS for 1 d, mail after 54 h, never refreshed", "1", 1, outbound: "sts"),
    refreshing(
      "MTA-STS for 1 d, mail after 54 h, refreshed each 12 h", "0", 0,
      outbound: "{tls: sts, sts-refresh: 12h}"),
  ]

  /// Two letters 54 hours apart, and a stripper who is there for the second.
  private static func refreshing(
    _ quantity: String, _ formula: String, _ expected: Double, outbound: String
  ) -> Truth {
    Truth(
      section: "4.4", quantity: quantity, formula: formula, expected: expected,
      text: world(
        run: "60h", mail: ", outbound: \(outbound), queue: {schedule: [1s]}",
        elsewhere: ", tls: {sts: enforce, sts-max-age: 1d}",
        people: "{ann: {site: csim, mailbox: ann@cs.ait.ac.th}}",
        traffic: "{letters: {from: ann, to: bob@example.org, first: 0, every: 54h, limit: 2}}",
        attacks: """
          {stripper: {kind: starttls-stripping, can: {modify: [csim, org]}, start: 53h, until: 55h}}
          """)
    ) { (Double($0.attacks[0].read), Double($0.honest.messages - 1)) }
  }

  /// A server that sends nothing in the clear, and half of the offers it hears stripped.
  private static func strict(
    _ quantity: String, _ formula: String, _ expected: Double,
    observable: @escaping @Sendable (Measures) -> Part
  ) -> Truth {
    Truth(
      section: "4.4", quantity: quantity, formula: formula, expected: expected,
      text: world(
        run: "80h", mail: ", outbound: encrypt, queue: {schedule: rfc}",
        people: "{ann: {site: csim, mailbox: ann@cs.ait.ac.th}}",
        traffic: "{letters: {from: ann, to: bob@example.org, every: {poisson: 5m}, until: 60h}}",
        attacks: "{stripper: {kind: starttls-stripping, can: {modify: [csim, org]}, chance: 0.5}}"),
      observable: observable)
  }

  // MARK: Gateways

  /// A letter over three of ten gateways, every line encrypted; spies own those they are dealt.
  private static func gatewayed(protection: String = "none") -> String {
    let servers = (0..<10).map { row in
      "  g\(row): {host: g\(row).example, site: all, relay-domains: example.org, "
        + "routes: {\"*\": \(row < 2 ? "g\(row + 1)" : "mx")}}"
    }
    let spies = (0..<3).map { row in
      "  spy\(row): {kind: compromised-gateway, can: {own-gateway: g\(row)}}"
    }
    return """
      mailsim: 1
      title: ten gateways
      seed: 20261124
      run: 1m
      sites:
        all: {networks: 192.0.2.0/24, latency: 0}
      servers:
      \(servers.joined(separator: "\n"))
        mx: {host: mx.example.org, site: all, domains: example.org}
      people:
        ann: {site: all, send: {server: g0}, encrypts: server-certificate, end-to-end: \(protection)}
      events:
        - at: 0s
          mail: {from: ann, mail-from: <>, to: bob@example.org}
      attacks:
      \(spies.joined(separator: "\n"))
      """
  }

  /// All 90 ways to deal two of ten gateways to two spies.
  private static let twoOfTen = Arrangement(ways: 90) { scenario, way in
    let first = way / 9
    let second = (first + 1 + way % 9) % 10
    scenario.attacks.removeLast()
    for (row, gateway) in [first, second].enumerated() {
      scenario.attacks[row].grants = [.ownGateway(ServerRow(gateway))]
    }
  }

  /// Each gateway is lost in one way of five.
  private static let oneInFive = Arrangement(ways: 125) { scenario, way in
    let digits = [way % 5, way / 5 % 5, way / 25]
    scenario.attacks = zip(scenario.attacks, digits).filter { $1 == 0 }.map { $0.0 }
  }

  static let gateways: [Truth] = [
    Truth(
      section: "4.4", quantity: "read at 2 of 10 gateways, 3 on the path",
      formula: "1 − C(n−h,k)/C(n,k)", expected: ClosedForm.meets(path: 3, adversary: 2, of: 10),
      text: gatewayed(), arrangement: twoOfTen
    ) { ($0.attacks.contains { $0.read > 0 } ? 1 : 0, 1) },
    Truth(
      section: "4.4", quantity: "of the path's gateways, those of an adversary", formula: "hk/n",
      expected: ClosedForm.held(path: 3, adversary: 2, of: 10), text: gatewayed(),
      arrangement: twoOfTen
    ) { (Double($0.attacks.count { $0.read > 0 }), 1) },
    Truth(
      section: "4.4", quantity: "read where each of 3 gateways is lost with 0.2",
      formula: "1 − (1−c)^h", expected: ClosedForm.any(of: 3, each: 0.2), text: gatewayed(),
      arrangement: oneInFive
    ) { ($0.attacks.contains { $0.read > 0 } ? 1 : 0, 1) },
    Truth(
      section: "4.4", quantity: "content read at gateways, with PGP", formula: "0", expected: 0,
      text: gatewayed(protection: "openpgp"), arrangement: twoOfTen
    ) { ($0.attacks.contains { $0.read > 0 } ? 1 : 0, 1) },
    Truth(
      section: "4.4", quantity: "who wrote to whom, with PGP", formula: "as without",
      expected: ClosedForm.meets(path: 3, adversary: 2, of: 10),
      text: gatewayed(protection: "openpgp"), arrangement: twoOfTen,
      tracing: { trace in
        let isSeen = trace.records.contains {
          if case .attack(_, .copyRead) = $0.event { true } else { false }
        }
        return (isSeen ? 1 : 0, 1)
      }),
  ]

  // MARK: Disks

  private static func atRest(
    _ quantity: String, _ expected: Double, read: String, run: String, attacks: String = "{}",
    observable: @escaping @Sendable (Measures) -> Part = { ($0.inMailboxes, 1) }
  ) -> Truth {
    Truth(
      section: "4.4", quantity: quantity, formula: "λ·E[dwell]", expected: expected,
      text: world(
        run: run,
        people: """
          {rita: {site: csim, mailbox: rita@cs.ait.ac.th, read: \(read)}, \
          ann: {site: csim, mailbox: ann@cs.ait.ac.th}}
          """,
        traffic: "{letters: {from: ann, to: rita@cs.ait.ac.th, every: {poisson: 10m}}}",
        attacks: attacks),
      observable: observable)
  }

  static let disks: [Truth] = [
    atRest(
      "at rest, POP every 10 min", ClosedForm.atRest(rate: 0.1, dwell: 5), read: "{every: 10m}",
      run: "20h"),
    atRest(
      "at rest, IMAP, mean of 2 days", ClosedForm.atRest(rate: 144, dwell: 1),
      read: "{service: imap, every: 6h}", run: "2d"),
    // No letter lies there for two looks.
    atRest(
      "read at a look at the disk, POP every 10 min", ClosedForm.atRest(rate: 0.1, dwell: 5),
      read: "{every: 10m}", run: "20h",
      attacks: """
        {reader: {kind: compromised-gateway, can: {own-gateway: mail}, start: 2h, every: 11m}}
        """
    ) { (Double($0.attacks[0].read), Double($0.attacks[0].attempted)) },
  ]
}
