import Testing

@testable import MailSim

/// What somebody reads whose file is wrong, word for word.
@Suite struct ScenarioErrorTests {
  /// The errors of a text, as the command prints them.
  private func errors(_ text: String) -> String {
    do {
      _ = try ScenarioReader.read(text, file: "campus.yaml")
      return ""
    } catch {
      expectWithin(text, error.errors)
      return error.description
    }
  }

  /// A file with nothing wrong but what is added to it.
  private func campus(_ more: String) -> String {
    """
    mailsim: 1
    title: Campus
    sites:
      campus: {networks: 192.0.2.0/24}
      away: {networks: 198.51.100.0/24}
    servers:
      mail: {host: mail.cs.ait.ac.th, site: campus, domains: cs.ait.ac.th}
      gateway: {host: mx.example.org, site: away, domains: example.org}
    people:
      alice: {site: campus, mailbox: alice@cs.ait.ac.th}
    \(more)
    """
  }

  /// The errors without the quoted lines: code, place and sentence.
  private func sentences(_ text: String) -> [String] {
    do {
      _ = try ScenarioReader.read(text, file: "campus.yaml")
      return []
    } catch {
      expectWithin(text, error.errors)
      return error.errors.map {
        "\($0.code) \($0.position.line):\($0.position.column) \($0.sentence)"
      }
    }
  }

  @Test func theSampleHasNothingWrong() {
    #expect(errors(campus("")) == "")
  }

  @Test func anUnknownName() {
    let text = campus("events:\n  - at: 09:14:59\n    mail: {from: alcie, to: bob@example.org}")
    #expect(
      errors(text) == """
        error[S012]: no person is called `alcie`
          --> campus.yaml:13:18
           |
        12 |   - at: 09:14:59
        13 |     mail: {from: alcie, to: bob@example.org}
           |                  ^^^^^ unknown person
           = known people: alice
           = help: there is a similar one: `alice`

        """)
  }

  @Test func anUnknownKey() {
    let text = campus("events:\n  - at: 1m\n    mail: {form: alice, to: bob@example.org}")
    #expect(
      errors(text) == """
        error[S010]: a message has no key `form`
          --> campus.yaml:13:12
           |
        12 |   - at: 1m
        13 |     mail: {form: alice, to: bob@example.org}
           |            ^^^^ unknown key
           = known keys: from, to, subject, size, end-to-end, mail-from, header-from, via, direct, helo
           = help: there is a similar one: `from`

        1 more may come of it

        """)
  }

  /// Whatever is wrong only because a person has `mailbx` in place of a mailbox stands behind that
  /// one error; what is wrong by itself stays.
  @Test func oneWrongKeyIsOneError() throws {
    let text = campus(
      """
      events:
        - {at: 1m, mail: {from: alice, to: bob@example.org}}
        - {at: 2m, login: alice}
        - {at: never, login: alice}
      """
    ).replacing("mailbox:", with: "mailbx:")
    do {
      _ = try ScenarioReader.read(text, file: "campus.yaml")
      Issue.record("the key is taken")
    } catch {
      #expect(error.errors.map(\.code) == ["S010", "S015"])
      #expect(error.consequences >= 3)
    }
  }

  @Test func anUnknownWord() {
    let text = campus("events:\n  - at: 1m\n    login: alice\n    expect: {relay: acept}")
    #expect(
      sentences(text) == ["S024 14:14 `relay` cannot be expected here"])
    let mail = campus(
      "events:\n  - at: 1m\n    mail: {from: alice, to: a@example.org}\n    expect: {relay: acept}")
    #expect(
      errors(mail) == """
        error[S016]: `acept` is none of the words that may stand here
          --> campus.yaml:14:21
           |
        13 |     mail: {from: alice, to: a@example.org}
        14 |     expect: {relay: acept}
           |                     ^^^^^ unknown word
           = known words: accept, refuse, defer
           = help: there is a similar one: `accept`

        """)
  }

  @Test func aTimeBeforeTheStart() {
    #expect(
      errors(campus("events:\n  - {at: 08:59, login: alice}")) == """
        error[S024]: 08:59 is before the run begins
          --> campus.yaml:12:10
           |
        11 | events:
        12 |   - {at: 08:59, login: alice}
           |          ^^^^^
           = times of day count on the day of `start`; for the next day write the time after the start, such as 25h

        """)
  }

  @Test func linesEndedInAnyWayAreQuoted() {
    let text = campus("events:\n  - {at: soon, login: alice}")
    let unix = errors(text)
    #expect(unix.contains("12 |   - {at: soon, login: alice}\n"))
    for end in ["\r\n", "\r", "\u{85}", "\u{2028}"] {
      #expect(errors(text.replacing("\n", with: end)) == unix)
    }
  }

  @Test func errorsInTheFirstLineCountAByteOrderMarkAsNothing() {
    #expect(errors("\u{feff}mailsin: 1") == errors("mailsin: 1"))
  }

  @Test func longLinesAndControlCharactersFitAScreen() {
    let text = campus(
      "goal: " + String(repeating: "x", count: 5_000) + "\nextra: \"\\e[2J\"\nx\ty: 1")
    for line in errors(text).split(separator: "\n") { #expect(line.count < 400) }
    #expect(!errors("mailsim: \"\\e[2J\"").unicodeScalars.contains("\u{1b}"))
  }

  @Test func aThousandNamesAreNotAllListed() {
    let sites = (0..<1_000).map { "  s\($0): {networks: 10.\($0 / 256).\($0 % 256).0/24}\n" }
    let text =
      "mailsim: 1\ntitle: x\nsites:\n" + sites.joined()
      + "people:\n  p: {site: t1}\nservers:\n  m: {host: m.example.org, site: u}"
    for line in errors(text).split(separator: "\n") { #expect(line.count < 1_000) }
  }

  @Test func allErrorsOfAFileAreToldAtOnceInTheOrderOfItsLines() {
    let text = """
      mailsim: 1
      titel: x
      sites:
        a: {networks: 192.0.2.9/24}
        b: {networks: [198.51.100.0/33], nat: x}
      servers:
        m: {host: -x-, site: c, tls: perhaps}
      people:
        p: {}
      events:
        - {at: never, login: q}
        - {}
      """
    #expect(
      sentences(text)
        == [
          "S010 2:1 a scenario has no key `titel`",
          "S015 4:17 `192.0.2.9/24` is no network such as 192.0.2.0/24, no bits beyond its prefix",
          "S015 5:18 `198.51.100.0/33` is no network such as 192.0.2.0/24, no bits beyond its prefix",
          "S015 5:41 `x` is no IP address",
          "S015 7:13 `-x-` is no domain name",
          "S012 7:24 no site is called `c`",
          "S016 7:32 `perhaps` is none of the words that may stand here",
          "S011 9:6 a person without a shared machine needs the key `site`",
          "S015 11:10 `never` is no time of day such as 09:14:59, or time after the start such as 15m",
          "S012 11:24 no person is called `q`",
          "S011 12:5 an event needs the key `at`",
          "S024 12:5 nothing happens at this event",
        ])
  }

  @Test(arguments: [
    (
      "mailsim: 2\ntitle: x\nsites: {}", "S008 1:10 version 2 of the scenario language is not known"
    ),
    ("[1, 2]", "S014 1:1 found a list, expected a scenario (keys with values)"),
    ("hello", "S014 1:1 found the value `hello`, expected a scenario (keys with values)"),
    ("mailsim: 1\ntitle: [x]\nsites: {}", "S014 2:8 found a list, expected text"),
    (
      "mailsim: 1\ntitle: x\nsites: {a: }",
      "S014 3:12 found nothing, expected a site (keys with values)"
    ),
  ])
  func theFormOfAFile(_ text: String, _ sentence: String) {
    #expect(sentences(text).contains(sentence), "\(sentences(text))")
  }

  /// What no single value shows. Lines and columns are those of the added text.
  @Test(arguments: [
    ("links: [{between: [campus, campus]}]", "S024 11:19 a link joins two different sites"),
    ("links: [{between: [campus]}]", "S024 11:19 a link joins two different sites"),
    ("dns: {example.net: nobody}", "S012 11:20 no server is called `nobody`"),
    ("dns: {example.net: 70000 mail}", "S015 11:20 `70000 mail` is no MX record such as `10 mx1`"),
    ("dns: {example.net: []}", "S024 11:20 example.net has no record here"),
    ("dns: {example.net: {}}", "S024 11:20 example.net has no record here"),
    (
      "dns: {example.net: {a: mail, alias: example.org}}",
      "S024 11:37 `alias` excludes other records"
    ),
    ("dns: {a.example: {alias: a.example}}", "S024 11:7 the alias a.example leads back to itself"),
    (
      "run: 1h\nevents: [{at: 2h, login: alice}]",
      "S024 12:15 this event is after the end of the run"
    ),
    ("events: [{at: 1m}]", "S024 11:10 nothing happens at this event"),
    (
      "events: [{at: 1m, login: alice, move: {machine: alice, to: away}}]",
      "S024 11:10 one event is one thing: login or move"
    ),
    (
      "events: [{at: 1m, mail: {from: alice, to: []}}]", "S024 11:43 a message needs a recipient"
    ),
    (
      "events: [{at: 1m, mail: {from: alice, to: [a@b.example, a@b.example]}}]",
      "S024 11:43 a recipient stands here twice"
    ),
    (
      "events: [{at: 1m, mail: {from: alice, to: a@b.example, via: mail:pop3}}]",
      "S016 11:61 `pop3` is none of the words that may stand here"
    ),
    (
      "events: [{at: 1m, mail: {from: alice, to: a@b.example, via: mail, direct: yes}}]",
      "S024 11:61 `direct` goes without `via`"
    ),
    (
      "events: [{at: 1m, move: {machine: alice, to: away, address: 192.0.2.9}}]",
      "S022 11:61 192.0.2.9 lies in no network of the site away"
    ),
    (
      "events: [{at: 1m, mail: {from: alice, to: a@b.example}, expect: {for: {c@d.example: {}}}}]",
      "S012 11:72 no recipient is called `c@d.example`"
    ),
    (
      "events: [{at: 1m, mail: {from: alice, to: a@b.example}, expect: {login: yes}}]",
      "S024 11:66 `login` cannot be expected here"
    ),
    (
      "events: [{at: 1m, mail: {from: alice, to: a@b.example}, expect: {hops: [secret]}}]",
      "S016 11:73 `secret` is none of the words that may stand here"
    ),
    (
      "events: [{at: 1m, smtp: {from: nobody, to: mail, lines: [QUIT]}}]",
      "S012 11:32 no machine is called `nobody`"
    ),
    (
      "events: [{at: 1m, smtp: {from: alice, to: mail, lines: []}}]",
      "S024 11:56 a dialogue needs a line"
    ),
    (
      "events: [{at: 1m, smtp: {from: alice, to: mail, lines: [\"NOOP\\nQUIT\"]}}]",
      "S024 11:57 a line ends where the next begins: one line each"
    ),
    (
      "traffic: {t: {from: alice, to: a@b.example, every: 0}}",
      "S015 11:52 `0` is no interval longer than 0"
    ),
    (
      "traffic: {t: {from: alice, to: a@b.example, every: {uniform: [5m, 1m]}}}",
      "S024 11:62 the first bound is larger than the second"
    ),
    (
      "traffic: {t: {from: alice, to: a@b.example, every: {gamma: 1m}}}",
      "S016 11:53 `gamma` is none of the words that may stand here"
    ),
    (
      "traffic: {t: {from: alice, to: a@b.example, every: 1m, start: 2h, until: 1h}}",
      "S024 11:74 `until` is not after the beginning"
    ),
    ("expect: {messages: -1}", "S015 11:20 `-1` is no count such as 3, 1..5, >=2 or <=7"),
    ("machines: {mail: {site: campus}}", "S020 11:12 the name mail is taken already, by a server"),
    (
      "machines: {m: {site: away, address: 198.51.100.7}, n: {site: away, address: 198.51.100.7}}",
      "S020 11:77 the address 198.51.100.7 is taken already, by m"
    ),
    (
      "machines: {m: {site: away, address: 192.0.2.8}}",
      "S022 11:37 192.0.2.8 lies in no network of the site away"
    ),
  ])
  func whatDoesNotFitTogether(_ more: String, _ sentence: String) {
    #expect(sentences(campus(more)) == [sentence])
  }

  @Test func placesAndServersThatDoNotFitTogether() {
    func file(_ sites: String, _ servers: String, _ people: String = "{}") -> [String] {
      sentences(
        "mailsim: 1\ntitle: x\nsites: {\(sites)}\nservers: {\(servers)}\npeople: \(people)")
    }
    let site = "a: {networks: 192.0.2.0/24}"
    #expect(
      file("\(site), b: {networks: 192.0.2.128/25}", "")
        == ["S021 3:38 the network 192.0.2.128/25 overlaps 192.0.2.0/24 of the site a"])
    #expect(
      file("a: {networks: 192.0.2.0/24, dhcp: {network: 198.51.100.0/24}}", "")
        == ["S022 3:53 198.51.100.0/24 lies in no network of the site a"])
    #expect(
      file("a: {networks: 192.0.2.0/24, egress: {ports: [0, 65536]}}", "").count == 2)
    #expect(
      file(site, "m: {host: m.example, site: a, address: []}")
        == ["S023 4:11 m has no address that its peers could reach"])
    #expect(
      file(site, "m: {host: m.example, site: a, address: 198.51.100.1}")
        == ["S022 4:50 198.51.100.1 lies in no network of the site a"])
    #expect(
      file("a: {networks: 192.0.2.0/32}", "m: {host: m.example, site: a}")
        == ["S024 4:11 the site a has no free address for this server"])
    let server = "m: {host: m.example, site: a, domains: d.example}"
    #expect(
      file(site, "\(server), n: {host: n.example, site: a, domains: d.example}")
        == ["S020 4:101 the domain d.example is taken already, by m"])
    #expect(
      file(site, server, "{p: {site: a, mailbox: p@e.example}}")
        == ["S024 5:32 no server holds the domain e.example"])
    #expect(
      file(site, server, "{p: {site: a, home: m, mailbox: p@e.example}}")
        == ["S024 5:29 the server m does not hold the domain e.example"])
    let outage = "m: {host: m.example, site: a, outages: {from: 2m, to: 1m}}"
    #expect(file(site, outage) == ["S024 4:65 the outage ends before it begins"])
    let sweep = "m: {host: m.example, site: a, roaming: {expiry: sweep 0}}"
    #expect(file(site, sweep).first?.hasPrefix("S015") == true)
    let ages = "m: {host: m.example, site: a, queue: {schedule: [5m, 5m]}}"
    #expect(file(site, ages) == ["S024 4:59 the ages of a schedule must grow"])
  }

  @Test func aServerWithoutAnAddressGetsOneThatNobodyStates() throws {
    let scenario = try ScenarioReader.read(
      campus(
        "machines: {m: {site: campus, address: 192.0.2.1}, n: {site: campus, address: 192.0.2.3}}"),
      file: "campus.yaml")
    #expect(scenario.servers[0].addresses == [IPAddress("192.0.2.2")!])
  }

  @Test func networksInsideNetworksOfOneSiteDoNotOverlapAnything() {
    func overlaps(_ sites: String) -> [String] {
      sentences("mailsim: 1\ntitle: x\nsites: {\(sites)}").map { String($0.dropFirst(5)) }
    }
    #expect(overlaps("a: {networks: [192.0.2.0/24, 192.0.2.0/25, 192.0.2.9]}").isEmpty)
    #expect(overlaps("a: {networks: 192.0.2.0/25}, b: {networks: 192.0.2.128/25}").isEmpty)
    #expect(overlaps("a: {networks: 192.0.2.0/24}, b: {networks: \"2001:db8::/32\"}").isEmpty)
    #expect(
      overlaps("a: {networks: 192.0.2.0/25}, b: {networks: 192.0.2.0/24}")
        == ["3:38 the network 192.0.2.0/24 overlaps 192.0.2.0/25 of the site a"])
    #expect(
      overlaps("a: {networks: 192.0.2.7}, b: {networks: 192.0.2.0/24}, c: {networks: 192.0.2.9}")
        .count == 2)
    #expect(overlaps("a: {networks: 10.0.0.0/8}, b: {networks: \"::/0\"}").count == 1)
  }

  /// Follow-ups of one mistake must not bring the reader down: rows that could not be read are
  /// named by others.
  @Test(arguments: [
    "people: {p: 3}", "people: {p: {}}", "people: {p: {machine: nobody}}", "people: 7",
    "people: {p: {site: nowhere}}", "people: {p: {site: []}}", "people: {p: {mailbox: 1}}",
    "people: {p: {site: a, home: m, mailbox: p@x.example}}",
    "people: {p: {site: a}}\nmachines: {p: {site: a}}", "people: {p: {site: a}}\nmachines: 1",
  ])
  func oneMistakeLeadsToNoCrash(_ people: String) {
    let head = "mailsim: 1\ntitle: x\n"
    let sites = ["sites: {a: {networks: 192.0.2.0/24}}\n", "sites: {a: 3}\n", "sites: 3\n", ""]
    let servers = [
      "servers: {m: {host: m.example, site: a}}\n", "servers: {m: 3}\n", "servers: {m: {}}\n", "",
    ]
    let events = """
      events:
        - {at: 1m, smtp: {from: p, to: m, lines: [QUIT]}}
        - {at: 1m, move: {machine: p, to: a}}
        - {at: 1m, login: p}
        - {at: 1m, mail: {from: p, to: p@x.example}}
      traffic: {t: {from: p, to: p@x.example, every: 1m}}

      """
    for site in sites {
      for server in servers {
        #expect(!sentences(head + site + server + events + people).isEmpty)
      }
    }
  }

  /// A server with this policy, beside those of the campus.
  private func policy(_ words: String) -> [String] {
    sentences(
      campus("").replacing(
        "people:",
        with:
          "  own: {host: own.example, site: away, domains: own.example, policy: \(words)}\npeople:")
    )
  }

  @Test func policiesWrittenHere() {
    #expect(
      policy("{rules: {relay: [permit_mynetwork, reject_unauth_destination]}}") == [
        "S016 9:87 `permit_mynetwork` is none of the words that may stand here"
      ])
    #expect(
      policy("{rules: {relay: [check_client_access ldap:users, reject]}}") == [
        "S024 9:78 what ldap:users would say is not known here"
      ])
    #expect(
      policy(
        "{rules: {relay: [check_client_access ldap:users, reject]}, unknown: {ldap:x: permit}}"
      )
      .contains("S012 9:139 no unknown table or restriction is called `ldap:x`"))
    #expect(
      policy("{rules: {relay: [check_client_access ldap:users, reject]}, unknown: dunno}") == [])
    #expect(
      policy("{rules: {relay: permit_mynetworks}}").first?.contains("refuses relaying") == true)
    #expect(
      policy("{preset: csim, postfix: x}") == ["S024 9:70 one policy is one of preset and postfix"])
    #expect(policy("{postfix: /nowhere}") == ["S024 9:80 /nowhere/main.cf: cannot be read"])
    #expect(policy("{window-table: x}") == ["S024 9:71 `window-table` goes with `postfix`"])
  }

  @Test func filesThatCannotBeRead() throws {
    func error(_ path: String) -> String? {
      do {
        _ = try ScenarioReader.read(contentsOf: path)
        return nil
      } catch { return error.description }
    }
    #expect(
      error("/no/such/file.yaml") == """
        error[S001]: the file cannot be read: there is no such file
         --> /no/such/file.yaml:1:1

        """)
    #expect(
      error("/")?.hasPrefix("error[S001]: the file cannot be read: it is a directory") == true)
    #expect(
      error("/dev/zero")?.hasPrefix("error[S001]: the file cannot be read: it is a device")
        == true)
    let folder = try ConfigurationFolder(["empty.yaml": ""])
    #expect(
      error(folder.path + "/empty.yaml")?.hasPrefix("error[S007]: the file holds no scenario")
        == true)
    #expect(error("/proc/self/exe")?.hasPrefix("error[S00") == true)
  }
}
