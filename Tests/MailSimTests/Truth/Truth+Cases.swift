@testable import MailSim

extension Truth {
  static let all: [Truth] = refusals + exposures + riding + paths + delays + queues

  /// One case of each family, cheap enough for every day.
  static let slice: [Truth] = [
    refusals[1], refusals[5], exposures[0], riding[0], paths[0], delays[0], queues[3],
    queues[queues.count - 1],
  ]

  // MARK: 4.1

  static let refusals: [Truth] = [
    roamer("fixed 10, W 15", "max(0, 1 − W/T)", 0, read: "{every: 10m}", run: "20h"),
    roamer(
      "fixed 20, W 15", "1 − W/T", ClosedForm.refused(window: 15, every: 20), read: "{every: 20m}"),
    roamer(
      "fixed 30, W 15", "1 − W/T", ClosedForm.refused(window: 15, every: 30), read: "{every: 30m}"),
    roamer(
      "uniform 5–25, W 15", "(b−W)²/(2(b−a)m)",
      ClosedForm.refused(window: 15, uniform: 5, 25), read: "{every: {uniform: [5m, 25m]}}"),
    roamer(
      "uniform 20–30, W 15", "1 − W/m", ClosedForm.refused(window: 15, uniform: 20, 30),
      read: "{every: {uniform: [20m, 30m]}}"),
    roamer(
      "Poisson 10, W 15", "e^(−W/m)", ClosedForm.refused(window: 15, poisson: 10),
      read: "{every: {poisson: 10m}}"),
    roamer(
      "Erlang-2 10, W 15", "e^(−2W/m)(1+W/m)", ClosedForm.refused(window: 15, erlangOfTwo: 10),
      read: "{every: {erlang: {shape: 2, mean: 10m}}}"),
    roamer(
      "fixed 10, 1 in 10 fails", "qⁿ⁺¹ + (1−q)qⁿ(1−r/T)",
      ClosedForm.refused(window: 15, every: 10, failing: 0.1),
      read: "{every: 10m, failing: 0.1}"),
    roamer(
      "just before a fixed check, T 20", "P(X ≥ W)", 1, read: "{every: 20m, order: send-first}",
      run: "20h"),
    roamer(
      "just before a check, uniform 5–25", "E[X; X≥W]/E[X]",
      ClosedForm.refusedJustBefore(window: 15, uniform: 5, 25),
      read: "{every: {uniform: [5m, 25m]}, order: send-first}"),
    roamer(
      "just after a check", "0", 0, read: "{every: 20m, order: receive-first}", run: "20h"),
    roamer(
      "sweeper 5, fixed 30", "1 − (W+S/2)/T", ClosedForm.refused(window: 15, every: 30, sweep: 5),
      read: "{every: {uniform: [30m, 30m]}}", expiry: "sweep 5m"),
    roamer(
      "sweeper 5, Poisson 10", "e^(−λW)(1−e^(−λS))/(λS)",
      ClosedForm.refused(window: 15, poisson: 10, sweep: 5), read: "{every: {poisson: 10m}}",
      expiry: "sweep 5m"),
    roamer(
      "IMAP session of 8 h, accepted", "min(W, D)/D",
      ClosedForm.accepted(window: 15, session: 480),
      read: "{service: imap, idle: yes, every: 480m, first: 0}", run: "8h",
      letters: "every: {poisson: 1m}", accepted: true),
    roamer(
      "CGNAT of 4 addresses, accepted", "(1−r)(1−(1−1/M)ⁿ) + r(1−(1−1/M)ⁿ⁺¹)",
      ClosedForm.accepted(window: 15, every: 10, addresses: 4), read: "{every: 10m}",
      hotel: ", nat: [203.0.113.1, 203.0.113.2, 203.0.113.3, 203.0.113.4]", accepted: true),
  ]

  // MARK: 4.2

  static let exposures: [Truth] = [
    exposure(
      "minutes left, fixed 10", "W − T/2", ClosedForm.exposure(window: 15, every: 10) * 2 / 2,
      read: "every: 10m"),
    exposure(
      "minutes left, fixed 20", "W²/(2T)", ClosedForm.exposure(window: 15, every: 20),
      read: "every: 20m"),
    exposure(
      "minutes left, Poisson 10", "W − m(1−e^(−W/m))",
      ClosedForm.exposure(window: 15, poisson: 10), read: "every: {poisson: 10m}"),
    exposure("minutes left, right after a check", "W", 15, read: "every: 10m, first: 0"),
    exposure(
      "minutes left, sweeper 5", "W − T/2 + S/2", ClosedForm.exposure(window: 15, every: 10) + 2.5,
      read: "every: 10m", expiry: "sweep 5m"),
    riders(
      "address inherited after Exp(10)", "1 − e^(−γ(W−T))(1−e^(−γT))/(γT)",
      ClosedForm.inherited(window: 15, every: 10, reassigned: 10), section: "4.2", riders: 1,
      spam: "every: 1h, first: {exponential: 10m}, start: 3h, limit: 1",
      read: ", read: {every: 10m, until: 3h}", run: "6h"),
  ]

  // MARK: 4.3

  private static let oneLogin = "[{at: 1h, login: rita}]"

  static let riding: [Truth] = [
    riders(
      "3 riders, Poisson 60, τ 15", "1 − e^(−kμτ)",
      ClosedForm.ridden(by: 3, poisson: 60, open: 15), riders: 3,
      spam: "every: {poisson: 60m}, start: 1h, until: 2h", read: "", events: oneLogin, run: "2h"),
    riders(
      "3 riders every 60, τ 15", "1 − (1 − τ/P)^k",
      ClosedForm.ridden(by: 3, every: 60, open: 15), riders: 3,
      spam: "every: 60m, first: {uniform: [0, 60m]}, start: 1h, until: 2h", read: "",
      events: oneLogin, run: "2h"),
    riders(
      "1 rider, session 30 and what is left", "1 − e^(−s(D+W−T))(1−e^(−sT))/(sT)",
      ClosedForm.ridden(by: 1, poisson: 60, session: 30, window: 15, every: 10), riders: 1,
      spam: "every: {poisson: 60m}, start: 150m", read: ", read: {every: 10m, until: 3h}"),
    riders(
      "one hostile neighbour of 9, each 1 in 10", "1 − (1−f)^(N−1)",
      ClosedForm.any(of: 9, each: 0.1), riders: 9,
      spam: "every: 1h, first: 5m, start: 1h, limit: 1, active: 0.1", read: "",
      events: oneLogin, run: "2h"),
  ]

  // MARK: 4.4

  private static let chances = [0.9, 0.8, 0.95, 0.7]

  private static let chain = """
    mailsim: 1
    title: four hops
    seed: 20261124
    run: 3h
    sites:
      all: {networks: 192.0.2.0/24, latency: 0}
    servers:
      s1: {host: s1.example, site: all, routes: {"*": s2}, tls: {share: 0.9}}
      s2: {host: s2.example, site: all, relay-domains: example.org, routes: {"*": s3}, \
    tls: {share: 0.8}}
      s3: {host: s3.example, site: all, relay-domains: example.org, routes: {"*": s4}, \
    tls: {share: 0.95}}
      s4: {host: mx.example.org, site: all, domains: example.org, tls: {share: 0.7}}
    people:
      ann: {site: all, send: {server: s1}, encrypts: server-certificate}
      tom: {site: all, send: {server: s1}, encrypts: server-certificate, end-to-end: openpgp}
    traffic:
      letters: {from: [ann, tom], mail-from: <>, to: bob@example.org, every: {poisson: 1m}}
    """

  private static func atRest(_ quantity: String, _ expected: Double, read: String, run: String)
    -> Truth
  {
    Truth(
      section: "4.4", quantity: quantity, formula: "λ·E[dwell]", expected: expected,
      text: world(
        run: run,
        people: """
          {rita: {site: csim, mailbox: rita@cs.ait.ac.th, read: \(read)}, \
          ann: {site: csim, mailbox: ann@cs.ait.ac.th}}
          """,
        traffic: "{letters: {from: ann, to: rita@cs.ait.ac.th, every: {poisson: 10m}}}")
    ) { ($0.inMailboxes, 1) }
  }

  static let paths: [Truth] = [
    Truth(
      section: "4.4", quantity: "all of 4 hops encrypted", formula: "Π pᵢ",
      expected: ClosedForm.onAll(chances), text: chain
    ) { (Double($0.honest.deliveredEncrypted), Double($0.honest.delivered)) },
    Truth(
      section: "4.4", quantity: "plaintext hops of a message", formula: "Σ (1−pᵢ)",
      expected: chances.reduce(0) { $0 + 1 - $1 }, text: chain
    ) { (Double($0.honest.plaintextHops), Double($0.honest.messages)) },
    Truth(
      section: "4.4", quantity: "copies readable where half is PGP", formula: "1/2",
      expected: 0.5, text: chain
    ) { (Double($0.summary.readablePlaces), Double($0.summary.restingPlaces)) },
    atRest(
      "at rest, POP every 10 min", ClosedForm.atRest(rate: 0.1, dwell: 5), read: "{every: 10m}",
      run: "20h"),
    atRest(
      "at rest, IMAP, mean of 2 days", ClosedForm.atRest(rate: 144, dwell: 1),
      read: "{service: imap, every: 6h}", run: "2d"),
  ]

  // MARK: 4.5

  private static func attempts(_ schedule: String, _ expected: Double) -> Truth {
    Truth(
      section: "4.5", quantity: "tries in 5 days, \(schedule)", formula: "the schedule",
      expected: expected,
      text: world(
        run: "8d", mail: ", outbound: encrypt, queue: {schedule: \(schedule), lifetime: 5d}",
        elsewhere: ", tls: no", people: "{ann: {site: csim, mailbox: ann@cs.ait.ac.th}}",
        traffic: "{}",
        events: "[{at: 0s, mail: {from: ann, to: bob@example.org}}]")
    ) {
      // Besides the tries: handing the letter in.
      (Double($0.connections - 1), 1)
    }
  }

  private static let ages: [Double] =
    [0, 300, 600, 1_200, 2_400, 4_800] + (0..<107).map { 8_800 + 4_000 * Double($0) }

  static let delays: [Truth] = [
    attempts("postfix-ideal", 113),
    attempts("postfix", 108),
    attempts("rfc", 241),
    Truth(
      section: "4.5", quantity: "mean delay, each try succeeds in 0.6", formula: "Σ s(1−s)ⁱ aᵢ",
      expected: ClosedForm.delay(ages: ages, success: 0.6),
      text: world(
        run: "200h", mail: ", outbound: encrypt, queue: {schedule: postfix-ideal}",
        elsewhere: ", tls: {share: 0.6}",
        people: "{ann: {site: csim, mailbox: ann@cs.ait.ac.th}}",
        // Letters end long before the run, so that the slowest arrive.
        traffic: """
          {letters: {from: ann, to: bob@example.org, every: {poisson: 30m}, until: 60h}}
          """), resolution: 0.005
    ) { ($0.honest.delay.tally.sum, Double($0.honest.delay.tally.count)) },
    Truth(
      section: "4.6", quantity: "time to the first blocked connection", formula: "1/r",
      expected: 600,
      text: world(
        run: "10h", hotel: ", egress: {ports: 25, action: reject}",
        people: "{bot: {site: hotel, attacker: yes, send: {server: mail}}}",
        traffic:
          "{spam: {from: bot, mail-from: m@example.com, to: bob@example.org, every: {poisson: 10m}, limit: 1}}"
      )
    ) { $0.firstBlocked.map { ($0, 1) } ?? (0, 0) },
  ]

  // MARK: 4.6

  private static func meanSojourn(_ run: Measures) -> (part: Double, whole: Double) {
    (run.honest.delay.tally.sum, Double(run.honest.delay.tally.count))
  }

  static let queues: [Truth] = [
    queue(
      "M/M/1 sojourn, 8/s and 10/s", "1/(μ−λ)", ClosedForm.sojourn(arrivals: 8, service: 10),
      arrivals: "125ms", first: "processing: {exponential: 100ms}", reading: meanSojourn),
    queue(
      "M/M/1 stay longer than 1 s", "e^(−(μ−λ)t)",
      ClosedForm.sojourn(longerThan: 1, arrivals: 8, service: 10), arrivals: "125ms",
      first: "processing: {exponential: 100ms}", resolution: 0.01
    ) { ($0.spoolTime.distribution.above(.seconds(1)), Double($0.spoolTime.distribution.count)) },
    queue(
      "M/M/1 number in the system", "ρ/(1−ρ)", ClosedForm.number(arrivals: 8, service: 10),
      arrivals: "125ms", first: "processing: {exponential: 100ms}"
    ) { ($0.inSpools, 1) },
    queue(
      "M/M/1 sojourn, 5/s and 10/s", "1/(μ−λ)", ClosedForm.sojourn(arrivals: 5, service: 10),
      arrivals: "200ms", first: "processing: {exponential: 100ms}", resolution: 0.0025,
      reading: meanSojourn),
    queue(
      "M/D/1 sojourn, 8/s and 10/s", "ρ/(2μ(1−ρ)) + 1/μ",
      ClosedForm.sojourn(arrivals: 8, fixedService: 10), arrivals: "125ms",
      first: "processing: 100ms", resolution: 0.0025, reading: meanSojourn),
    queue(
      "M/M/2 sojourn, 16/s and 2·10/s", "C(c, a)/(cμ−λ) + 1/μ",
      ClosedForm.sojourn(arrivals: 16, service: 10, workers: 2), arrivals: "62500us",
      first: "processing: {exponential: 100ms}, workers: 2", reading: meanSojourn),
    queue(
      "tandem of M/M/1", "1/(μ₁−λ) + 1/(μ₂−λ)",
      ClosedForm.sojourn(arrivals: 5, service: 10) + ClosedForm.sojourn(arrivals: 5, service: 8),
      arrivals: "200ms", first: "processing: {exponential: 100ms}",
      second: "processing: {exponential: 125ms}", resolution: 0.0025, reading: meanSojourn),
    Truth(
      section: "4.6", quantity: "Erlang B, 10 slots, load 10", formula: "B(c, a)",
      expected: ClosedForm.erlangB(load: 10, slots: 10),
      // A dialogue in the clear holds its slot for six round trips of 100 ms, from the greeting to
      // QUIT; 16.67 of them begin in a second.
      text: """
        mailsim: 1
        title: slots
        seed: 20261124
        run: 30m
        sites:
          csim: {networks: 192.0.2.0/24, latency: 0, uplink: {latency: 0}}
          far: {networks: 203.0.113.0/24, latency: 0, uplink: {latency: 50ms}}
        servers:
          mail: {host: mail.cs.ait.ac.th, site: csim, domains: cs.ait.ac.th, \
        limits: {connections: 10}}
        people:
          ann: {site: far, send: {server: mail}}
        traffic:
          letters: {from: ann, mail-from: <>, to: rita@cs.ait.ac.th, every: {exponential: 60ms}}
        """, resolution: 0.0025, coarseRun: .minutes(1)
    ) { (Double($0.turnedAway), Double($0.connections)) },
  ]
}
