import Foundation
import Testing

/// An option does what it says, or is refused before any work.
@Suite struct OptionTests {
  private static func folder() throws -> Command {
    let command = try Command()
    try command.write(
      "Jul  6 10:00:00 mx postfix/smtpd[1]: ABCDEF0123: client=a.example[192.0.2.1]\n",
      to: "mail.log")
    try command.write("Received: from a by b; Mon, 6 Jul 2026 10:00:00 +0000\n\n", to: "m.eml")
    return command
  }

  @Test(arguments: [
    "mailsim trace --log mail.log --format json", "mailsim trace --log mail.log -o x.svg",
    "mailsim trace --log mail.log --lines", "mailsim trace m.eml --year 2026",
    "mailsim trace m.eml --format json -o x.svg", "mailsim trace m.eml --format json --lines",
    "mailsim trace m.eml --to-scenario --format json",
    "mailsim trace m.eml --understood --format json",
    "mailsim draw relay $SCENARIOS/figure-2-relay.yaml --message 99",
    "mailsim draw encryption $SCENARIOS/t01-path.yaml --message 99",
    "mailsim draw sequence $SCENARIOS/t01-path.yaml --message 99",
    "mailsim attack --policy csim --threads 0",
    "mailsim sweep $SCENARIOS/t01-path.yaml --vary sites.csim.latency=1s --threads -1",
    "mailsim sweep $SCENARIOS/t01-path.yaml --vary seed=1,2",
    "mailsim sweep $SCENARIOS/t01-path.yaml --vary sites.csim.latency=1s,1000ms --replications 1",
    "mailsim sweep $SCENARIOS/t01-path.yaml --vary sites.csim.latency=1s,1s --replications 1",
  ])
  func whatCannotBeDoneIsRefused(line: String) throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run(line)
    #expect(ending.status == 64 && ending.output.isEmpty, "\(ending)")
  }

  /// Whatever path or link they are named by.
  @Test(arguments: [
    "mailsim run in.yaml --format json -o in.yaml",
    "mailsim check in.yaml --format junit -o ./in.yaml",
    "mailsim run in.yaml --format json -o link.yaml",
    "mailsim run link.yaml --format json -o in.yaml",
    "mailsim draw topology in.svg -o ../$(basename $PWD)/in.svg",
    "mailsim run in.yaml --format json -o x --format text -o ./x",
    "mailsim prove csim-by-sender-address -o x.svg --picture x.svg",
    "mailsim prove etc -o etc/main.cf", "mailsim prove etc -o etc/people --format json",
    "mailsim diff etc csim -o etc/master.cf", "mailsim export postfix etc -o etc --force",
    "mailsim attack --postfix etc -o etc/people --format json",
    "mailsim trace m.eml -o m.eml", "mailsim trace --log mail.log -o mail.log",
  ])
  func noOutputGoesOntoAnInputOrAnotherOutput(line: String) throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run(
      """
      cp $SCENARIOS/t01-path.yaml in.yaml; ln -s in.yaml link.yaml; cp in.yaml in.svg; mkdir etc
      echo 'local_recipient_maps = texthash:/etc/postfix/people' >etc/main.cf
      echo 'smtp inet n - y - - smtpd' >etc/master.cf; echo 'alice x' >etc/people
      cat in.yaml in.svg etc/* m.eml mail.log >before; \(line); status=$?
      cat in.yaml in.svg etc/* m.eml mail.log | cmp - before || exit 99; exit $status
      """)
    #expect(ending.status == 64, "\(ending)")
  }

  @Test func aConfigurationOfSomebodyElseTellsNothingOfThisMachine() throws {
    let command = try Self.folder()
    defer { command.remove() }
    try command.run("mkdir etc; mkdir outside; echo 'secret@example.org reject' >outside/table")
      .expectSuccess()
    let path = command.directory.appending(path: "outside/table").path
    try command.write(
      """
      mydestination = example.org
      smtpd_recipient_restrictions = check_recipient_access texthash:\(path),
          reject_unauth_destination

      """, to: "etc/main.cf")
    let question = "--client 192.0.2.1 --from a@b.example --to secret@example.org"
    let asked = "mailsim why --postfix etc \(question)"
    let open = try command.run(asked)
    #expect(open.errors.contains("\(path) is a file of this machine"), "\(open)")
    let closed = try command.run("\(asked) --confined")
    #expect(closed.errors.contains("is not here") && closed.output != open.output, "\(closed)")
    // Neither by a path that climbs nor by a link.
    for name in ["../outside/table", "link"] {
      try command.run(
        "ln -sf ../outside/table etc/link; sed -i 's|texthash:.*,|texthash:\(name),|' etc/main.cf"
      )
      .expectSuccess()
      #expect(
        try command.run("\(asked) --confined").output == closed.output.replacing(path, with: name))
    }
  }

  @Test func whatAWordProcessorWroteIsNamed() throws {
    let command = try Self.folder()
    defer { command.remove() }
    for (edit, words) in [
      ("s/latency: [0-9a-z]*/latency: “5ms”/", "curly quotes"),
      ("s/latency: /latency:\u{a0}/", "no-break space"),
      ("s/^sites:/\u{feff}sites:/", "byte order mark"),
      ("s/latency: [0-9a-z]*/latency: 10000000h/", "the longest time is 25550d"),
    ] {
      let ending = try command.run(
        "sed '\(edit)' $SCENARIOS/t01-path.yaml >x.yaml; mailsim run x.yaml")
      #expect(ending.status == 65 && ending.errors.contains(words), "\(edit): \(ending)")
    }
    let wide = try command.run(
      "iconv -f UTF-8 -t UTF-16 $SCENARIOS/t01-path.yaml >x.yaml; mailsim run x.yaml")
    #expect(wide.status == 65 && wide.errors.contains("UTF-16"), "\(wide)")
  }
}
