import Foundation
import Testing

@testable import MailSim

/// Thousands of damaged files: none may bring the reader down or keep it busy, every problem
/// points into its file, and what is read without a problem can be played.
///
/// `MAILSIM_FUZZ=1000000` tries that many; `MAILSIM_FUZZ_LAST=FILE` keeps the text being tried
/// in a file, so that it is still there after a crash.
@Suite struct ScenarioFuzzTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let inputs = environment["MAILSIM_FUZZ"].flatMap { Int($0) } ?? 10_000
  private static let last = environment["MAILSIM_FUZZ_LAST"]
  private static let shards = 4

  @Test(arguments: 0..<shards)
  func noTextBringsTheReaderDown(_ shard: Int) {
    var mutator = ScenarioMutator(seed: UInt64(shard))
    var outcome = Outcome()
    for number in 0..<(Self.inputs / Self.shards) {
      let seed = UInt64(number * Self.shards + shard)
      let text: String
      switch number % 20 {
      case 0...3: text = mutator.randomBytes()
      case 4...8:
        var grower = ScenarioGrower(seed: seed, slips: number % 3 == 0 ? 0.05 : 0.002)
        text = grower.scenario()
      case 10 where number % 100 == 10: text = mutator.mutated(everyKey)
      default: text = mutator.mutated(Self.small)
      }
      attempt(text, shard, &outcome)
    }
    // A fuzzer that only ever meets the first check would prove little. Fewer inputs than usual
    // may miss a rare code by chance.
    guard Self.inputs >= 10_000 else { return }
    #expect(outcome.read * 50 > Self.inputs / Self.shards, "\(outcome)")
    #expect(outcome.codes.count >= 12, "\(outcome)")
  }

  private struct Outcome {
    var read = 0
    var played = 0
    var codes: Set<String> = []
  }

  private func attempt(_ text: String, _ shard: Int, _ outcome: inout Outcome) {
    if let last = Self.last {
      try? Data(text.utf8).write(to: URL(filePath: "\(last)-\(shard)"))
    }
    let began = ContinuousClock.now
    do {
      let scenario = try ScenarioReader.read(text, file: "x.yaml")
      outcome.read += 1
      if outcome.read % 4 == 0, Self.isQuiet(scenario) {
        outcome.played += 1
        #expect(Simulation(scenario).run(until: .start + .hours(2)).header.file == "x.yaml")
      }
    } catch {
      outcome.codes.formUnion(error.errors.map(\.code))
      #expect(!error.errors.isEmpty)
      let bare = text.hasPrefix("\u{feff}") ? String(text.dropFirst()) : text
      expectWithin(bare, error.errors)
      if outcome.read % 8 == 0 { #expect(error.description.hasPrefix("error[S0")) }
    }
    // No measurement, a watchdog: whatever machine this is, a minute means a loop without end.
    let time = ContinuousClock.now - began
    #expect(time < .seconds(60), "\(time) for \(text.debugDescription)")
  }

  /// Whether playing it cannot mean millions of messages.
  private static func isQuiet(_ scenario: Scenario) -> Bool {
    scenario.traffic.allSatisfy { $0.interval.mean >= .seconds(20) }
      && scenario.people.allSatisfy {
        if let pause = $0.submission.retryEvery, pause < .seconds(20) { return false }
        guard case .every(let polling) = $0.retrieval.habit else { return true }
        return polling.interval.mean >= .seconds(20)
      }
  }

  private static let small = """
    mailsim: 1
    title: Small
    run: 2h
    sites:
      here: {networks: 192.0.2.0/24, dhcp: {network: 192.0.2.128/25, hold: 1m}}
      away: {networks: [198.51.100.0/24], uplink: {latency: {uniform: [1ms, 20ms]}}}
    dns: {example.net: [10 far, 20 mail], a.example: {alias: example.org}}
    servers:
      mail:
        host: mail.cs.ait.ac.th
        site: here
        domains: [cs.ait.ac.th]
        roaming: {window: 15m, expiry: sweep 5m}
        queue: {schedule: [5m, 1h], lifetime: 2h}
        outages: {from: 50m, to: 55m}
      far: {host: mx.example.org, site: away, domains: example.org, tls: {offer: no}}
    people:
      ann: {site: away, mailbox: ann@cs.ait.ac.th, read: {service: pop3, every: 10m}}
      ben: {site: away, mailbox: ben@example.org, send: {retry: 10m}}
    events:
      - {at: 09:01, login: ann}
      - at: 10m
        mail: {from: ann, to: [ben@example.org, x@example.net], size: 10kB}
        expect: {relay: accept, for: {ben@example.org: {delivered: yes, hops: [plaintext]}}}
      - {at: 20m, move: {machine: ann, to: here}}
      - at: 52m
        smtp: {from: ben, to: mail, lines: ["EHLO b.example", {send: NOOP, reply: 250}]}
    traffic: {t: {from: [ann, ben], to: ben@example.org, every: {exponential: 10m}, limit: 3}}
    expect: {messages: 1..10, queued: "<=3"}
    """
}
