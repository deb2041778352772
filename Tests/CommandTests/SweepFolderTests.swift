import Foundation
import Testing

/// A folder of results is one sweep's.
@Suite struct SweepFolderTests {
  private static let sweep =
    "mailsim sweep t.yaml --vary sites.csim.latency=1ms,2ms --replications 2 --out kept"

  private static func folder() throws -> Command {
    let command = try Command()
    try command.run("cp $SCENARIOS/t01-path.yaml t.yaml").expectSuccess()
    return command
  }

  @Test func theFirstLineSaysWhoseResultsTheseAre() throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run(line)
    #expect(ending.status == 0, "\(ending)")
    let first = try command.read("kept/results.jsonl").prefix { $0 != "\n" }
    for word in ["\"fingerprint\"", "\"seed\"", "\"version\"", "\"plan\"", "t.yaml"] {
      #expect(first.contains(word), "\(first)")
    }
  }

  @Test(arguments: [
    ("", "--seed 99", "its seed is"), ("", "--replications 3", "its replications are 2, not 3"),
    ("echo '# changed' >>t.yaml", "", "had another text"),
    (
      "sed -i 's/\"version\":\"[^\"]*\"/\"version\":\"0.1\"/' kept/results.jsonl", "",
      "its version is 0.1"
    ),
    ("sed -i 1d kept/results.jsonl", "", "does not say whose"),
  ])
  func anotherSweepIsRefusedByName(change: String, option: String, words: String) throws {
    let command = try Self.folder()
    defer { command.remove() }
    try command.run(line).expectSuccess()
    for resume in ["", "--resume"] {
      let ending = try command.run(
        """
        \(change.isEmpty ? "true" : change); cat kept/* >before
        \(line) \(option) \(resume); status=$?
        cat kept/* | cmp - before || exit 99; exit $status
        """)
      #expect(ending.status == 64 && ending.errors.contains(words), "\(ending)")
      if change.hasPrefix("sed -i 1d") { break }
    }
  }

  @Test func theSameSweepComesToTheSameOctets() throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run(
      """
      \(line) && cat kept/results.* >before && \(line) && cat kept/results.* | cmp - before &&
      sed -i 3d kept/results.jsonl && \(line) --resume && cat kept/results.* | cmp - before
      """)
    #expect(ending.status == 0, "\(ending)")
  }

  @Test func twoSweepsDoNotWriteIntoOneFolder() throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run("mkdir kept; exec 9<kept; flock 9; \(line)")
    #expect(ending.status == 73 && ending.errors.contains("another sweep is writing"), "\(ending)")
  }

  @Test func aTableOlderThanTheResultsIsTold() throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run(
      "\(line) >/dev/null && touch -d '1 hour ago' kept/results.csv && "
        + "mailsim plot kept --bars delivered -o x.gp")
    #expect(ending.status == 0 && ending.errors.contains("results.csv is older"), "\(ending)")
  }

  private var line: String { Self.sweep }
}
