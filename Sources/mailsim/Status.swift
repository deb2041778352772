import ArgumentParser
import Foundation

/// How the command ends, in the numbers of sysexits.h where it has one. The help's table and the
/// tests read them here.
enum Status: Int32, CaseIterable {
  case success = 0
  case failedExpectation = 1
  case usage = 64
  case invalidScenario = 65
  case noInput = 66
  /// Not done because it goes past a limit, or because a part is not installed: trying again
  /// changes nothing.
  case beyondLimit = 69
  case internalMistake = 70
  case cannotCreate = 73
  case outputFailed = 74
  /// Another process is at it; later it may be done.
  case tryAgain = 75
  /// Stopped by Ctrl-C: 128 and the number of the signal.
  case interrupted = 130
  /// Stopped by SIGTERM.
  case terminated = 143

  var meaning: String {
    switch self {
    case .success: "all expectations hold; what was asked for is done"
    case .failedExpectation: "an expectation, property or comparison failed; an answer is open"
    case .usage: "wrong usage: nothing was done"
    case .invalidScenario: "a scenario or a configuration is invalid"
    case .noInput: "a file cannot be read"
    case .beyondLimit: "a run or a picture goes past a limit (--limit-events, --limit-memory)"
    case .internalMistake: "a mistake inside MailSim: please report it"
    case .cannotCreate: "a file cannot be created"
    case .outputFailed: "writing or drawing failed"
    case .tryAgain: "another process is at it: try again later"
    case .interrupted: "stopped by Ctrl-C; what is finished is kept"
    case .terminated: "stopped by SIGTERM; what is finished is kept"
    }
  }

  /// A line each, for the help.
  static var table: String {
    allCases.map { status in
      let number = String(status.rawValue)
      return "  " + String(repeating: " ", count: 3 - number.count) + "\(number)  \(status.meaning)"
    }.joined(separator: "\n")
  }
}

/// Says something on standard error and ends.
struct CommandError: Error {
  let status: Status
  let words: String

  init(_ status: Status, _ words: String) {
    self.status = status
    self.words = words
  }
}
