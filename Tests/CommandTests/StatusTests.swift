import Foundation
import Testing

/// Every exit status that the help lists, and what ends with it.
@Suite struct StatusTests {
  /// A line of shell for each. 70 is a mistake of the program's own, for which there is no recipe.
  private static let endings: [Int32: [String]] = [
    0: ["mailsim run $SCENARIOS/t01-path.yaml", "mailsim --help"],
    1: ["mailsim run wrong.yaml", "mailsim prove csim-by-sender-address"],
    64: [
      "mailsim run --nonsense", "mailsim run t.yaml --limit-events 0",
      "mailsim run t.yaml --limit-memory 2X", "mailsim run t.yaml --limit-memory 99999999999T",
      "mailsim sweep t.yaml --vary sites.csim.latency=1ms --plan p --limit-events 5",
    ],
    65: ["mailsim run invalid.yaml"],
    66: ["mailsim run missing.yaml"],
    69: [
      "mailsim run busy.yaml", "mailsim draw relay busy.yaml",
      "mailsim why busy.yaml --client 192.0.2.1 --from a@b.example --to c@d.example",
      "mailsim sweep busy.yaml --vary sites.csim.latency=1ms,2ms --replications 2",
      "mailsim run t.yaml --limit-events 20", "mailsim run many.yaml --limit-memory 1M",
      "mailsim attack $SCENARIOS/a03-nat-rider.yaml --replications 2 --limit-events 9",
      "mailsim sweep t.yaml --vary sites.csim.latency=1ms --replications 2 --limit-events 20",
    ],
    73: ["mailsim new t.yaml"],
    74: ["mailsim run $SCENARIOS/t01-path.yaml >/dev/full"],
    75: [
      """
      mailsim sweep t.yaml --vary sites.csim.latency=1ms --replications 1 --out kept >/dev/null
      flock kept/shard-0-of-1.jsonl.part "$MAILSIM" sweep t.yaml --vary sites.csim.latency=1ms --replications 2 \
          --out kept --resume
      """
    ],
    130: [stopped(by: "INT")],
    143: [stopped(by: "TERM")],
  ]

  /// Twenty seconds of work, stopped after one.
  private static func stopped(by signal: String) -> String {
    """
    timeout --preserve-status -s \(signal) 1 "$MAILSIM" sweep many.yaml \
        --vary sites.csim.latency=1ms --replications 100000 --block 1 --out kept
    """
  }

  private static func scenario(_ happens: String) -> String {
    """
    mailsim: 1
    title: t
    sites:
      csim: {title: CSIM, ours: yes, networks: 192.0.2.0/24}
      net: {title: N, networks: 198.51.100.0/28}
    servers:
      mail: {title: M, host: mail.cs.ait.ac.th, site: csim, domains: cs.ait.ac.th, policy: csim}
      mx: {title: X, host: mx.example.net, site: net, domains: example.net}
    people:
      alice: {title: Alice, site: csim, mailbox: alice@cs.ait.ac.th}
    run: 1h
    \(happens)

    """
  }

  private static func folder() throws -> Command {
    let command = try Command()
    let traffic = "traffic: {x: {from: alice, to: bob@example.net, every:"
    let mail = "events: [{at: 1m, mail: {from: alice, to: bob@example.net}"
    try command.write(scenario("\(traffic) 1ns}}"), to: "busy.yaml")
    try command.write(scenario("\(traffic) 2s}}"), to: "many.yaml")
    try command.write(scenario("\(mail)}]"), to: "t.yaml")
    try command.write(scenario("\(mail), expect: {delivered: no}}]"), to: "wrong.yaml")
    try command.write(scenario("nothing: at all"), to: "invalid.yaml")
    return command
  }

  @Test(arguments: endings.keys.sorted())
  func aStatusIsWhatTheHelpSays(status: Int32) throws {
    for line in Self.endings[status] ?? [] {
      let command = try Self.folder()
      defer { command.remove() }
      let ending = try command.run(line)
      #expect(ending.status == status, "\(line): \(ending)")
      if status == 69 { #expect(ending.output.isEmpty, "\(line): \(ending)") }
    }
  }

  @Test func everyStatusOfTheHelpIsWalked() throws {
    let command = try Command()
    defer { command.remove() }
    let help = try command.run("mailsim --help").output
    let table = try #require(help.components(separatedBy: "EXIT STATUS\n").dropFirst().first)
    let lines = table.split(separator: "\n", omittingEmptySubsequences: false).prefix {
      !$0.isEmpty
    }
    let listed = lines.compactMap { $0.split(separator: " ").first.flatMap { Int32($0) } }
    #expect(listed.filter { $0 != 70 } == Self.endings.keys.sorted(), "\(table)")
  }

  /// The line to blame, and what can be done.
  @Test func aRunThatIsTooMuchNamesItsLine() throws {
    let command = try Self.folder()
    defer { command.remove() }
    let ending = try command.run("mailsim run busy.yaml")
    #expect(ending.errors.contains("busy.yaml:12:56: traffic x: a message every"), "\(ending)")
    #expect(ending.errors.contains("--limit-events"), "\(ending)")
  }
}
