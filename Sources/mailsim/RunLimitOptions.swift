import ArgumentParser
import MailSim

/// How far a run may go before the command stops it.
struct RunLimitOptions: ParsableArguments {
  @Option(help: "Events a run may take: beyond it, it is not played, or stopped (10^9).")
  var limitEvents: EventLimit?

  @Option(help: "Memory a run may fill, such as 512M or 4G: beyond it, it is stopped (2G).")
  var limitMemory: MemoryLimit?

  var limits: RunLimits {
    RunLimits(
      events: limitEvents?.count ?? RunLimits.ordinary.events,
      octets: limitMemory?.octets ?? RunLimits.ordinary.octets)
  }

  /// The options given, for a command that has no use for them.
  var given: [(String, Bool)] {
    [("--limit-events", limitEvents != nil), ("--limit-memory", limitMemory != nil)]
  }
}

struct EventLimit: ExpressibleByArgument {
  let count: Int

  init?(argument: String) {
    guard let count = Int(argument), count > 0 else { return nil }
    self.count = count
  }

  var defaultValueDescription: String { "\(count)" }
  static var allValueStrings: [String] { [] }
}

/// Octets, or with K, M, G or T so many times 1,024.
struct MemoryLimit: ExpressibleByArgument {
  let octets: Int

  init?(argument: String) {
    let units = ["K": 10, "M": 20, "G": 30, "T": 40]
    let unit = argument.last.flatMap { units[$0.uppercased()] }
    guard let number = Int(unit == nil ? argument[...] : argument.dropLast()), number > 0 else {
      return nil
    }
    let (octets, isTooMuch) = number.multipliedReportingOverflow(by: 1 << (unit ?? 0))
    guard !isTooMuch else { return nil }
    self.octets = octets
  }

  var defaultValueDescription: String { "\(octets)" }
  static var allValueStrings: [String] { [] }
}

extension CommandError {
  /// A run that goes past a limit: nothing another try would change.
  init(_ error: RunLimitExceeded, file: String) {
    self.init(.beyondLimit, "mailsim: \(file): \(error)")
  }
}
