import Foundation

/// A file of this machine, or standard input, read within a bound.
///
/// What never ends is refused, whatever it holds: a device such as `/dev/zero` is no file. A
/// terminal is one that somebody types, and `/dev/null` an empty one.
public struct InputFile: Sendable {
  /// Why a file cannot be read.
  public enum Obstacle: Error, Equatable, CustomStringConvertible {
    case missing
    case directory
    case device
    /// Neither a regular file nor a link to one, where only that is read.
    case irregular
    /// More octets than whoever asked is ready to hold.
    case tooLarge(limit: Int)
    /// The number of the system's error.
    case system(Int32)

    public var description: String {
      switch self {
      case .missing: "there is no such file"
      case .directory: "it is a directory"
      case .device: "it is a device, not a file"
      case .irregular: "it is no regular file"
      case .tooLarge(let limit): "it has more than \(limit) octets"
      case .system(EACCES): "permission denied"
      case .system(let number): String(cString: strerror(number))
      }
    }
  }

  /// nil: standard input.
  private let path: String?
  private let mustBeRegular: Bool

  /// - Parameter mustBeRegular: refuses pipes too. Whoever names a pipe on the command line waits
  ///   for it; a file that names one would make the program wait for nobody.
  public init(_ path: String, mustBeRegular: Bool = false) {
    self.path = path
    self.mustBeRegular = mustBeRegular
  }

  private init() {
    path = nil
    mustBeRegular = false
  }

  public static let standardInput = InputFile()

  /// The whole file.
  public func octets(atMost limit: Int) throws(Obstacle) -> [UInt8] {
    var octets: [UInt8] = []
    do {
      try read { piece, _ in
        octets.append(contentsOf: piece)
        // One octet more than allowed is enough to know, however large the file is.
        if octets.count > limit { throw Obstacle.tooLarge(limit: limit) }
      }
    } catch let obstacle as Obstacle {
      throw obstacle
    } catch {
      preconditionFailure("reading meets no other obstacle: \(error)")
    }
    return octets
  }

  /// The file a piece at a time.
  ///
  /// - Parameter take: told a piece, and how much of the file has been read with it, where the
  ///   size of the file is known.
  /// - Throws: `Obstacle`, and what `take` throws.
  public func read(
    _ take: (_ piece: UnsafeBufferPointer<UInt8>, _ share: Double?) throws -> Void
  ) throws {
    let descriptor = try opened()
    defer { if path != nil { close(descriptor) } }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Obstacle.system(errno) }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFBLK { throw Obstacle.device }
    let isEndless = kind == S_IFCHR && isatty(descriptor) == 0
    let size = kind == S_IFREG ? Double(status.st_size) : 0
    var buffer = [UInt8](repeating: 0, count: 256 * 1024)
    var done = 0.0
    while true {
      let count = buffer.withUnsafeMutableBytes {
        Foundation.read(descriptor, $0.baseAddress, $0.count)
      }
      guard count >= 0 else {
        if errno == EINTR { continue }
        throw errno == EISDIR ? Obstacle.directory : Obstacle.system(errno)
      }
      if count == 0 { return }
      if isEndless { throw Obstacle.device }
      done += Double(count)
      try buffer[..<count].withUnsafeBufferPointer {
        try take($0, size > 0 ? min(1, done / size) : nil)
      }
    }
  }

  private func opened() throws(Obstacle) -> Int32 {
    guard let path else { return STDIN_FILENO }
    if mustBeRegular {
      var status = stat()
      if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { throw .irregular }
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor < 0 else { return descriptor }
    throw errno == ENOENT || errno == ENOTDIR ? .missing : .system(errno)
  }
}
