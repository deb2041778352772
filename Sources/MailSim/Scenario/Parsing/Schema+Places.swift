extension Schema {
  /// The file as a whole, and where things stand.
  static let places: [SchemaSection: Schema] = [
    .scenario: Schema(
      title: "a scenario", meaning: "The whole file.",
      keys: [
        Key("mailsim", .integer(1...1), required: true, "The version of this language: 1."),
        Key("title", .text, required: true, "What the scenario is about, in a line."),
        Key("term", .text, "What the field calls it: the words to look up."),
        Key("goal", .text, "What somebody who works through it will understand."),
        Key("question", .text, "A question to think about before running it."),
        Key("answer", .text, "The answer."),
        Key("source", .text, "The sentence of a page, or the section of an RFC, it illustrates."),
        Key("seed", .integer(0...Int.max), otherwise: "1", "Where all randomness starts."),
        Key(
          "start", .start, otherwise: "2026-03-02 09:00",
          "The calendar moment at which the run begins (UTC)."),
        Key(
          "run", .delay, otherwise: "until an hour after the last thing stated",
          "How long to run."),
        Key("sites", .map(.object(.site)), required: true, "The places there are, by name."),
        Key("links", .list(.object(.link)), "Lines of their own between two sites."),
        Key(
          "dns",
          .map(
            .either([
              .word(["null-mx", "nxdomain", "servfail"]), .some(.text), .object(.records),
            ])),
          otherwise: "each server is the MX of its domains",
          "What the name service says of mail domains: a server's name, MX records such as "
            + "`[10 mx1, 20 mx2]` (preference and server), `{a: server}` for an address without MX, "
            + "`{alias: domain}`, or a word for an answer without a server."),
        Key(
          "sender-records", .map(.object(.senderRecord)), otherwise: "none",
          "What domains publish about mail in their name, by domain."),
        Key("servers", .map(.object(.server)), "Mail servers, by name."),
        Key("machines", .map(.object(.machine)), "Computers that several people share, by name."),
        Key("people", .map(.object(.person)), "Those who write and read, by name."),
        Key("events", .list(.object(.event)), "What happens when."),
        Key("traffic", .map(.object(.traffic)), "Mail that comes by itself, by name."),
        Key("attacks", .map(.object(.attack)), "Attackers at work, by name."),
        Key("expect", .object(.counts), "What should hold when the run is over."),
      ]),
    .site: Schema(
      title: "a site",
      meaning: "A place with networks of its own, run by one administration (RFC 5598 §2.3).",
      keys: [
        Key("title", .text, otherwise: "its name", "What pictures call it."),
        Key("ours", .flag, otherwise: "no", "Managed by those whose server is studied."),
        Key("networks", .some(.network), required: true, "Its networks, IPv4 and IPv6."),
        Key(
          "nat", .some(.address),
          "One public address for all its machines, seen by everybody outside; with several, each "
            + "connection shows one of them at random, as behind a carrier's NAT."),
        Key("dhcp", .object(.dhcp), "Addresses lent to machines that come and go."),
        Key("egress", .some(.object(.egress)), "Which connections may not leave the site."),
        Key(
          "latency", .distribution, otherwise: "500us",
          "One way, between two hosts of the site."),
        Key("uplink", .object(.line), otherwise: "10ms", "The line to the core of the Internet."),
      ]),
    .dhcp: Schema(
      title: "a DHCP range", meaning: "How a site lends addresses: the lowest free one.",
      keys: [
        Key("network", .network, required: true, "The addresses to lend."),
        Key(
          "hold", .delay, otherwise: "0",
          "How long an address is kept back after its holder has left."),
      ]),
    .egress: Schema(
      title: "an egress rule", meaning: "Connections that may not leave a site.",
      keys: [
        Key("ports", .some(.integer(1...65_535)), required: true, "The ports it closes."),
        Key("except", .some(.name(of: .server)), "Servers of the site it does not bind."),
        Key(
          "action", .word(Scenario.EgressRule.Action.allCases.map(\.rawValue)), otherwise: "drop",
          "`drop`: the packet vanishes and the client waits; `reject`: it is told at once."),
        Key(
          "alarm", .integer(1...1_000_000), otherwise: "never",
          "Stopped connections of one machine before somebody looks."),
      ]),
    .line: Schema(
      title: "a line", meaning: "How fast a line is.",
      keys: [
        Key("latency", .distribution, otherwise: "10ms", "One way, drawn for every segment."),
        Key("bandwidth", .octets, otherwise: "not counted", "Octets a second."),
      ]),
    .link: Schema(
      title: "a link", meaning: "A line between two sites, instead of their uplinks.",
      keys: [
        Key("between", .list(.name(of: .site)), required: true, "The two sites."),
        Key("latency", .distribution, otherwise: "10ms", "One way, drawn for every segment."),
        Key("bandwidth", .octets, otherwise: "not counted", "Octets a second."),
      ]),
    .records: Schema(
      title: "a set of DNS records", meaning: "Records other than MX.",
      keys: [
        Key("a", .name(of: .server), "An address but no MX: the implicit MX (RFC 5321 §5.1)."),
        Key("alias", .domain, "A CNAME."),
      ]),
  ]
}
