import Foundation
import MailSim

extension InputFile {
  /// How much is held of a file that has to be held whole.
  private static let mostOctets = 1 << 30

  /// What a file named on the command line holds; `-` is standard input.
  ///
  /// - Throws: `CommandError` with status 66.
  static func octets(ofFile name: String) throws -> [UInt8] {
    do {
      return try named(name).octets(atMost: mostOctets)
    } catch {
      throw CommandError(.noInput, "mailsim: \(name): \(error)")
    }
  }

  /// Reads one a piece at a time, with a bar for the large ones.
  ///
  /// - Throws: `CommandError` with status 66, and what `take` throws.
  static func read(_ name: String, _ take: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
    let bar = ProgressBar(name)
    defer { bar.clear() }
    do {
      try named(name).read { piece, share in
        try take(piece)
        if let share { bar.show(share) }
      }
    } catch let obstacle as Obstacle {
      throw CommandError(.noInput, "mailsim: \(name): \(obstacle)")
    }
  }

  private static func named(_ name: String) -> InputFile {
    name == "-" ? .standardInput : InputFile(name)
  }
}
