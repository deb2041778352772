extension Measure {
  private static func part(_ a: Int, of b: Int) -> (part: Double, whole: Double) {
    (Double(a), Double(b))
  }

  private static func share(
    _ name: String, _ meaning: String, of mail: any KeyPath<Measures, MailMeasures> & Sendable,
    _ part: any KeyPath<MailMeasures, Int> & Sendable
  ) -> Measure {
    Measure(name, .share, meaning) {
      Self.part($0[keyPath: mail][keyPath: part], of: $0[keyPath: mail].written)
    }
  }

  /// Shares, from 0 to 1.
  static let shares: [Measure] = [
    share("refused", "Honest mail the first server did not take.", of: \.honest, \.refused),
    share("delivered", "Honest mail that reached the mailbox.", of: \.honest, \.delivered),
    share("bounced", "Honest mail given up later, with a notice.", of: \.honest, \.bounced),
    share("lost", "Honest mail that vanished without a notice.", of: \.honest, \.lost),
    share("queued", "Honest mail still on its way at the end.", of: \.honest, \.queued),
    share(
      "delayed", "Honest mail delivered after some server put it off.", of: \.honest, \.delayed),
    Measure("encrypted", .share, "Hops of honest mail that were encrypted, of those known.") {
      part($0.honest.encryptedHops, of: $0.honest.encryptedHops + $0.honest.plaintextHops)
    },
    Measure("encrypted-paths", .share, "Honest mail delivered over encrypted hops only.") {
      part($0.honest.deliveredEncrypted, of: $0.honest.delivered)
    },
    share(
      "hostile-refused", "Attackers' mail the first server did not take.", of: \.hostile, \.refused),
    share(
      "hostile-delivered", "Attackers' mail that reached a mailbox.", of: \.hostile, \.delivered),
    Measure("relay-refused", .share, "Verdicts of servers against, of all.") {
      part(
        $0.summary.relayRefused,
        of: $0.summary.relayAccepted + $0.summary.relayRefused + $0.summary.relayDeferred)
    },
    Measure("turned-away", .share, "Connections that met a server with no slot free.") {
      part($0.turnedAway, of: $0.connections)
    },
  ]

  /// Seconds.
  static let times: [Measure] = [
    Measure(
      "delay", .seconds, "From writing to the mailbox, honest mail.",
      batches: { $0.honest.delay.batches }
    ) {
      ($0.honest.delay.tally.sum, Double($0.honest.delay.tally.count))
    },
    quantile("delay-median", 0.5), quantile("delay-95", 0.95), quantile("delay-99", 0.99),
    Measure(
      "spool-time", .seconds, "In one server's queue, each copy.",
      batches: { $0.spoolTime.batches }
    ) {
      ($0.spoolTime.tally.sum, Double($0.spoolTime.tally.count))
    },
  ]

  private static func quantile(_ name: String, _ p: Double) -> Measure {
    let words = p == 0.5 ? "half" : "\(Int((p * 100).rounded())) %"
    return Measure(name, .seconds, "The delay that \(words) of a run's honest mail stays within.") {
      guard let delay = $0.honest.delay.distribution.quantile(p) else { return (0, 0) }
      return (delay.inSeconds, 1)
    }
  }

  /// Averages over the time of a run.
  static let loads: [Measure] = [
    Measure("in-spools", .number, "Copies waiting in queues.") { ($0.inSpools, 1) },
    Measure("in-mailboxes", .number, "Copies lying in mailboxes.") { ($0.inMailboxes, 1) },
    Measure("readable", .number, "Copies whose content lies open on a disk.") { ($0.readable, 1) },
  ]

  /// Numbers of a run, by the names expectations know them.
  static let counts: [Measure] =
    Scenario.CountExpectation.Quantity.allCases.map { quantity in
      Measure("count-\(quantity.rawValue)", .number, quantity.meaning) {
        (Double($0.summary[quantity]), 1)
      }
    } + [
      Measure("count-windows", .number, "Logins that opened or renewed a roaming window.") {
        (Double($0.windowsOpened), 1)
      },
      Measure("count-deferrals", .number, "Times a server put a recipient off.") {
        (Double($0.deferrals), 1)
      },
    ]

  /// What one attack achieved, under its name.
  static func attackMeasures(_ row: Int, _ attack: Scenario.Attack) -> [Measure] {
    let numbers: [(String, String, @Sendable (AttackMeasures) -> Int)] = [
      ("attempted", "Tries", { $0.attempted }), ("taken", "Recipients wrongly taken", { $0.taken }),
      ("relayed", "Recipients relayed", { $0.relayed }),
      ("delivered", "Recipients delivered", { $0.delivered }),
      ("read", "Messages read", { $0.read }),
    ]
    return [
      Measure("\(attack.name).succeeds", .share, "Runs in which \(attack.title) succeeds.") {
        part($0.attacks[row].succeeded ? 1 : 0, of: 1)
      },
      Measure(
        "\(attack.name).time", .seconds, "From its beginning to its success, where there is one."
      ) {
        $0.attacks[row].timeToSuccess.map { ($0, 1) } ?? (0, 0)
      },
    ]
      + numbers.map { name, words, number in
        Measure("\(attack.name).\(name)", .number, "\(words), \(attack.title).") {
          (Double(number($0.attacks[row])), 1)
        }
      }
  }
}
