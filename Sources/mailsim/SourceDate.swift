import Foundation
import MailSim

/// The date that pictures bear: SOURCE_DATE_EPOCH (reproducible-builds.org), or 1970.
enum SourceDate {
  /// Seconds since 1970. What reads the zone from here on reads UTC, so that dates have one length.
  ///
  /// - Throws: `CommandError` when the variable holds no such number.
  static func seconds() throws -> Int64 {
    setenv("TZ", "UTC0", 1)
    guard let text = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"] else { return 0 }
    guard let seconds = Int64(text), (0...PDFDate.latest).contains(seconds) else {
      throw CommandError(
        .usage,
        "mailsim: SOURCE_DATE_EPOCH=\(text): expected seconds since 1970, up to \(PDFDate.latest)")
    }
    return seconds
  }
}
