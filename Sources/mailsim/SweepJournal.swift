import Foundation
import MailSim

/// The lines of one shard: appended as blocks are finished, renamed when all are there.
///
/// A line that a killed program left torn is dropped; the block is played again.
final class SweepJournal {
  /// Whose results these are: the first line of every file of results.
  struct FirstLine: Codable { var sweep: SweepPlanFile.Identity }

  private let path: String
  private let descriptor: Int32
  private let encoder = SweepJournal.encoder()

  private var part: String { Self.part(of: path) }

  private static func part(of path: String) -> String { path + ".part" }

  /// - Throws: `CommandError` with status 73 when the file cannot be made, 75 when another process
  ///   is writing it.
  init(_ path: String, _ identity: SweepPlanFile.Identity) throws {
    self.path = path
    // A shard that is to be added to is not complete any more.
    if !FileManager.default.fileExists(atPath: Self.part(of: path)) {
      rename(path, Self.part(of: path))
    }
    descriptor = open(Self.part(of: path), O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw CommandError(
        .cannotCreate,
        "mailsim: \(Self.part(of: path)): cannot be created: \(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw CommandError(.tryAgain, "mailsim: \(part): another process is writing it")
    }
    try dropTornLine()
    if lseek(descriptor, 0, SEEK_END) == 0 {
      try append(encoder.encode(FirstLine(sweep: identity)))
    }
  }

  deinit { close(descriptor) }

  /// One that writes the same line for the same results.
  static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  /// Whether a shard was finished before.
  static func isComplete(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
      && !FileManager.default.fileExists(atPath: part(of: path))
  }

  /// Writes a block down, so that an interruption costs no more than the next.
  func keep(_ block: SweepBlock) throws {
    try append(encoder.encode(block))
  }

  /// All blocks of the shard are there.
  func complete() throws {
    guard rename(part, path) == 0 else {
      throw CommandError(
        .cannotCreate, "mailsim: \(path): cannot be created: \(String(cString: strerror(errno)))")
    }
  }

  private func append(_ line: Data) throws {
    try OutputFile.write(line + [UInt8(ascii: "\n")], to: descriptor, calledBy: part)
  }

  private func dropTornLine() throws {
    let size = lseek(descriptor, 0, SEEK_END)
    var end = size
    var octet: UInt8 = 0
    while end > 0, pread(descriptor, &octet, 1, end - 1) == 1, octet != UInt8(ascii: "\n") {
      end -= 1
    }
    guard end < size else { return }
    guard ftruncate(descriptor, end) == 0 else {
      throw CommandError(.outputFailed, "mailsim: \(part): \(String(cString: strerror(errno)))")
    }
    try Terminal.writeError("note: \(part): its last line was torn, and its block is played again")
  }

  /// The whole lines of a file, counted from 1, while `visit` wants more; a torn last one is left
  /// out.
  static func forEachLine(of file: String, _ visit: (Int, Data) throws -> Bool) throws {
    struct Enough: Error {}
    var rest = Data()
    var number = 0
    do {
      try InputFile(file).read { piece, _ in
        rest.append(contentsOf: piece)
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
          number += 1
          guard try visit(number, rest[rest.startIndex..<end]) else { throw Enough() }
          rest = rest[(end + 1)...]
        }
        rest = Data(rest)
        guard rest.count < longestLine else {
          throw CommandError(.noInput, "mailsim: \(file): not the results of a sweep")
        }
      }
    } catch is Enough {
      return
    } catch let obstacle as InputFile.Obstacle {
      throw CommandError(.noInput, "mailsim: \(file): \(obstacle)")
    }
  }

  private static let longestLine = 64 << 20
}
