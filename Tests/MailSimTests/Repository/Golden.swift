import Foundation
import Testing

/// Compares a text with a file in `Golden/`; `UPDATE_GOLDEN=1` writes the file instead.
///
/// The file is read in review like any other change, so it shows what users will see.
func expectGolden(
  _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = Repository.golden.appending(path: name)
  if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return
  }
  let expected = try String(decoding: Data(contentsOf: file), as: UTF8.self)
  guard text != expected else { return }
  let found = text.split(separator: "\n", omittingEmptySubsequences: false)
  let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let line = zip(found, wanted).prefix { $0 == $1 }.count
  Issue.record(
    """
    \(name) differs at line \(line + 1)
      golden: \(line < wanted.count ? wanted[line] : "(no such line)")
      now:    \(line < found.count ? found[line] : "(no such line)")
    """, sourceLocation: sourceLocation)
}
