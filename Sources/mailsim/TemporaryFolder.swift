import Foundation

/// A new folder that nobody else can look into, nor could have made before.
enum TemporaryFolder {
  /// - Parameter purpose: a word of its name.
  static func make(_ purpose: String) throws -> String {
    let parent = FileManager.default.temporaryDirectory.path
    var template = Array("\(parent)/mailsim-\(purpose)-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      throw CommandError(
        .cannotCreate, "mailsim: \(parent): no temporary directory can be made there")
    }
    return String(cString: made)
  }
}
