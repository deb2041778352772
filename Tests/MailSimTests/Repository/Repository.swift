import Foundation

/// Where the tests find what stands beside the sources: scenarios, pages, golden files.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let scenarios = root.appending(path: "Scenarios")
  static let documentation = root.appending(path: "Documentation")
  static let golden = root.appending(path: "Tests/MailSimTests/Golden")
}
