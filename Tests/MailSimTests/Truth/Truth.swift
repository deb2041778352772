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
  /// What a run adds to numerator and denominator.
  let reading: @Sendable (Measures) -> (part: Double, whole: Double)

  var testDescription: String { "\(section) \(quantity)" }

  /// What came of a check.
  struct Finding: Sendable {
    let truth: Truth
    let value: Double
    let standardError: Double
    let replications: Int

    /// How many standard errors the simulation is off. What does not vary must be exact.
    var deviation: Double {
      let off = abs(value - truth.expected)
      if standardError < 1e-12 { return off < 1e-9 * max(1, truth.expected) ? 0 : .infinity }
      return off / standardError
    }

    var holds: Bool { deviation <= 4 }
  }

  /// Plays replications until the standard error is small enough.
  ///
  /// - Parameter coarser: how many times larger an error may stay unnoticed.
  func check(coarser: Double = 1) throws -> Finding {
    let scenario = try ScenarioReader.read(text, file: "\(testDescription).yaml")
    let simulation = Simulation(scenario)
    var tally = RatioTally()
    let wanted = resolution * coarser * expected
    let isCoarse = coarser > 1
    let until = isCoarse ? coarseRun.map { Instant.start + $0 } : nil
    Replications(0..<1_000_000).run {
      simulation.measure(replication: $0, until: until)
    } consume: { row, run in
      let (part, whole) = reading(run)
      tally.add(part, of: whole)
      guard isCoarse ? row >= 9 : row >= 49 && row % 25 == 24 else { return true }
      return (tally.standardError ?? .infinity) > wanted
    }
    return Finding(
      truth: self, value: tally.value ?? .nan, standardError: tally.standardError ?? 0,
      replications: tally.runs)
  }

  // MARK: The worlds they live in

  /// CSIM's server, a server elsewhere that holds example.org, and a hotel. Nothing takes time but
  /// what a case says, so that no latency blurs a formula.
  static func world(
    run: String, window: String = "15m", expiry: String = "exact", mail: String = "",
    elsewhere: String = "", hotel: String = "", people: String, traffic: String,
    events: String = "[]"
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
    """
  }

  /// A roamer with a habit of checking, whose letters go elsewhere.
  static func roamer(
    _ quantity: String, _ formula: String, _ expected: Double, read: String,
    window: String = "15m", expiry: String = "exact", hotel: String = "", run: String = "46h",
    letters: String = "every: {poisson: 7m}, start: 6h", accepted: Bool = false
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

  /// Somebody behind the same NAT as a roamer who left at 3:00, one letter every six seconds.
  static func exposure(
    _ quantity: String, _ formula: String, _ expected: Double, read: String,
    expiry: String = "exact"
  ) -> Truth {
    Truth(
      section: "4.2", quantity: quantity, formula: formula, expected: expected,
      text: world(
        run: "3h40m", expiry: expiry, hotel: ", nat: 203.0.113.9",
        people: """
          {rita: {site: hotel, mailbox: rita@cs.ait.ac.th, read: {until: 3h, \(read)}}, \
          mallory: {site: hotel, attacker: yes, send: {server: mail}}}
          """,
        traffic: """
          {spam: {from: mallory, mail-from: m@example.com, to: bob@example.org, every: {poisson: 30s}, start: 3h, \
          until: 3h35m}}
          """)
    ) { (Double($0.hostile.written - $0.hostile.refused - $0.hostile.queued) / 2, 1) }
  }

  /// Riders behind the NAT of a roamer; whether any of them gets through.
  static func riders(
    _ quantity: String, _ formula: String, _ expected: Double, section: String = "4.3",
    riders: Int, spam: String, read: String, events: String = "[]", run: String = "4h"
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
        events: events)
    ) { ($0.hostile.delivered > 0 ? 1 : 0, 1) }
  }

  /// Letters that come at random times and are delivered after a queue with one stage or two.
  static func queue(
    _ quantity: String, _ formula: String, _ expected: Double, arrivals: String, first: String,
    second: String? = nil, resolution: Double = 0.005,
    reading: @escaping @Sendable (Measures) -> (part: Double, whole: Double)
  ) -> Truth {
    Truth(
      section: "4.6", quantity: quantity, formula: formula, expected: expected,
      text: world(
        run: "2h", mail: ", queue: {\(first)}",
        elsewhere: second.map { ", queue: {\($0)}" } ?? "",
        people: "{ann: {site: csim, mailbox: ann@cs.ait.ac.th}}",
        traffic: """
          {letters: {from: ann, \
          to: \(second == nil ? "ann@cs.ait.ac.th" : "bob@example.org"), \
          every: {exponential: \(arrivals)}}}
          """),
      resolution: resolution, coarseRun: .minutes(3), reading: reading)
  }
}
