import Foundation
import Testing

@testable import MailSim

/// A closed form and a scenario that must reproduce it, played by the whole simulator.
struct Truth: Sendable, CustomTestStringConvertible {
  let section: String
  let quantity: String
  let formula: String
  let expected: Double
  /// The scenario, as a file.
  let text: String
  /// The standard error a full check goes down to, as a share of the value: a quarter of the error
  /// it has to notice.
  var resolution = 0.0025
  /// In a coarse check a run ends here; nil: at its own end.
  var coarseRun: Delay?
  /// Ways the scene can be arranged, all equally likely; each replication plays every one of them.
  var arrangement: Arrangement?
  let observable: Observable

  typealias Part = (part: Double, whole: Double)

  struct Arrangement: Sendable {
    let ways: Int
    let arrange: @Sendable (inout Scenario, Int) -> Void
  }

  /// What a run adds to numerator and denominator: counted while it goes on, or read off its trace.
  enum Observable: Sendable {
    case measures(@Sendable (Measures) -> Part)
    case trace(@Sendable (Trace) -> Part)
  }

  init(
    section: String, quantity: String, formula: String, expected: Double, text: String,
    resolution: Double = 0.0025, coarseRun: Delay? = nil,
    arrangement: Arrangement? = nil,
    observable: @escaping @Sendable (Measures) -> Part
  ) {
    self.init(
      section, quantity, formula, expected, text, resolution, coarseRun, arrangement,
      .measures(observable))
  }

  init(
    section: String, quantity: String, formula: String, expected: Double, text: String,
    resolution: Double = 0.0025, coarseRun: Delay? = nil,
    arrangement: Arrangement? = nil,
    tracing: @escaping @Sendable (Trace) -> Part
  ) {
    self.init(
      section, quantity, formula, expected, text, resolution, coarseRun, arrangement,
      .trace(tracing))
  }

  fileprivate init(
    _ section: String, _ quantity: String, _ formula: String, _ expected: Double, _ text: String,
    _ resolution: Double, _ coarseRun: Delay?,
    _ arrangement: Arrangement?, _ observable: Observable
  ) {
    self.section = section
    self.quantity = quantity
    self.formula = formula
    self.expected = expected
    self.text = text
    self.resolution = resolution
    self.coarseRun = coarseRun
    self.arrangement = arrangement
    self.observable = observable
  }

  var testDescription: String { "\(section) \(quantity)" }

  /// What came of a check.
  struct Comparison: Sendable {
    let truth: Truth
    let value: Double
    let standardError: Double
    let replications: Int

    /// How many standard errors the simulation is off. What does not vary must be exact, and so must
    /// what always happens or never.
    var deviation: Double {
      let off = abs(value - truth.expected)
      if standardError < 1e-12 || truth.expected == 0 || truth.expected == 1 {
        return off < 1e-9 * max(1, truth.expected) ? 0 : .infinity
      }
      return off / standardError
    }

    var holds: Bool { deviation <= 4 }
  }

  /// Plays replications until the standard error is small enough.
  ///
  /// - Parameter coarser: how many times larger an error may stay unnoticed.
  func check(coarser: Double = 1) throws -> Comparison {
    let scenario = try ScenarioReader.read(text, file: "\(testDescription).yaml")
    var tally = RatioTally()
    // What never happens has no share to go by; fifty runs in which it does not are enough.
    let wanted = expected == 0 ? .infinity : resolution * coarser * expected
    let isCoarse = coarser > 1
    let until = isCoarse ? coarseRun.map { Instant.start + $0 } : nil
    Replications(0..<1_000_000).run {
      play(scenario, replication: $0, until: until)
    } consume: { row, found in
      tally.add(found.part, of: found.whole)
      guard isCoarse ? row >= 9 : row >= 49 && row % 25 == 24 else { return true }
      return (tally.standardError ?? .infinity) > wanted
    }
    return Comparison(
      truth: self, value: tally.value ?? .nan, standardError: tally.standardError ?? 0,
      replications: tally.runs)
  }

  /// One run of the whole simulator, or one for each arrangement of the scene.
  func play(_ scenario: Scenario, replication: Int, until: Instant?) -> Part {
    guard let arrangement else { return read(scenario, replication: replication, until: until) }
    return (0..<arrangement.ways).reduce((0, 0)) { sum, way in
      var scenario = scenario
      arrangement.arrange(&scenario, way)
      let found = read(scenario, replication: replication, until: until)
      return (sum.0 + found.part, sum.1 + found.whole)
    }
  }

  private func read(_ scenario: Scenario, replication: Int, until: Instant?) -> Part {
    let simulation = Simulation(scenario)
    return switch observable {
    case .measures(let read): read(simulation.measure(replication: replication, until: until))
    case .trace(let read): read(simulation.run(replication: replication, until: until))
    }
  }

  // MARK: The worlds they live in

  /// CSIM's server, a server elsewhere that holds example.org, and a hotel. Nothing takes time but
  /// what a case says, so that no latency blurs a formula.
  static func world(
    run: String, window: String = "15m", expiry: String = "exact", mail: String = "",
    elsewhere: String = "", hotel: String = "", people: String, traffic: String,
    events: String = "[]", attacks: String = "{}"
  ) -> String {
    """
    mailsim: 1
    title: a closed form
    seed: 20261124
    run: \(run)
    sites:
      csim: {ours: yes, networks: 192.0.2.0/24, latency: 0, uplink: {latency: 0}}
      hotel: {networks: 203.0.113.0/24, latency: 0, uplink: {latency: 0}\(hotel)}
      org: {networks: 198.51.100.0/24, latency: 0, uplink: {latency: 0}}
    servers:
      mail: {host: mail.cs.ait.ac.th, site: csim, domains: cs.ait.ac.th, \
    roaming: {window: \(window), expiry: \(expiry)}\(mail)}
      mx: {host: mx.example.org, site: org, domains: example.org\(elsewhere)}
    people: \(people)
    traffic: \(traffic)
    events: \(events)
    attacks: \(attacks)
    """
  }

  /// A roamer with a habit of checking, whose letters go elsewhere.
  ///
  /// Letters come evenly, from a random moment on: as independent of the checks as random ones, and
  /// fewer of them tell as much.
  static func roamer(
    _ quantity: String, _ formula: String, _ expected: Double, read: String,
    window: String = "15m", expiry: String = "exact", hotel: String = "", run: String = "46h",
    letters: String = "every: 7m, first: {uniform: [0, 7m]}, start: 2h", accepted: Bool = false
  ) -> Truth {
    Truth(
      section: "4.1", quantity: quantity, formula: formula, expected: expected,
      text: world(
        run: run, window: window, expiry: expiry, hotel: hotel,
        people: "{rita: {site: hotel, mailbox: rita@cs.ait.ac.th, read: \(read)}}",
        traffic: "{letters: {from: rita, to: bob@example.org, \(letters)}}"),
      coarseRun: .hours(12)
    ) { run in
      let settled = run.honest.written - run.honest.queued
      return (
        Double(accepted ? run.honest.delivered : run.honest.refused), Double(settled)
      )
    }
  }

  /// Somebody behind the same NAT as a roamer who left after an hour, with a letter each half minute.
  static func exposure(
    _ quantity: String, _ formula: String, _ expected: Double, read: String,
    expiry: String = "exact"
  ) -> Truth {
    Truth(
      section: "4.2", quantity: quantity, formula: formula, expected: expected,
      text: world(
        run: "1h25m", expiry: expiry, hotel: ", nat: 203.0.113.9",
        people: """
          {rita: {site: hotel, mailbox: rita@cs.ait.ac.th, read: {until: 1h, \(read)}}, \
          mallory: {site: hotel, attacker: yes, send: {server: mail}}}
          """,
        traffic: """
          {spam: {from: mallory, mail-from: m@example.com, to: bob@example.org, every: 30s, \
          first: {uniform: [0, 30s]}, start: 1h, until: 1h21m}}
          """)
    ) { (Double($0.hostile.written - $0.hostile.refused - $0.hostile.queued) / 2, 1) }
  }

  /// Riders behind the NAT of a roamer; whether any of them gets through.
  static func riders(
    _ quantity: String, _ formula: String, _ expected: Double, section: String = "4.3",
    riders: Int, spam: String, read: String, events: String = "[]", run: String = "2h",
    resolution: Double = 0.0025
  ) -> Truth {
    let names = (0..<riders).map { "rider\($0)" }
    let people = names.map { "\($0): {site: hotel, attacker: yes, send: {server: mail}}" }
    return Truth(
      section: section, quantity: quantity, formula: formula, expected: expected,
      text: world(
        run: run, hotel: ", nat: 203.0.113.9",
        people: """
          {rita: {site: hotel, mailbox: rita@cs.ait.ac.th\(read)}, \
          \(people.joined(separator: ", "))}
          """,
        traffic: """
          {spam: {from: [\(names.joined(separator: ", "))], mail-from: m@example.com, \
          to: bob@example.org, \(spam)}}
          """,
        events: events), resolution: resolution
    ) { ($0.hostile.delivered > 0 ? 1 : 0, 1) }
  }

  /// A roamer who sends just before each check, and writes so often that no check a window apart
  /// from the last one has nothing to send.
  static func checks(
    _ quantity: String, _ formula: String, _ expected: Double, every: String,
    resolution: Double = 0.0025, observable: @escaping @Sendable (Checks) -> Part
  ) -> Truth {
    Truth(
      section: "4.1", quantity: quantity, formula: formula, expected: expected,
      text: world(
        run: "46h",
        people: """
          {rita: {site: hotel, mailbox: rita@cs.ait.ac.th, \
          read: {every: \(every), order: send-first}}}
          """,
        traffic: "{letters: {from: rita, to: bob@example.org, every: 14m}}"),
      resolution: resolution, coarseRun: .hours(12), tracing: { observable(Checks($0)) })
  }

  /// Checks after the first: how many, how many found the window closed, and in what time.
  struct Checks {
    var all = 0
    var late = 0
    var hours = 0.0

    init(_ trace: Trace) {
      var first: Instant?
      var wasRefused = false
      for record in trace.records {
        switch record.event {
        case .decided(_, .refuse, _, _, _, _): wasRefused = true
        case .windowOpened:
          if let first {
            all += 1
            if wasRefused { late += 1 }
            hours = (record.at - first).inSeconds / 3_600
          } else {
            first = record.at
          }
          wasRefused = false
        default: break
        }
      }
    }
  }

  /// The address of a roamer who leaves after an hour is lent on.
  static func lease(
    _ quantity: String, _ formula: String, _ expected: Double, hold: String
  ) -> Truth {
    Truth(
      section: "4.2", quantity: quantity, formula: formula, expected: expected,
      text: world(
        run: "1h20m", hotel: ", dhcp: {network: 203.0.113.0/24, hold: \(hold)}",
        people: """
          {rita: {site: hotel, mailbox: rita@cs.ait.ac.th, read: {every: 10m, until: 1h}}, \
          eve: {site: org, attacker: yes}}
          """,
        traffic: "{}", events: "[{at: 1h, move: {machine: rita, to: org}}]",
        attacks: """
          {heir: {kind: address-reuse, by: eve, can: {next-lease: rita}, target: mail, \
          victims: bob@example.org, every: {exponential: 10m}}}
          """)
    ) { ($0.attacks[0].succeeded ? 1 : 0, 1) }
  }

  /// Letters that come at random times and are delivered after a queue with one stage or two.
  static func queue(
    _ quantity: String, _ formula: String, _ expected: Double, arrivals: String, first: String,
    second: String? = nil, run: String = "2h", resolution: Double = 0.0025,
    observable: Observable
  ) -> Truth {
    Truth(
      "4.6", quantity, formula, expected,
      world(
        run: run, mail: ", queue: {\(first)}",
        elsewhere: second.map { ", queue: {\($0)}" } ?? "",
        people: "{ann: {site: csim, mailbox: ann@cs.ait.ac.th}}",
        traffic: """
          {letters: {from: ann, \
          to: \(second == nil ? "ann@cs.ait.ac.th" : "bob@example.org"), \
          every: {exponential: \(arrivals)}}}
          """), resolution, .minutes(3), nil, observable)
  }
}
