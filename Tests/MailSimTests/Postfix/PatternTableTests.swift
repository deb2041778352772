import Testing

@testable import MailSim

/// Tables of patterns, which are matched by what a Postfix matches them with.
@Suite struct PatternTableTests {
  private typealias Read = (answer: String, problems: [String])

  /// What a table answers for a key, `-` for nothing, and what is skipped of it.
  private func ask(_ kind: String, _ lines: String, _ key: String) throws -> Read {
    let folder = try ConfigurationFolder(["table": lines])
    var reader = TableReader(directory: folder.path)
    let table = reader.table("\(kind):table", at: nil)
    let answer =
      switch table.look(up: key) {
      case .found(let entry): entry.value
      case .notFound: "-"
      case .unknown: "?"
      case .oneOf: "several"
      }
    return (answer, reader.errors.map { "\($0.position?.line ?? 0): \($0.words)" })
  }

  /// A name with 25 letters before its end that could be cut in two in 33 million ways.
  private static let hard = String(repeating: "a", count: 25) + "!"

  @Test func aPatternThatReachesItsLimitDoesNotMatchAndTheNextAreAsked() throws {
    let lines = "/^(a+)+$/ FIRST\n!/^(a+)+$/ SECOND\nif !/^(a+)+$/\n/a/ THIRD\nendif\n/!$/ FOURTH\n"
    #expect(try ask("pcre", lines, Self.hard).answer == "FOURTH")
    #expect(try ask("pcre", lines, "aaa").answer == "FIRST")
    #expect(try ask("pcre", lines, "b").answer == "SECOND")
  }

  @Test func theLimitIsReachedOnceForAKeyAndIsSaid() throws {
    let folder = try ConfigurationFolder([
      "main.cf": csimMain + """
        smtpd_client_restrictions = check_helo_access pcre:helo
        smtpd_relay_restrictions = check_sender_access static:OK, reject

        """,
      "helo": "# names\n/^(a+)+$/ REJECT\n",
    ])
    let policy = try folder.policy()
    #expect(policy.hardPatterns.isEmpty)
    let clock = ContinuousClock()
    var times: [Duration] = []
    for _ in 0..<20 {
      let began = clock.now
      let reply = try MailSimTests.ask(policy, "203.0.113.70", "a@example.org", "b@example.net") {
        $0.client.helloName = Self.hard
      }
      #expect(reply == "250 2.1.5")
      times.append(clock.now - began)
    }
    #expect(times.dropFirst().max()! < times[0] / 4)
    let said = policy.hardPatterns.map(\.description)
    #expect(said.count == 1 && said[0].contains("helo:2: the pattern ^(a+)+$ reaches its limit"))
  }

  @Test func manyThreadsGetOneAnswer() async throws {
    let pattern = Pattern("^(a+)+$")
    let answers = await withTaskGroup(of: Pattern.Match.self) { group in
      for _ in 0..<16 { group.addTask { pattern.match(Self.hard) } }
      return await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(answers == [.gaveUp])
  }

  @Test(arguments: [
    ("(.)\\1", "back to a group"), (String(repeating: "(", count: 20_000), "deep"),
    ("((((a{1,99}){1,99}){1,99}){1,99}){1,99}", "2000 times"),
    (String(repeating: "a*", count: 20_000), "2000 times"), ("(a{1,255}b{1,255}){1,255}", "2000"),
    ("\\(\\(a\\{1,255\\}\\)\\{1,255\\}\\)\\{1,255\\}", "2000"),
    ("a{1,99999999999999999999}", "2000"),
  ])
  func whatCouldTakeRegexecAnyTimeIsNotAskedAndNotGuessed(pattern: String, why: String) throws {
    let read = try ask("regexp", "/\(pattern)/ REJECT\n", "aa")
    #expect(read.answer == "?")
    #expect(read.problems.count == 1 && read.problems[0].hasPrefix("1: the pattern"))
    #expect(read.problems[0].contains(why))
  }

  @Test(arguments: [
    "^([0-9]{1,3}\\.){3}[0-9]{1,3}$", "^[[:alnum:]()*+?{}|-]+@example\\.com$", "[]()]", "[^]{]",
    "\\(1\\)",
    "(a|b|c){1,63}(\\.[a-z]{2,63}){1,5}",
  ])
  func whatMailServersHaveUseForIsAsked(pattern: String) {
    let pattern = Pattern(pattern, dialect: .posix)
    #expect(pattern.error == nil && pattern.refusal == nil)
  }

  @Test func aLineAServerSkipsIsSkippedAndTold() throws {
    for (kind, line) in [
      ("pcre", "/(a/ X"), ("pcre", "/a/q X"), ("pcre", "/a X"), ("pcre", "a X"), ("pcre", "/a/ $1"),
      ("pcre", "/(a)/ $2"), ("pcre", "!/(a)/ $1"), ("pcre", "/(a)/ $x"), ("pcre", "endif"),
      ("pcre", "if /(a/"), ("regexp", "/(a/ X"), ("regexp", "/a/s X"), ("regexp", "/(a)/ ${2}"),
    ] {
      let read = try ask(kind, "\(line)\n/a/ NEXT\n", "a")
      #expect(read.answer == "NEXT", "\(line)")
      #expect(read.problems.count == 1 && read.problems[0].hasPrefix("1: "), "\(line)")
    }
  }

  @Test(arguments: [
    ("pcre", "/^(.)(.)?x(y)?/ <$1,${2},$(3)>$$1", "axy", "<a,,y>$1"),
    ("pcre", "/^(\\w+)@(.*)/ $2 $1", "$2@b", "-"), ("pcre", "/^(.+)@(.*)/ $2 $1", "$2@b", "b $2"),
    ("pcre", "/A/i X", "a", "-"), ("pcre", "/A/ii X", "a", "X"), ("pcre", "/a b/x X", "ab", "X"),
    ("regexp", "/a/!/b/ X", "ab", "-"), ("regexp", "/a/!/b/ X", "ac", "X"),
    ("regexp", "/a+/x X", "aa", "-"), ("regexp", "/a+/x X", "a+", "X"),
    ("pcre", "!!/a/ X", "a", "X"),
    ("pcre", "|a/b\\|c| X", "a/b|c", "X"), ("pcre", "/a/", "a", ""),
  ])
  func linesAreReadAsPostfixReadsThem(kind: String, line: String, key: String, answer: String)
    throws
  {
    #expect(try ask(kind, line + "\n", key).answer == answer)
  }
}
