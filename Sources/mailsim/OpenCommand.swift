import ArgumentParser
import Foundation
import MailSim

struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Plays a scenario and opens its page, to step through the run.",
    discussion: """
      The page is written among the temporary files and handed to the desktop's browser; where there
      is none, the command says where the page is. To keep it: mailsim run FILE --format html -o …

      EXAMPLES
        mailsim open Scenarios/figure-2-relay.yaml
        mailsim open Scenarios/figure-2-relay.yaml --predict
        mailsim open Scenarios/t09-ten-against-fifteen.yaml --until 1h
      """)

  @Argument(help: "A scenario file.", completion: .file())
  var file: String

  @Flag(help: "Begin with a question before each answer.")
  var predict = false

  @Option(help: "Stop at this time: of day (09:15:01), or after the start (15m).")
  var until: String?

  @Option(parsing: .upToNextOption, help: "Only these kinds of event, or parties, by name.")
  var only: [String] = []

  @Option(help: "Only this message, by its number.")
  var message: Int?

  @Option(help: "Where randomness starts, instead of the scenario's own seed.")
  var seed: UInt64?

  @Flag(help: "Play again whenever the file is saved; the page shows the new run.")
  var watch = false

  @OptionGroup var limits: RunLimitOptions

  mutating func run() throws {
    let played = PlayedScenario.Options(
      seed: seed, until: until, only: only, message: message, limits: limits.limits)
    let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    let path = "\(try TemporaryFolder.make("page"))/\(name).html"
    let holds = try write(played, to: path)
    if Browser.opens(path, at: predict ? "mode=predict" : nil) {
      try Terminal.print("Opened \(path)\n")
    } else {
      try Terminal.print("No desktop is here; the page is \(path)\n")
    }
    if watch {
      var isFirst = true
      try Watch.files([file]) {
        if !isFirst { _ = try write(played, to: path) }
        isFirst = false
      }
    }
    if !holds { throw ExitCode(Status.failedExpectation.rawValue) }
  }

  /// - Returns: whether all expectations hold.
  private func write(_ options: PlayedScenario.Options, to path: String) throws -> Bool {
    var report = try PlayedScenario.report(on: file, options)
    report.options.isWatched = watch
    try OutputFile.write(RunPage(report).html.utf8, to: path)
    return report.expectationsHold
  }
}

/// The desktop's browser, where there is one.
private enum Browser {
  /// - Parameter place: what follows `#` in the address.
  /// - Returns: whether a desktop took the page.
  static func opens(_ path: String, at place: String?) -> Bool {
    let environment = ProcessInfo.processInfo.environment
    let hasDesktop = ["DISPLAY", "WAYLAND_DISPLAY"].contains { environment[$0]?.isEmpty == false }
    let opener = "/usr/bin/xdg-open"
    guard hasDesktop, FileManager.default.isExecutableFile(atPath: opener) else { return false }
    let process = Process()
    process.executableURL = URL(filePath: opener)
    let address = URL(filePath: path).absoluteString
    process.arguments = [place.map { "\(address)#\($0)" } ?? address]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
