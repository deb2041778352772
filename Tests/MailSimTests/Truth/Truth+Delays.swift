@testable import MailSim

/// How long it takes when a first try does not succeed.
extension Truth {
  private static let ann = "{ann: {site: csim, mailbox: ann@cs.ait.ac.th}}"
  private static let oneLetter = "[{at: 0s, mail: {from: ann, to: bob@example.org}}]"

  // MARK: Tries

  private static func tries(_ schedule: String, _ expected: Double) -> Truth {
    Truth(
      section: "4.5", quantity: "tries in 5 days, \(schedule)", formula: "the schedule",
      expected: expected,
      text: world(
        run: "8d", mail: ", outbound: encrypt, queue: {schedule: \(schedule), lifetime: 5d}",
        elsewhere: ", tls: no", people: ann, traffic: "{}", events: oneLetter)
    ) {
      // Besides the tries: handing the letter in.
      (Double($0.connections - 1), 1)
    }
  }

  /// The ages of Postfix's tries, without its queue runs.
  private static let ages: [Double] =
    [0, 300, 600, 1_200, 2_400, 4_800] + (0..<107).map { 8_800 + 4_000 * Double($0) }

  /// The delay of a single letter, which chance has no part in.
  private static func delay(
    _ quantity: String, _ expected: Double, formula: String, schedule: String, elsewhere: String
  ) -> Truth {
    Truth(
      section: "4.5", quantity: quantity, formula: formula, expected: expected,
      text: world(
        run: "12h", mail: ", queue: {schedule: \(schedule)}", elsewhere: elsewhere, people: ann,
        traffic: "{}", events: oneLetter)
    ) { ($0.honest.delay.tally.sum, Double($0.honest.delay.tally.count)) }
  }

  private static func outage(_ schedule: String, over minutes: Int, _ expected: Double) -> Truth {
    delay(
      "outage of \(minutes) min, \(schedule)", expected, formula: "first try ≥ D",
      schedule: schedule, elsewhere: ", outages: {from: 0s, to: \(minutes)m}")
  }

  /// Each try meets a server that offers what is demanded with chance 0.6.
  private static func chancy(
    _ schedule: String, ages: [Double], resolution: Double = 0.0025
  ) -> Truth {
    Truth(
      section: "4.5", quantity: "mean delay, each try succeeds in 0.6, \(schedule)",
      formula: "Σ s(1−s)ⁱ aᵢ", expected: ClosedForm.delay(ages: ages, success: 0.6),
      text: world(
        run: "200h", mail: ", outbound: encrypt, queue: {schedule: \(schedule)}",
        elsewhere: ", tls: {share: 0.6}", people: ann,
        // Letters end long before the run, so that the slowest arrive.
        traffic: """
          {letters: {from: ann, to: bob@example.org, every: {poisson: 10m}, until: 120h}}
          """), resolution: resolution
    ) { ($0.honest.delay.tally.sum, Double($0.honest.delay.tally.count)) }
  }

  static let attempts: [Truth] = [
    tries("postfix-ideal", 113),
    tries("postfix", 108),
    tries("rfc", 241),
    chancy("rfc", ages: (0...240).map { 1_800 * Double($0) }),
    chancy("postfix-ideal", ages: ages, resolution: 0.005),
    outage("qmail", over: 50, 3_600),
    outage("sendmail", over: 50, 3_600),
    outage("[5m, 20m, 45m, 2h]", over: 44, 2_700),
  ]

  // MARK: Greylists

  private static func greylist(_ minutes: Int, _ schedule: String, _ expected: Double) -> Truth {
    delay(
      "greylist of \(minutes) min, \(schedule)", expected, formula: "first try ≥ G",
      schedule: schedule, elsewhere: ", defences: {greylist: \(minutes)m}")
  }

  /// Exchangers of equal preference whose greylists know nothing of each other.
  private static func exchangers(_ count: Int) -> Truth {
    let hosts = (1...count).map { row in
      "  mx\(row): {host: mx\(row).example.org, site: org, relay-domains: example.org, "
        + "routes: {\"*\": box}, defences: {greylist: {delay: 1m}}}"
    }
    let records = (1...count).map { "10 mx\($0)" }.joined(separator: ", ")
    return Truth(
      section: "4.5", quantity: "tries, \(count) greylists apart", formula: "first repeat",
      expected: ClosedForm.tries(hosts: count),
      text: """
        mailsim: 1
        title: greylists apart
        seed: 20261124
        run: 24h
        sites:
          csim: {ours: yes, networks: 192.0.2.0/24, latency: 0, uplink: {latency: 0}}
          org: {networks: 198.51.100.0/24, latency: 0, uplink: {latency: 0}}
        dns: {example.org: [\(records)]}
        servers:
          mail: {host: mail.cs.ait.ac.th, site: csim, domains: cs.ait.ac.th, queue: {schedule: rfc}}
        \(hosts.joined(separator: "\n"))
          box: {host: box.example.org, site: org, domains: example.org}
        people: \(ann)
        events: \(oneLetter)
        """
    ) { (Double($0.deferrals + $0.honest.delivered), 1) }
  }

  static let greylists: [Truth] = [
    greylist(5, "postfix", 300), greylist(5, "qmail", 400), greylist(5, "rfc", 1_800),
    greylist(60, "postfix", 4_800), greylist(60, "qmail", 3_600), greylist(60, "rfc", 3_600),
    Truth(
      section: "4.5", quantity: "greylist of 5 min, queue runs every 30", formula: "G + q/2",
      expected: ClosedForm.firstRun(from: 300, every: 1_800),
      // Letters lie so far apart that none finds the way another has paved.
      text: world(
        run: "20d", mail: ", queue: {schedule: sendmail}",
        elsewhere: ", defences: {greylist: {delay: 5m, memory: 1s, whitelist-after: 0}}",
        people: ann,
        traffic: "{letters: {from: ann, to: bob@example.org, every: {uniform: [2h, 3h]}}}")
    ) { ($0.honest.delay.tally.sum, Double($0.honest.delay.tally.count)) },
    exchangers(1), exchangers(2), exchangers(3),
    Truth(
      section: "4.5", quantity: "bots past a greylist, 6 in 10 come back",
      formula: "b·e^(−G/L)",
      expected: ClosedForm.passing(comingBack: 0.6, delay: 6, listing: 10),
      text: world(
        run: "4h",
        mail: """
          , defences: {greylist: {delay: 5m, width: 32, whitelist-after: 0}, \
          block-list: {listing: {exponential: 10m}}}
          """,
        people: """
          {rita: {site: csim, mailbox: rita@cs.ait.ac.th}, \
          bots: {site: hotel, attacker: yes}}
          """,
        traffic: "{}",
        attacks: """
          {patient: {kind: greylist-bypass, by: bots, target: mail, victims: rita@cs.ait.ac.th, \
          addresses: 10.0.0.0/16, every: 10s, limit: 600, patience: 6m}, \
          hasty: {kind: snowshoe, by: bots, target: mail, victims: rita@cs.ait.ac.th, \
          addresses: 10.1.0.0/16, every: 10s, limit: 400}}
          """)
    ) { run in
      (
        Double(run.attacks.reduce(0) { $0 + $1.taken }),
        Double(run.attacks.reduce(0) { $0 + $1.attempted })
      )
    },
  ]
}
