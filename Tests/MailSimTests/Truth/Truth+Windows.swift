@testable import MailSim

/// Roaming windows: who is refused, who profits.
extension Truth {
  // MARK: An honest roamer

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
      "uniform 5–12, W 15", "0", ClosedForm.refused(window: 15, uniform: 5, 12),
      read: "{every: {uniform: [5m, 12m]}}", run: "20h"),
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
      letters: "every: 1m, first: {uniform: [0, 1m]}", accepted: true),
    roamer(
      "CGNAT of 4 addresses, accepted", "(1−r)(1−(1−1/M)ⁿ) + r(1−(1−1/M)ⁿ⁺¹)",
      ClosedForm.accepted(window: 15, every: 10, addresses: 4), read: "{every: 10m}",
      hotel: ", nat: [203.0.113.1, 203.0.113.2, 203.0.113.3, 203.0.113.4]", accepted: true),
  ]

  /// Sends just before each check, seen by the check instead of by the letter.
  static let views: [Truth] = [
    checks(
      "checks that come too late, uniform 5–25", "P(X ≥ W)",
      ClosedForm.late(window: 15, uniform: 5, 25), every: "{uniform: [5m, 25m]}"
    ) { (Double($0.late), Double($0.all)) },
    checks(
      "checks that come too late, fixed 20", "P(X ≥ W)", 1, every: "20m"
    ) { (Double($0.late), Double($0.all)) },
    checks(
      "checks that come too late, Poisson 10", "e^(−W/m)",
      ClosedForm.late(window: 15, poisson: 10), every: "{poisson: 10m}"
    ) { (Double($0.late), Double($0.all)) },
    checks(
      "windows that run out in an hour, Poisson 10", "P(X > W)/m",
      ClosedForm.lapses(late: ClosedForm.late(window: 15, poisson: 10), every: 1.0 / 6),
      every: "{poisson: 10m}", resolution: 0.005
    ) { (Double($0.late), $0.hours) },
  ]

  // MARK: After departure

  static let exposures: [Truth] = [
    exposure(
      "minutes left, fixed 10", "W − T/2", ClosedForm.exposure(window: 15, every: 10),
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
      spam: "every: 1h, first: {exponential: 10m}, start: 1h, limit: 1",
      read: ", read: {every: 10m, until: 1h}", run: "2h"),
    riders(
      "the same, 3 heirs in 10 being hostile", "f · that",
      0.3 * ClosedForm.inherited(window: 15, every: 10, reassigned: 10), section: "4.2", riders: 1,
      spam: "every: 1h, first: {exponential: 10m}, start: 1h, limit: 1, active: 0.3",
      read: ", read: {every: 10m, until: 1h}", run: "2h", resolution: 0.005),
    riders(
      "still open 8 minutes after leaving", "(W − t)/T",
      ClosedForm.stillOpen(after: 8, window: 15, every: 10), section: "4.2", riders: 1,
      spam: "every: 1h, first: 8m, start: 1h, limit: 1", read: ", read: {every: 10m, until: 1h}"),
  ]

  /// An address lent on by DHCP. The heir asks for a lease, and sends a second after it has it.
  static let leases: [Truth] = [
    lease(
      "lent to an heir after Exp(10)", "1 − e^(−γ(W−T))(1−e^(−γT))/(γT)",
      ClosedForm.inherited(window: 15 - 1.0 / 60, every: 10, reassigned: 10), hold: "0"),
    lease("lent to an heir, addresses held for W", "0", 0, hold: "15m"),
  ]

  // MARK: Riders

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
      spam: "every: {poisson: 60m}, start: 30m", read: ", read: {every: 10m, until: 1h}"),
    riders(
      "one hostile neighbour of 9, each 1 in 10", "1 − (1−f)^(N−1)",
      ClosedForm.any(of: 9, each: 0.1), riders: 9,
      spam: "every: 1h, first: 5m, start: 1h, limit: 1, active: 0.1", read: "",
      events: oneLogin, run: "2h"),
  ]
}
