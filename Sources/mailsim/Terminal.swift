import Foundation
import MailSim

/// What standard output and standard error are connected to.
enum Terminal {
  static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Colour only where somebody looks at it, and not where they do not want it (no-color.org).
  static var style: Style {
    let wish = ProcessInfo.processInfo.environment["NO_COLOR"] ?? ""
    return isOutputTerminal && wish.isEmpty ? .ansi : .plain
  }

  /// Columns of the terminal; 100 where there is none.
  static var width: Int {
    var size = winsize()
    guard isOutputTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 60
    else { return 100 }
    return min(160, Int(size.ws_col))
  }

  static func print(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  static func writeError(_ words: String) {
    let end = words.hasSuffix("\n") ? "" : "\n"
    FileHandle.standardError.write(Data((words + end).utf8))
  }
}

/// A bar for what takes longer than a second; nothing where nobody looks.
final class ProgressBar {
  private let label: String
  private let began = Date()
  private var shown = -1

  init(_ label: String) {
    self.label = label
  }

  func show(_ share: Double) {
    let percent = Int(share * 100)
    guard Terminal.isErrorTerminal, percent != shown, Date().timeIntervalSince(began) > 1 else {
      return
    }
    shown = percent
    let full = percent * 30 / 100
    let bar = String(repeating: "#", count: full) + String(repeating: ".", count: 30 - full)
    FileHandle.standardError.write(Data("\r\(label) [\(bar)] \(percent) %".utf8))
  }

  func clear() {
    guard shown >= 0 else { return }
    FileHandle.standardError.write(Data("\r\u{1b}[K".utf8))
  }
}
