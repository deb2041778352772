import MailSim

/// A scenario file played as its options say, and the report on it.
enum PlayedScenario {
  struct Options {
    var seed: UInt64?
    /// A time of day, or after the start.
    var until: String?
    var only: [String] = []
    var message: Int?
    var limits: RunLimits
  }

  static func report(on file: String, _ options: Options) throws -> RunReport {
    let (scenario, source) = try ScenarioFiles.read(file, seed: options.seed)
    let until = try stop(of: scenario, options.until)
    let trace = try ScenarioFiles.play(scenario, within: options.limits, until: until)
    var report = RunReport(scenario, trace, until: until, source: source)
    do {
      report.options.filter = try EventFilter(
        only: options.only, message: options.message, in: trace)
    } catch {
      throw CommandError(.usage, "mailsim: \(file): \(error)")
    }
    return report
  }

  private static func stop(of scenario: Scenario, _ until: String?) throws -> Instant? {
    guard let until else { return nil }
    guard let instant = scenario.instant(until) else {
      throw CommandError(
        .usage,
        "mailsim: --until \(until): not a time of day such as 09:15:01 after the start, "
          + "nor a time such as 15m")
    }
    return instant
  }
}
