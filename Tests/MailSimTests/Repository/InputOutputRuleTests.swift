import Foundation
import Testing

/// Nothing is read without a bound, and nothing is written by a call that cannot say it failed.
@Suite struct InputOutputRuleTests {
  /// Calls that trap, go on silently, or read whatever is there; and what is to be used instead.
  private static let forbidden: [(calls: [String], instead: String)] = [
    (["readDataToEndOfFile", ".readData(ofLength", ".availableData"], "InputFile"),
    ([".closeFile", ".synchronizeFile", ".seekToEndOfFile", ".truncateFile"], "close()"),
    ([".offsetInFile", ".seek(toFileOffset"], "seek(toOffset:)"),
    (
      ["FileHandle.standardOutput", "FileHandle.standardError", "FileHandle.standardInput"],
      "Terminal, InputFile"
    ),
    ([".write(Data(", ".write(data)"], "OutputFile, write(contentsOf:)"),
    (["Data(contentsOf", "String(contentsOf"], "InputFile"),
    ([".contents(atPath", ".createFile(atPath"], "InputFile, OutputFile"),
    (["fputs(", "fopen(", "fwrite(", "readLine("], "Terminal, InputFile"),
    ([" print(", "{print(", "(print(", "debugPrint(", " dump("], "Terminal.print"),
  ]

  private static func found(in text: String) -> [(line: Substring, instead: String)] {
    forbidden.filter { rule in rule.calls.contains { text.range(of: $0) != nil } }.flatMap { rule in
      text.split(separator: "\n").filter { line in
        !line.drop(while: { $0 == " " }).hasPrefix("//") && !line.contains("func print(")
          && rule.calls.contains { " \(line)".contains($0) }
      }.map { ($0, rule.instead) }
    }
  }

  @Test func noSourceReadsWithoutABoundOrWritesWithoutAnAnswer() throws {
    let sources = Repository.root.appending(path: "Sources")
    let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
    #expect(files.count > 100)
    for file in files.sorted() where file.hasSuffix(".swift") {
      let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
      for (line, instead) in Self.found(in: text) {
        Issue.record("\(file): use \(instead) instead: \(line)")
      }
    }
  }

  @Test(arguments: [
    "let data = FileHandle.standardInput.readDataToEndOfFile()", "handle.write(Data(text.utf8))",
    "  print(text)", "let text = try? String(contentsOfFile: path)",
    "FileManager.default.contents(atPath: path)", "fputs(words, stderr)",
  ])
  func theRuleSeesWhatItForbids(line: String) {
    #expect(!Self.found(in: line).isEmpty)
    #expect(Self.found(in: "/// \(line)").isEmpty)
  }
}
