import Foundation

/// A file that is written whole or not at all.
enum OutputFile {
  /// Writes beside the target and renames, with interruptions held back for that moment.
  ///
  /// A link is followed. What is no regular file (`/dev/null`, a pipe) is written to as it stands:
  /// a rename would put a file in its place.
  ///
  /// - Throws: `CommandError` with status 73 when the file cannot be made, 74 when writing fails.
  static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    switch kind(of: target.path) {
    case S_IFDIR: throw CommandError(.cannotCreate, "mailsim: \(path): it is a directory")
    case S_IFREG, nil: try replace(target, with: Data(bytes), calledBy: path)
    default: try fill(target, with: Data(bytes), calledBy: path)
    }
  }

  private static func replace(_ target: URL, with bytes: Data, calledBy path: String) throws {
    let directory = target.deletingLastPathComponent()
    try makeDirectory(directory.path)
    let temporary = directory.appendingPathComponent(
      ".\(target.lastPathComponent).\(getpid()).tmp")
    var held = sigset_t()
    var former = sigset_t()
    sigemptyset(&held)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&held, signal) }
    sigprocmask(SIG_BLOCK, &held, &former)
    defer { sigprocmask(SIG_SETMASK, &former, nil) }
    guard FileManager.default.createFile(atPath: temporary.path, contents: nil) else {
      throw CommandError(.cannotCreate, "mailsim: \(path): cannot be created")
    }
    do {
      try fill(temporary, with: bytes, calledBy: path)
    } catch {
      unlink(temporary.path)
      throw error
    }
    guard rename(temporary.path, target.path) == 0 else {
      unlink(temporary.path)
      throw CommandError(.cannotCreate, "mailsim: \(path): cannot be created")
    }
  }

  private static func fill(_ file: URL, with bytes: Data, calledBy path: String) throws {
    do {
      let handle = try FileHandle(forWritingTo: file)
      try handle.write(contentsOf: bytes)
      try handle.close()
    } catch {
      throw CommandError(.outputFailed, "mailsim: \(path): writing failed")
    }
  }

  /// What is at a path (`S_IFREG`, `S_IFDIR` ...), or nil when nothing is.
  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  static func makeDirectory(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandError(.cannotCreate, "mailsim: \(path): the directory cannot be created")
    }
  }
}
