@testable import MailSim

/// What waits in line, and who finds no place.
extension Truth {
  private static let sojourn = Observable.measures { run in
    (run.honest.delay.tally.sum, Double(run.honest.delay.tally.count))
  }

  private static func longer(than limit: Delay) -> Observable {
    .measures { run in
      (run.spoolTime.distribution.above(limit), Double(run.spoolTime.distribution.count))
    }
  }

  private static let oneWorker = "processing: {exponential: 100ms}"

  // MARK: Lines

  /// At 80 % load a run forgets its past slowly: those go down to half a percent, the others, of the
  /// same formulas, to a quarter.
  static let queues: [Truth] = [
    queue(
      "M/M/1 sojourn, 8/s and 10/s", "1/(μ−λ)", ClosedForm.sojourn(arrivals: 8, service: 10),
      arrivals: "125ms", first: oneWorker, resolution: 0.005, observable: sojourn),
    queue(
      "M/M/1 stay longer than 1 s, 8/s and 10/s", "e^(−(μ−λ)t)",
      ClosedForm.sojourn(longerThan: 1, arrivals: 8, service: 10), arrivals: "125ms",
      first: oneWorker, resolution: 0.01, observable: longer(than: .seconds(1))),
    queue(
      "M/M/1 stay longer than 0.4 s, 5/s and 10/s", "e^(−(μ−λ)t)",
      ClosedForm.sojourn(longerThan: 0.4, arrivals: 5, service: 10), arrivals: "200ms",
      first: oneWorker, observable: longer(than: .milliseconds(400))),
    queue(
      "M/M/1 sojourn, 5/s and 10/s", "1/(μ−λ)", ClosedForm.sojourn(arrivals: 5, service: 10),
      arrivals: "200ms", first: oneWorker, observable: sojourn),
    queue(
      "M/M/1 number in the system, 4/s and 10/s", "ρ/(1−ρ)",
      ClosedForm.number(arrivals: 4, service: 10), arrivals: "250ms", first: oneWorker,
      observable: .measures { ($0.inSpools, 1) }),
    queue(
      "M/D/1 sojourn, 8/s and 10/s", "ρ/(2μ(1−ρ)) + 1/μ",
      ClosedForm.sojourn(arrivals: 8, fixedService: 10), arrivals: "125ms",
      first: "processing: 100ms", resolution: 0.005, observable: sojourn),
    queue(
      "M/M/2 sojourn, 10/s and 2·10/s", "C(c, a)/(cμ−λ) + 1/μ",
      ClosedForm.sojourn(arrivals: 10, service: 10, workers: 2), arrivals: "100ms",
      first: "\(oneWorker), workers: 2", observable: sojourn),
    queue(
      "M/M/2 sojourn, 16/s and 2·10/s", "C(c, a)/(cμ−λ) + 1/μ",
      ClosedForm.sojourn(arrivals: 16, service: 10, workers: 2), arrivals: "62500us",
      first: "\(oneWorker), workers: 2", resolution: 0.005, observable: sojourn),
    queue(
      "tandem of M/M/1", "1/(μ₁−λ) + 1/(μ₂−λ)",
      ClosedForm.sojourn(arrivals: 5, service: 10) + ClosedForm.sojourn(arrivals: 5, service: 8),
      arrivals: "200ms", first: oneWorker, second: "processing: {exponential: 125ms}",
      observable: sojourn),
  ]

  /// Time until service begins, read off the trace: one worker takes letters in their order, each
  /// when the one before has left.
  private static let waiting = Observable.trace { trace in
    var arrivals: [Instant] = []
    var departures: [Instant] = []
    for record in trace.records {
      switch record.event {
      case .accepted: arrivals.append(record.at)
      case .removed(_, .spool): departures.append(record.at)
      default: break
      }
    }
    let warm = Instant.start + .minutes(1)
    var sum = 0.0
    var count = 0.0
    for row in departures.indices.dropFirst() where arrivals[row] >= warm {
      sum += max(.zero, departures[row - 1] - arrivals[row]).inSeconds
      count += 1
    }
    return (sum, count)
  }

  static let waits: [Truth] = [
    queue(
      "M/D/1 wait, 5/s and 10/s", "ρ/(2μ(1−ρ))", ClosedForm.wait(arrivals: 5, fixedService: 10),
      arrivals: "200ms", first: "processing: 100ms", run: "20m", observable: waiting),
    queue(
      "M/M/1 wait, 5/s and 10/s", "ρ/(μ−λ)", ClosedForm.wait(arrivals: 5, service: 10),
      arrivals: "200ms", first: oneWorker, run: "20m", resolution: 0.005, observable: waiting),
  ]

  // MARK: Slots

  /// A dialogue in the clear holds its slot for six round trips, from the greeting to QUIT: honest
  /// ones for 0.6 s, hostile ones for 0.3 s.
  private static func slots(
    _ quantity: String, _ expected: Double, count: Int, honest: String, hostile: String? = nil,
    resolution: Double = 0.0025
  ) -> Truth {
    Truth(
      section: "4.6", quantity: quantity, formula: "B(c, a)", expected: expected,
      text: """
        mailsim: 1
        title: slots
        seed: 20261124
        run: 30m
        sites:
          csim: {networks: 192.0.2.0/24, latency: 0, uplink: {latency: 0}}
          far: {networks: 203.0.113.0/24, latency: 0, uplink: {latency: 50ms}}
          near: {networks: 198.51.100.0/24, latency: 0, uplink: {latency: 25ms}}
        servers:
          mail: {host: mail.cs.ait.ac.th, site: csim, domains: cs.ait.ac.th, \
        limits: {connections: \(count), connections-per-client: \(count)}}
        people:
          ann: {site: far, send: {server: mail}}
          eve: {site: near, attacker: yes, send: {server: mail}}
        traffic:
          letters: {from: ann, mail-from: <>, to: rita@cs.ait.ac.th, every: {exponential: \(honest)}}
          \(hostile.map {
            "spam: {from: eve, mail-from: <>, to: rita@cs.ait.ac.th, every: {exponential: \($0)}}"
          } ?? "")
        """, resolution: resolution, coarseRun: .minutes(1)
    ) { (Double($0.turnedAway), Double($0.connections)) }
  }

  /// Connections that say nothing, each cut off after ten seconds, against letters that take no
  /// time at all.
  private static func held(
    _ quantity: String, _ formula: String, _ expected: Double, every: String
  ) -> Truth {
    Truth(
      section: "4.6", quantity: quantity, formula: formula, expected: expected,
      text: world(
        run: "2h", mail: ", limits: {connections: 10, idle: 10s}",
        people: """
          {ann: {site: csim, mailbox: ann@cs.ait.ac.th}, eve: {site: hotel, attacker: yes}}
          """,
        traffic: """
          {letters: {from: ann, to: ann@cs.ait.ac.th, every: {exponential: 1s}, start: 1m}}
          """,
        attacks: "{slow: {kind: slowloris, by: eve, target: mail, every: \(every), limit: 100000}}"),
      resolution: 0.005, coarseRun: .minutes(10)
    ) { (Double($0.honest.refused), Double($0.honest.written)) }
  }

  static let slots: [Truth] = [
    slots(
      "Erlang B, 10 slots, load 10", ClosedForm.erlangB(load: 10, slots: 10), count: 10,
      honest: "60ms"),
    slots(
      "Erlang B, load 5 + 5, two laws of holding", ClosedForm.erlangB(load: 10, slots: 10),
      count: 10, honest: "120ms", hostile: "60ms"),
    // 16.7 honest connections a second, and 300 hostile ones.
    slots(
      "Erlang B, 100 slots, load 10 + 300·0.3", ClosedForm.erlangB(load: 100, slots: 100),
      count: 100, honest: "60ms", hostile: "3333333ns", resolution: 0.01),
    held(
      "turned away, slots held for 10 s each", "B(c, a)",
      ClosedForm.erlangB(load: 10, slots: 10), every: "{exponential: 1s}"),
    held("turned away, c/time-out held connections a second", "1", 1, every: "1s"),
    held("turned away, a fifth less than that", "0", 0, every: "1250ms"),
    Truth(
      section: "4.6", quantity: "time to the first blocked connection", formula: "1/r",
      expected: ClosedForm.alarm(at: 1, rate: 1.0 / 600),
      text: world(
        run: "10h", hotel: ", egress: {ports: 25, action: reject}",
        people: "{bot: {site: hotel, attacker: yes, send: {server: mail}}}",
        traffic: """
          {spam: {from: bot, mail-from: m@example.com, to: bob@example.org, \
          every: {poisson: 10m}, limit: 1}}
          """)
    ) { $0.firstBlocked.map { ($0, 1) } ?? (0, 0) },
    // The bot begins with a try: the alarm comes five tries after it.
    Truth(
      section: "4.6", quantity: "alarm at 5 blocked connections after the first", formula: "k/r",
      expected: ClosedForm.alarm(at: 5, rate: 1.0 / 600),
      text: world(
        run: "20h", hotel: ", egress: {ports: 25, action: reject, alarm: 6}",
        people: "{office: {site: hotel}}", traffic: "{}",
        attacks: """
          {bot: {kind: campus-bot, can: {own-host: office}, victims: bob@example.org, \
          every: {poisson: 10m}}}
          """),
      tracing: { trace in
        trace.attackRecords[0].noticedAt.map { (($0 - .start).inSeconds, 1) } ?? (0, 0)
      }),
  ]
}
