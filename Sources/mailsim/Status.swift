import ArgumentParser
import Foundation

/// How the command ends, in the numbers of sysexits.h.
enum Status: Int32 {
  case failedExpectation = 1
  /// Stopped by Ctrl-C: 128 and the number of the signal.
  case interrupted = 130
  /// Stopped by SIGTERM.
  case terminated = 143
  case usage = 64
  case invalidScenario = 65
  case noInput = 66
  case internalMistake = 70
  case cannotCreate = 73
  case outputFailed = 74
  /// Another process is at it; later it may be done.
  case tryAgain = 75
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
