import Foundation
import Testing

/// The command `mailsim` that was built beside the tests, run as a program by a shell, which alone
/// can close a descriptor.
struct Command {
  /// How a run ended, and what it said.
  struct Ending {
    var status: Int32
    /// The number of the signal that ended it, if one did.
    var signal: Int32?
    var output: String
    var errors: String

    func expectSuccess() { #expect(status == 0, "\(self)") }
  }

  /// Where it runs: a directory of its own, with what is put into it.
  let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory
      .appending(path: "mailsim-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  func remove() {
    try? FileManager.default.removeItem(at: directory)
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Beside the bundle of the tests.
  private static let program: URL = {
    let own = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
    let products = own?.deletingLastPathComponent() ?? Bundle.main.bundleURL
    return products.appending(path: "mailsim")
  }()

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: directory.appending(path: name))
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: directory.appending(path: name)), as: UTF8.self)
  }

  /// Runs a line of shell in which `mailsim` is the command, and `$SCENARIOS` where the project's
  /// scenarios are. After half a minute it is ended by signal 9 or 15.
  func run(_ line: String) throws -> Ending {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.currentDirectoryURL = directory
    process.arguments = [
      "-c", "set -o pipefail; mailsim() { timeout 60 \"$MAILSIM\" \"$@\"; }; \(line)",
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(
      [
        "MAILSIM": Self.program.path,
        "SCENARIOS": Self.root.appending(path: "Scenarios").path,
      ], uniquingKeysWith: { $1 })
    // Files, since a full pipe would stop the program that nobody reads yet.
    let said = directory.appending(path: ".output-\(UUID().uuidString)")
    let errors = directory.appending(path: ".errors-\(UUID().uuidString)")
    for file in [said, errors] { try Data().write(to: file) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: said)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    let isSignal = process.terminationReason == .uncaughtSignal
    return Ending(
      status: process.terminationStatus, signal: isSignal ? process.terminationStatus : nil,
      output: String(decoding: try Data(contentsOf: said), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }
}
