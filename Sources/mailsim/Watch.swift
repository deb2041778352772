import ArgumentParser
import Foundation

/// Does something again whenever one of some files is saved, until the program is interrupted.
enum Watch {
  /// How often is looked, in seconds.
  private static let pace = 0.25

  /// - Parameter act: its complaints are told, and do not end the watch.
  static func files(_ files: [String], _ act: () throws -> Void) throws -> Never {
    Interruption.unblock()
    while true {
      // Before it is read, so that what is saved meanwhile is not missed.
      let seen = stamps(of: files)
      do {
        try act()
      } catch let error as CommandError where error.status != .outputFailed {
        try Terminal.writeError(error.words)
      } catch is ExitCode {
        // An expectation fails, and the report has said so.
      }
      try Terminal.writeError("Watching \(files.joined(separator: ", ")); Ctrl-C ends it.")
      while stamps(of: files) == seen { Thread.sleep(forTimeInterval: pace) }
    }
  }

  /// When each was last changed, and how long it is; nothing of one that is not there, as while an
  /// editor puts a new file in its place.
  private static func stamps(of files: [String]) -> [Stamp?] {
    files.map { file in
      guard let found = try? FileManager.default.attributesOfItem(atPath: file) else { return nil }
      return Stamp(
        changed: found[.modificationDate] as? Date, octets: found[.size] as? Int,
        file: found[.systemFileNumber] as? Int)
    }
  }

  private struct Stamp: Equatable {
    var changed: Date?
    var octets: Int?
    var file: Int?
  }
}
