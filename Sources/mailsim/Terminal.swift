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

  /// Shows a text of any origin: what it says, and nothing that commands a terminal.
  ///
  /// - Throws: `CommandError` with status 74.
  static func print(_ text: String, _ content: TerminalText.Content = .words) throws {
    // Nothing was painted where nobody sees colours.
    let isPlain = content == .styled && style == .plain
    let text = TerminalText.cleaned(text, isPlain ? .words : content)
    try OutputFile.write(text.utf8, to: STDOUT_FILENO, calledBy: "standard output")
  }

  /// - Throws: `CommandError` with status 74, which nobody will read but in the exit status.
  static func writeError(_ words: String) throws {
    let end = words.hasSuffix("\n") ? "" : "\n"
    let text = TerminalText.cleaned(words + end)
    try OutputFile.write(text.utf8, to: STDERR_FILENO, calledBy: "standard error")
  }

  /// Writes over the last line of a terminal, what is only for the moment: it may be lost.
  static func showProgress(_ words: String) {
    try? OutputFile.write(
      "\r\u{1b}[K\(PlainText.line(words))".utf8, to: STDERR_FILENO, calledBy: "standard error")
  }

  /// Gives what came closed of the three standard descriptors to something that cannot be read,
  /// or not be written. Otherwise the next file that is opened takes the number, and what is
  /// printed stands in it.
  static func occupyClosedDescriptors() {
    for (descriptor, use) in [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
    ] where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", use)
    }
  }
}

/// A bar for what takes longer than a second; nothing where nobody looks.
final class ProgressBar {
  private let label: String
  private let began = Date()
  private var shown = -1

  init(_ label: String) {
    self.label = PlainText.line(label)
  }

  func show(_ share: Double) {
    let percent = Int(share * 100)
    guard Terminal.isErrorTerminal, percent != shown, Date().timeIntervalSince(began) > 1 else {
      return
    }
    shown = percent
    let full = percent * 30 / 100
    let bar = String(repeating: "#", count: full) + String(repeating: ".", count: 30 - full)
    Terminal.showProgress("\(label) [\(bar)] \(percent) %")
  }

  func clear() {
    if shown >= 0 { Terminal.showProgress("") }
  }
}
