import Foundation
import Testing

/// What cannot be written is told by the exit status 74, what cannot be read by 66.
@Suite struct OutputTests {
  /// A line for every command, each of which prints something.
  private static let everyCommand = [
    "mailsim --help", "mailsim --version", "mailsim help run", "mailsim run --help",
    "mailsim --generate-completion-script bash",
    "mailsim run $SCENARIOS/t01-path.yaml", "mailsim run $SCENARIOS/t01-path.yaml --format json",
    "mailsim check $SCENARIOS/t01-path.yaml --format junit",
    "mailsim why --policy modern --client 192.0.2.1 --from a@b.example --to c@d.example",
    "mailsim why --policy modern --cases cases.csv",
    "mailsim draw topology $SCENARIOS/t01-path.yaml", "mailsim trace message.eml",
    "mailsim trace --log mail.log", "mailsim prove csim", "mailsim diff csim modern",
    "mailsim schema", "mailsim explain", "mailsim explain starttls", "mailsim new fresh.yaml",
    "mailsim list codes", "mailsim list policies", "mailsim list shares",
    "mailsim sweep $SCENARIOS/t01-path.yaml --list-measures",
    "mailsim sweep $SCENARIOS/t09-ten-against-fifteen.yaml --vary window=5m --replications 1",
    "mailsim attack", "mailsim attack --list", "mailsim attack A18",
    "mailsim attack $SCENARIOS/a03-nat-rider.yaml --replications 1",
  ]

  /// A line for every command that has something to complain about.
  private static let complaints = [
    "mailsim nonsense", "mailsim run", "mailsim run missing.yaml", "mailsim check missing.yaml",
    "mailsim why --policy modern", "mailsim draw relay missing.yaml", "mailsim trace missing.eml",
    "mailsim prove missing", "mailsim diff missing csim", "mailsim explain NOTHING",
    "mailsim new message.eml", "mailsim list nothing", "mailsim export postfix missing -o x",
    "mailsim sweep missing.yaml", "mailsim plot missing -o x.svg", "mailsim attack missing.yaml",
  ]

  private static func folder() throws -> Command {
    let command = try Command()
    try command.write(
      """
      Received: from a.example (a.example [192.0.2.1]) by b.example with ESMTPS id 1; \
      Mon, 6 Jul 2026 10:00:00 +0000
      From: a@a.example

      text

      """, to: "message.eml")
    try command.write(
      "Jul  6 10:00:00 mx postfix/smtpd[1]: ABCDEF0123: client=a.example[192.0.2.1]\n",
      to: "mail.log")
    try command.write(
      "client_ip,mail_from,rcpt_to\n192.0.2.1,a@b.example,c@d.example\n", to: "cases.csv")
    return command
  }

  @Test(arguments: [">/dev/full", ">&-"], everyCommand)
  func outputThatCannotBeWrittenIsStatus74(where: String, line: String) throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run("\(line) \(`where`)")
    #expect(ending.status == 74, "\(line): \(ending)")
    #expect(ending.errors.contains("standard output: "), "\(line): \(ending)")
  }

  @Test(arguments: ["2>/dev/full", "2>&-"], complaints)
  func complaintsThatCannotBeWrittenAreStatus74(where: String, line: String) throws {
    let command = try Self.folder()
    defer { command.remove() }
    #expect(try command.run(line).errors.isEmpty == false)
    #expect(try command.run("\(line) \(`where`)").status == 74)
  }

  @Test(arguments: everyCommand)
  func aReaderThatGoesAwayEndsItQuietly(line: String) throws {
    let command = try Self.folder()
    defer { command.remove() }
    // The fifo's reader is gone before anything is written, whoever is faster.
    let ending = try command.run(
      "mkfifo fifo; (exec 3<fifo) & exec 4>fifo; wait; \(line) >&4; echo $? >status")
    let status = try command.read("status")
    #expect(status == "141\n" && ending.errors.isEmpty, "\(line): \(status) \(ending)")
    // A parent may have told its children to ignore the signal.
    let deaf = try command.run(
      "rm -f fresh.yaml; trap '' PIPE; (exec 3<fifo) & exec 4>fifo; wait; \(line) >&4; "
        + "echo $? >status")
    #expect(try command.read("status") == "141\n" && deaf.errors.isEmpty, "\(line): \(deaf)")
  }

  @Test func aFileIsNotWrittenToInPlaceOfAClosedOutput() throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run(
      "mailsim run $SCENARIOS/t01-path.yaml --format json --format text -o run.json >&-")
    #expect(ending.status == 74)
    let json = try JSONSerialization.jsonObject(with: Data(try command.read("run.json").utf8))
    #expect(json is [String: Any])
  }

  @Test(arguments: [
    "mailsim prove - </", "mailsim prove - <&-", "mailsim prove - </dev/zero",
    "mailsim prove - 2>&1 </dev/urandom", "mailsim export postfix - -o x <&-",
    "mailsim trace - </", "mailsim trace - <&-", "mailsim trace - </dev/zero",
    "mailsim trace --log - </", "mailsim trace --log - <&-", "mailsim trace --log - </dev/zero",
    "mailsim trace /", "mailsim trace /dev/zero", "mailsim run /dev/zero",
    "mailsim check /dev/zero", "mailsim draw relay /dev/zero", "mailsim sweep /dev/zero",
    "mailsim attack /dev/zero", "mailsim why /dev/zero", "mailsim prove x/../missing",
    "mailsim why --policy modern --cases /dev/zero", "mailsim why --policy modern --cases /",
    "mailsim plot / -o x.svg --bars refused", "mailsim sweep /", "mailsim draw relay /",
    "mailsim why --postfix / --client 192.0.2.1 --from a@b.example --to c@d.example",
    "mailsim attack --postfix /", "mailsim diff / csim",
  ])
  func inputThatCannotBeReadIsStatus66(line: String) throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run(line)
    #expect(ending.status == 66, "\(ending)")
  }

  @Test func whatIsEmptyIsReadAsEmptyAndAPipeAsItsText() throws {
    let command = try Self.folder()
    defer { command.remove() }
    #expect(try command.run("mailsim trace --log /dev/null").status == 0)
    #expect(
      try command.run("mailsim run <(cat $SCENARIOS/t01-path.yaml) --format junit").status == 0)
  }

  @Test func aFileKeepsItsModeAndALinkStaysALink() throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run(
      """
      echo old >kept; chmod 640 kept; ln -s kept link; mkdir sub; ln -s sub/made dangling
      mailsim run $SCENARIOS/t01-path.yaml --format json -o link &&
      mailsim run $SCENARIOS/t01-path.yaml --format json -o dangling &&
      stat -c '%a %F' kept link dangling sub/made && ls -A sub && cmp kept sub/made
      """)
    #expect(
      ending.output == """
        640 regular file
        777 symbolic link
        777 symbolic link
        644 regular file
        made

        """, "\(ending)")
  }
}
