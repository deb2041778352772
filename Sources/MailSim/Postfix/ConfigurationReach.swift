import Foundation

/// Which files of this machine a configuration may lead to.
///
/// A copied configuration names the files of the server it came from. On another machine such a
/// path is somebody else's file, and what stands in it would be told in every answer.
public enum ConfigurationReach: Sendable {
  /// Whatever it names, as its server would; what lies outside its directory is noted.
  case machine
  /// What lies in its directory, wherever its paths and links point.
  case directory

  func permits(_ path: String, from directory: String) -> Bool {
    self == .machine || !directory.isEmpty && Self.isBelow(path, directory)
  }

  /// Whether a file that exists lies in a directory when all links are followed.
  static func isBelow(_ path: String, _ directory: String) -> Bool {
    guard let file = realPath(path), let base = realPath(directory) else { return false }
    return file.hasPrefix(base == "/" ? base : base + "/")
  }

  private static func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
