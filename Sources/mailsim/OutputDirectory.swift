import Foundation

/// A directory that is written whole or not at all.
enum OutputDirectory {
  /// Writes beside the target and renames.
  ///
  /// - Throws: `CommandError` with status 73 when the directory is there already and may not be
  ///   replaced, or cannot be made; 74 when writing fails.
  static func write(
    _ files: [(name: String, text: String)], to path: String, replacing: Bool
  ) throws {
    let manager = FileManager.default
    let isThere = manager.fileExists(atPath: path)
    if isThere, !replacing {
      throw CommandError(.cannotCreate, "mailsim: \(path) is there already; --force replaces it")
    }
    if isThere, !manager.fileExists(atPath: path + "/main.cf") {
      throw CommandError(
        .cannotCreate, "mailsim: \(path) holds no main.cf; only a configuration is replaced")
    }
    let target = URL(fileURLWithPath: path)
    let name = ".\(target.lastPathComponent).\(getpid())"
    let fresh = target.deletingLastPathComponent().appendingPathComponent(name + ".tmp")
    let former = target.deletingLastPathComponent().appendingPathComponent(name + ".old")
    try OutputFile.makeDirectory(fresh.path)
    defer { try? manager.removeItem(at: fresh) }
    for file in files {
      try OutputFile.write(file.text.utf8, to: fresh.appendingPathComponent(file.name).path)
    }
    do {
      if isThere { try manager.moveItem(at: target, to: former) }
      try manager.moveItem(at: fresh, to: target)
    } catch {
      if isThere, !manager.fileExists(atPath: path) {
        try? manager.moveItem(at: former, to: target)
      }
      throw CommandError(.cannotCreate, "mailsim: \(path): cannot be created")
    }
    try? manager.removeItem(at: former)
  }
}
