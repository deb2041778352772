import Foundation

/// A file that is written whole or not at all.
enum OutputFile {
  /// Writes beside the target and renames, with interruptions held back for that moment.
  ///
  /// - Throws: `Complaint` with status 73 when the file cannot be made, 74 when writing fails.
  static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
    let url = URL(fileURLWithPath: path)
    let directory = url.deletingLastPathComponent()
    try makeDirectory(directory.path)
    let temporary = directory.appendingPathComponent(
      ".\(url.lastPathComponent).\(getpid()).tmp")
    var held = sigset_t()
    var former = sigset_t()
    sigemptyset(&held)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&held, signal) }
    sigprocmask(SIG_BLOCK, &held, &former)
    defer { sigprocmask(SIG_SETMASK, &former, nil) }
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
      isDirectory.boolValue
    {
      throw Complaint(.cannotCreate, "mailsim: \(path): it is a directory")
    }
    guard FileManager.default.createFile(atPath: temporary.path, contents: nil) else {
      throw Complaint(.cannotCreate, "mailsim: \(path): cannot be created")
    }
    do {
      let handle = try FileHandle(forWritingTo: temporary)
      try handle.write(contentsOf: Data(bytes))
      try handle.close()
    } catch {
      unlink(temporary.path)
      throw Complaint(.outputFailed, "mailsim: \(path): writing failed")
    }
    guard rename(temporary.path, path) == 0 else {
      unlink(temporary.path)
      throw Complaint(.cannotCreate, "mailsim: \(path): cannot be created")
    }
  }

  static func makeDirectory(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Complaint(.cannotCreate, "mailsim: \(path): the directory cannot be created")
    }
  }
}
