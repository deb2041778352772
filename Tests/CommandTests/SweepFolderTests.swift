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
    for word in ["\"fingerprint\"", "\"seed\"", "\"version\"", "\"blockSize\"", "t.yaml"] {
      #expect(first.contains(word), "\(first)")
    }
  }

  @Test(arguments: [
    ("", "--seed 99", "its seed is"), ("", "--block 3", "its blocks are of 25"),
    ("echo '# changed' >>t.yaml", "", "had another text"),
    (
      "sed -i 's/\"version\":\"[^\"]*\"/\"version\":\"0.1\"/' kept/results.jsonl", "",
      "its version is 0.1"
    ),
    ("sed -i 1d kept/results.jsonl", "", "does not say whose"),
    ("sed -i 1d kept/shard-0-of-1.jsonl", "", "does not say whose"),
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
      if change.hasPrefix("sed") { break }
    }
  }

  /// A sweep that is there already is added to when that is asked for, and never played over.
  @Test func whatIsThereIsNotPlayedOver() throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run(
      "\(line) >/dev/null && cat kept/* >before && { \(line); status=$?; cat kept/* | cmp - before; "
        + "exit $status; }")
    #expect(
      ending.status == 64 && ending.errors.contains("--resume goes on from them"), "\(ending)")
  }

  @Test func aTornLineIsDroppedWithAWordAndPlayedAgain() throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run(
      """
      \(line) >/dev/null && cat kept/results.* >before &&
      mv kept/shard-0-of-1.jsonl kept/shard-0-of-1.jsonl.part &&
      truncate -s -9 kept/shard-0-of-1.jsonl.part &&
      \(line) --resume >/dev/null && cat kept/results.* | cmp - before
      """)
    #expect(ending.status == 0 && ending.errors.contains("its last line was torn"), "\(ending)")
  }

  @Test func moreReplicationsAndVariantsAreAddedToWhatIsThere() throws {
    let command = try Self.folder()
    defer { command.remove() }
    let more = line.replacing("1ms,2ms", with: "1ms,2ms,3ms")
      .replacing("--replications 2", with: "--replications 3")
    let ending = try command.run(
      """
      \(line) --block 1 >/dev/null && head -c 400 kept/shard-0-of-1.jsonl >before &&
      \(more) --block 1 --resume && head -c 400 kept/shard-0-of-1.jsonl | cmp - before &&
      \(more.replacing("kept", with: "whole")) --block 1 &&
      cmp kept/results.csv whole/results.csv && cmp kept/results.jsonl whole/results.jsonl &&
      wc -l <kept/shard-0-of-1.jsonl
      """)
    #expect(ending.status == 0, "\(ending)")
    #expect(ending.output.hasSuffix("\n10\n"), "\(ending)")
  }

  // MARK: Shards

  @Test func shardsMergeToWhatOneProcessComesTo() throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run(
      """
      \(line) --block 1 --threads 1 >/dev/null &&
      \(line.replacing("--out kept", with: "--block 1 --plan plan.json")) &&
      for shard in 3 1 0; do mailsim sweep --plan plan.json --shard $shard/4 --out apart || exit 9; done
      mailsim sweep --merge apart; [ $? = 1 ] || exit 9
      SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=5 SLURM_ARRAY_TASK_COUNT=4 \
        mailsim sweep --plan plan.json --shard auto --out apart &&
      mailsim sweep --merge apart >/dev/null &&
      for file in csv jsonl md sqlite; do cmp kept/results.$file apart/results.$file || exit 9; done
      """)
    #expect(ending.status == 0, "\(ending)")
    #expect(ending.errors.contains("1 of 4 blocks are missing"), "\(ending)")
    #expect(ending.errors.contains("--shard 2/4 --out apart"), "\(ending)")
  }

  @Test func aShardThatIsFinishedIsNotPlayedAgain() throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run(
      """
      \(line.replacing("--out kept", with: "--plan plan.json")) &&
      mailsim sweep --plan plan.json --shard 0/2 --out kept && touch -d '1 hour ago' kept/* &&
      mailsim sweep --plan plan.json --shard 0/2 --out kept && find kept -mmin -30 | grep shard
      """)
    #expect(ending.status == 1 && ending.output.isEmpty, "\(ending)")
  }

  @Test(arguments: [
    ("mailsim sweep --plan none.json --shard 0/2 --out kept", 66, "no such file"),
    ("mailsim sweep --plan t.yaml --shard 0/2 --out kept", 66, "it is no plan of a sweep"),
    ("mailsim sweep --plan plan.json --shard 2/2 --out kept", 64, "0 <= I < N"),
    ("mailsim sweep --plan plan.json --shard auto --out kept", 64, "SLURM_ARRAY_TASK_ID"),
    ("mailsim sweep --plan plan.json --shard 0/2", 64, "--out DIR is missing"),
    ("mailsim sweep --merge kept", 66, "no such file"),
    ("mailsim sweep t.yaml --shard 0/2", 64, "--shard has no use with a scenario"),
    ("mailsim sweep t.yaml --plan other.json --out kept", 64, "--out has no use with --plan"),
    ("mailsim sweep --plan plan.json --vary window=5m --out kept", 64, "--vary has no use with"),
    ("mailsim sweep --plan plan.json --shards 2 --out kept", 64, "--shards has no use with"),
    ("mailsim sweep --merge kept --threads 2", 64, "--threads has no use with --merge"),
    ("mailsim sweep t.yaml --merge kept", 64, "takes no scenario"),
    (
      "sed -i 's/\"replications\" : 2/\"points\" : -1, \"replications\" : 2/' plan.json; "
        + "mailsim sweep --plan plan.json --out kept", 65, "its numbers cannot be"
    ),
    (
      "mailsim sweep --plan plan.json --shard 0/2 --out kept; "
        + "sed -i '2s/\\[[0-9]*,/[-7,/' kept/shard-0-of-2.jsonl; mailsim sweep --merge kept", 66,
      "shard-0-of-2.jsonl:2: it is no block"
    ),
    (
      "mailsim sweep --plan plan.json --shard 0/2 --out kept; "
        + ": >kept/shard-0-of-99999999999.jsonl; mailsim sweep --merge kept", 1,
      "--shard 1/2 --out kept"
    ),
    ("mailsim sweep", 64, "takes a scenario file, --plan FILE or --merge DIR"),
    (
      "mkdir kept; cp plan.json kept; sed -i 's/: 2,/: 5,/' kept/plan.json; "
        + "mailsim sweep --plan plan.json --shard 0/2 --out kept", 64, "is another plan"
    ),
    (
      "sed -i 's/t01/t02/; s/mailsim: 1/mailsim:  1/' plan.json; "
        + "mailsim sweep --plan plan.json --shard 0/2 --out kept", 65, "was changed after"
    ),
  ])
  func whatCannotBeShardedIsTold(line: String, status: Int32, words: String) throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run(
      self.line.replacing("--out kept", with: "--plan plan.json") + " && { \(line); }")
    #expect(ending.status == status && ending.errors.contains(words), "\(ending)")
  }

  /// A killed shard loses the block at hand and nothing else.
  @Test(arguments: ["TERM", "KILL"])
  func aShardThatIsStoppedGoesOnWhereItWas(signal: String) throws {
    let command = try Self.folder()
    defer { command.remove() }
    let plan =
      "mailsim sweep t.yaml --vary sites.csim.latency=1ms..9ms/1ms --replications 40 --block 4"
    let shard = "sweep --plan plan.json --shard 0/1 --out kept --threads 1"
    let ending = try command.run(
      """
      \(plan) --out whole >/dev/null && \(plan) --plan plan.json || exit 9
      "$MAILSIM" \(shard) & until [ -s kept/shard-0-of-1.jsonl.part ]; do sleep 0.01; done
      sleep 0.05; kill -\(signal) $!; wait $!; echo ended with $?
      mailsim \(shard) && mailsim sweep --merge kept >/dev/null &&
      cmp kept/results.csv whole/results.csv && cmp kept/results.jsonl whole/results.jsonl
      """)
    #expect(ending.status == 0, "\(ending)")
    let expected = signal == "TERM" ? 143 : 137
    // A quick machine may have been done before.
    #expect(
      ending.output.contains("ended with \(expected)") || ending.output.contains("ended with 0"),
      "\(ending)")
  }

  @Test(arguments: ["slurm", "parallel"])
  func aScriptIsOneThatTheShellReads(engine: String) throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run(
      """
      mkdir "it's \\$HOME"; cd "it's \\$HOME" && cp ../t.yaml . &&
      \(line.replacing("--out kept", with: "--plan plan.json")) &&
      mailsim sweep --plan plan.json --print \(engine) --shards 3 --out 'a "b" `c`' >sweep.sh &&
      sh -n sweep.sh && grep -c 'shard' sweep.sh
      """)
    #expect(ending.status == 0, "\(ending)")
  }

  @Test func twoSweepsDoNotWriteIntoOneFolder() throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run(
      "mkdir kept; exec 9>kept/shard-0-of-1.jsonl.part; flock 9; \(line)")
    #expect(
      ending.status == 75 && ending.errors.contains("another process is writing"), "\(ending)")
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
