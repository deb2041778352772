import Foundation
import Testing

@testable import MailSim

/// Random tables of patterns and random keys: `postmap -q` and the model find the same.
@Suite(.serialized) struct RealPatternTests {
  @Test(arguments: ["pcre", "regexp"])
  func theModelFindsWhatPostmapFinds(kind: String) throws {
    let postmap = "/usr/sbin/postmap"
    guard
      RealServers.isThere("postmap", FileManager.default.isExecutableFile(atPath: postmap))
    else { return }
    let directory = NSTemporaryDirectory() + "mailsim-patterns-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try "compatibility_level = 3.6\n".write(
      toFile: "\(directory)/main.cf", atomically: true, encoding: .utf8)
    let streams = RandomStreams(seed: 15)
    var found = 0
    for number in 0..<(RealServers.isWhole ? 400 : 40) {
      var generator = PatternGenerator(
        stream: streams.stream(for: "\(kind) \(number)"), isPCRE: kind == "pcre")
      let table = generator.table()
      let keys = (0..<60).map { _ in generator.key() }
      try table.write(toFile: "\(directory)/table", atomically: true, encoding: .utf8)
      let real = try answers(of: postmap, keys, "\(kind):\(directory)/table", directory)
      var reader = TableReader(directory: directory)
      let ours = reader.table("\(kind):table", at: nil)
      for key in keys {
        let answer: String? =
          if case .found(let entry) = ours.look(up: key) { entry.value } else { nil }
        #expect(answer == real[key], "\(key) in\n\(table)")
        if answer != nil { found += 1 }
      }
    }
    #expect(found > 200)
  }

  /// What is found for each key.
  private func answers(
    of postmap: String, _ keys: [String], _ table: String, _ directory: String
  ) throws -> [String: String] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: postmap)
    process.arguments = ["-c", directory, "-q", "-", table]
    let (input, output) = (Foundation.Pipe(), Foundation.Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // A few hundred octets either way: neither pipe fills up.
    try input.fileHandleForWriting.write(
      contentsOf: Data((keys.joined(separator: "\n") + "\n").utf8))
    try input.fileHandleForWriting.close()
    let text = String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    var answers: [String: String] = [:]
    for line in text.split(separator: "\n") {
      guard let tab = line.firstIndex(of: "\t") else { continue }
      answers[String(line[..<tab])] = String(line[line.index(after: tab)...])
    }
    return answers
  }
}

/// Tables and keys over a small alphabet, so that they meet often.
private struct PatternGenerator {
  var stream: RandomStream
  let isPCRE: Bool

  mutating func one(of choices: [String]) -> String { choices[stream.below(choices.count)] }

  mutating func key() -> String {
    (0...stream.below(7)).map { _ in one(of: ["a", "b", "B", ".", "@", "ab"]) }.joined()
  }

  mutating func table() -> String {
    var lines: [String] = []
    for number in 0...stream.below(6) {
      switch stream.below(8) {
      case 0: lines.append("if \(one(of: ["", "!"]))\(written())")
      case 1: lines.append("endif")
      case 2: lines.append("!\(written()) other\(number)")
      default:
        lines.append(
          "\(written()) \(one(of: ["hit\(number)", "<$1>", "${1}$$x", "$2-$1", "$(3)"]))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func written() -> String {
    let pattern = one(of: ["", "^"]) + alternatives(0) + one(of: ["", "$"])
    let flags = isPCRE ? ["", "", "i", "x", "U", "A", "ms"] : ["", "", "i", "m", "x"]
    return "/\(pattern)/\(one(of: flags))"
  }

  private mutating func alternatives(_ depth: Int) -> String {
    (0...(stream.below(4) == 0 ? 1 : 0)).map { _ in sequence(depth) }.joined(separator: "|")
  }

  private mutating func sequence(_ depth: Int) -> String {
    (0...stream.below(3)).map { _ in
      let atom =
        depth < 3 && stream.below(3) == 0
        ? "(\(alternatives(depth + 1)))"
        : one(
          of: ["a", "b", ".", "\\.", "@", "[ab]", "[^a]", "[[:alpha:]]"]
            + (isPCRE ? ["\\w", "(?:ab)"] : []))
      return atom
        + one(of: ["", "", "", "*", "+", "?", "{1,2}", "{2}"] + (isPCRE ? ["*?", "++"] : []))
    }.joined()
  }
}
