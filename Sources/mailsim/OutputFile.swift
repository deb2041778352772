import Foundation

/// A file that is written whole or not at all.
enum OutputFile {
  /// Writes beside the target and renames, with interruptions held back for that moment.
  ///
  /// A link is followed, and a file keeps its mode. What is no regular file (`/dev/null`, a pipe)
  /// is written to as it stands: a rename would put a file in its place.
  ///
  /// - Throws: `CommandError` with status 73 when the file cannot be made, 74 when writing fails.
  static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
    let target = try target(of: path)
    var status = stat()
    let isThere = stat(target, &status) == 0
    switch isThere ? status.st_mode & S_IFMT : S_IFREG {
    case S_IFDIR: throw CommandError(.cannotCreate, "mailsim: \(path): it is a directory")
    case S_IFREG:
      try replace(
        target, with: bytes, mode: isThere ? status.st_mode & 0o7777 : nil, calledBy: path)
    default:
      try fill(open(target, O_WRONLY | O_CLOEXEC), with: bytes, calledBy: path)
    }
  }

  /// Refuses, before any work, to write onto what is read, or two things into one file.
  ///
  /// - Throws: `CommandError` with status 64.
  static func check(_ outputs: [String?], reading inputs: [String] = []) throws {
    let read = Set(inputs.compactMap { try? place(of: $0) })
    var written: Set<String> = []
    for output in outputs.compactMap(\.self) {
      // A device or a pipe takes what comes.
      guard let place = try place(of: output) else { continue }
      if read.contains(place) {
        throw CommandError(.usage, "mailsim: \(output): it is read, and would be written over")
      }
      if !written.insert(place).inserted {
        throw CommandError(.usage, "mailsim: \(output): two outputs cannot go into one file")
      }
    }
  }

  /// What tells files apart, by whatever path they are named; nil for what is no regular file.
  private static func place(of path: String) throws -> String? {
    let target = try target(of: path)
    var status = stat()
    if stat(target, &status) == 0 {
      return status.st_mode & S_IFMT == S_IFREG ? "\(status.st_dev) \(status.st_ino)" : nil
    }
    return URL(fileURLWithPath: target).standardizedFileURL.path
  }

  /// Writes all of it to an open file, in spite of signals and short counts. A reader that went
  /// away ends the program as it ends any other in a pipeline: quietly.
  ///
  /// - Throws: `CommandError` with status 74.
  static func write(
    _ bytes: some Sequence<UInt8>, to descriptor: Int32, calledBy name: String
  ) throws {
    try Array(bytes).withUnsafeBytes { octets in
      var rest = octets[...]
      while !rest.isEmpty {
        let count = Foundation.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count >= 0 {
          rest = rest.dropFirst(count)
          continue
        }
        switch errno {
        case EINTR: continue
        case EAGAIN:
          // Whoever shares the terminal or the pipe may have told it not to wait.
          var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&wait, 1, -1)
        case EPIPE:
          signal(SIGPIPE, SIG_DFL)
          raise(SIGPIPE)
          fallthrough
        default:
          throw CommandError(.outputFailed, "mailsim: \(name): \(String(cString: strerror(errno)))")
        }
      }
    }
  }

  private static func replace(
    _ target: String, with bytes: some Sequence<UInt8>, mode: mode_t?, calledBy path: String
  ) throws {
    let url = URL(fileURLWithPath: target)
    let directory = url.deletingLastPathComponent()
    try makeDirectory(directory.path)
    let temporary = directory.appendingPathComponent(".\(url.lastPathComponent).\(getpid()).tmp")
      .path
    var held = sigset_t()
    var former = sigset_t()
    sigemptyset(&held)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&held, signal) }
    sigprocmask(SIG_BLOCK, &held, &former)
    defer { sigprocmask(SIG_SETMASK, &former, nil) }
    // What a killed program with this number left there is nobody's.
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    do {
      if descriptor >= 0, let mode { fchmod(descriptor, mode) }
      try fill(descriptor, with: bytes, calledBy: path)
      guard rename(temporary, target) == 0 else { throw cannotCreate(path) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Writes to a file that was just opened, and closes it.
  private static func fill(
    _ descriptor: Int32, with bytes: some Sequence<UInt8>, calledBy path: String
  ) throws {
    guard descriptor >= 0 else { throw cannotCreate(path) }
    do {
      try write(bytes, to: descriptor, calledBy: path)
    } catch {
      close(descriptor)
      throw error
    }
    // Some file systems say only now that there was no room.
    guard close(descriptor) == 0 else {
      throw CommandError(.outputFailed, "mailsim: \(path): \(String(cString: strerror(errno)))")
    }
  }

  /// What a path means when links are followed, also one whose file does not exist yet.
  private static func target(of path: String) throws -> String {
    var path = path
    for _ in 0..<40 {
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        return path
      }
      let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
      path = next.hasPrefix("/") ? next : "\(directory)/\(next)"
    }
    throw CommandError(.cannotCreate, "mailsim: \(path): too many links")
  }

  /// Says why, as the system just did.
  private static func cannotCreate(_ path: String) -> CommandError {
    CommandError(
      .cannotCreate, "mailsim: \(path): cannot be created: \(String(cString: strerror(errno)))")
  }

  static func makeDirectory(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandError(.cannotCreate, "mailsim: \(path): the directory cannot be created")
    }
  }
}
