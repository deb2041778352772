extension Schema {
  /// Servers and what can be set on them.
  static let serving: [SchemaSection: Schema] = [
    .server: Schema(
      title: "a server",
      meaning: "Submission, transfer and delivery agent and message store in one host.",
      keys: [
        Key("title", .text, otherwise: "its name", "What pictures call it."),
        Key("remark", .text, "A few words under the title."),
        Key("host", .domain, required: true, "Its name in the DNS and in EHLO."),
        Key("site", .name(of: .site), required: true, "Where it stands."),
        Key(
          "address", .some(.address), otherwise: "the site's first free address",
          "Its addresses, IPv4, IPv6 or both."),
        Key("domains", .some(.domain), "Domains whose mailboxes are here."),
        Key("relay-domains", .some(.domain), "Domains it takes mail for and passes on."),
        Key(
          "routes", .map(.name(of: .server)),
          "Where mail for a domain goes, whatever the DNS says; `*` for all that is not local."),
        Key("users", .some(.text), otherwise: "anybody", "The local parts that exist."),
        Key(
          "unknown-users", .word(["reject", "bounce"]), otherwise: "reject",
          "Refused at RCPT, or accepted and bounced (backscatter)."),
        Key("forwards", .map(.some(.mailbox)), "Local parts whose mail is sent on."),
        Key(
          "services", .some(.word(Service.allCases.map(\.word))), otherwise: "all of them",
          "What it listens for."),
        Key(
          "tls", .either([.word(tlsOffers), .object(.tls)]), otherwise: "yes",
          "What it offers to those who connect."),
        Key(
          "outbound", .either([.word(securityLevels), .object(.outbound)]), otherwise: "may",
          "What it wants when it sends."),
        Key(
          "policy", .either([.word(RelayPreset.allCases.map(\.rawValue)), .object(.policy)]),
          otherwise: "csim", "Whom it relays for."),
        Key("roaming", .object(.roaming), "POP or IMAP before SMTP."),
        Key(
          "submission-requires-auth", .flag, otherwise: "yes",
          "Ports 587 and 465 demand AUTH (RFC 6409 §4.3)."),
        Key(
          "submission-requires-tls", .flag, otherwise: "no",
          "Port 587 demands STARTTLS before MAIL."),
        Key(
          "access-requires-tls", .flag, otherwise: "no",
          "No POP or IMAP password in the clear (RFC 9051 §6.2.3)."),
        Key(
          "login-delay", .delay, otherwise: "0",
          "The shortest time between two POP logins (RFC 2449 §6.5)."),
        Key("queue", .object(.queue), "How mail waits and is tried again."),
        Key("limits", .object(.limits), "What is too much."),
        Key("defences", .object(.defences), "What it has against spam and abuse."),
        Key(
          "signs-for", .delay, otherwise: "it does not sign",
          "Signs mail of its users (DKIM); how long a signature is good."),
        Key(
          "window-log", .word(Scenario.WindowLog.allCases.map(\.rawValue)), otherwise: "api",
          "How roaming windows learn of logins: `api`, from the POP server; `pattern`, by a text "
            + "anywhere in the log; `anchored`, by lines that begin as the POP server's do."),
        Key(
          "passes-bare-lf", .flag, otherwise: "no",
          "Sends an odd end of data on as it came (RFC 5321 §2.3.8 forbids it)."),
        Key(
          "ends-on-bare-lf", .flag, otherwise: "no",
          "Takes an odd end of data for the end (RFC 5321 §4.1.1.4 forbids it)."),
        Key("outages", .some(.object(.outage)), "When it answers nothing."),
      ]),
    .tls: Schema(
      title: "a TLS setting", meaning: "What a server offers to those who connect.",
      keys: [
        Key(
          "offer", .word(tlsOffers), otherwise: "yes",
          "`yes`, `no`; `refuses`: offers and answers 454; `broken`: the handshake fails; "
            + "`unknown`: nobody in the scenario knows."),
        Key(
          "share", .either([.number(0...1), .word(PublishedShare.names)]), otherwise: "1",
          "The share of connections on which it is offered: machines behind one name may differ."),
        Key("version", .word(["1.2", "1.3"]), otherwise: "1.3", "For what the handshake costs."),
        Key(
          "certificate", .word(["valid", "wrong-name", "expired", "self-signed"]),
          otherwise: "valid", "What the certificate it shows is good for."),
        Key(
          "sts", .word(Scenario.ServerTLS.STSMode.allCases.map(\.rawValue)), otherwise: "none",
          "The MTA-STS policy of its domains (RFC 8461)."),
        Key("sts-max-age", .delay, otherwise: "7d", "How long that policy may be remembered."),
        Key(
          "dane", .word(Scenario.ServerTLS.DANE.allCases.map(\.rawValue)), otherwise: "none",
          "The state of its TLSA records (RFC 7672)."),
        Key(
          "keeps-buffer", .flag, otherwise: "no",
          "Carries out after the handshake what came with STARTTLS, before it (CVE-2011-0411)."),
      ]),
    .outbound: Schema(
      title: "an outbound TLS setting", meaning: "What a server wants when it sends.",
      keys: [
        Key(
          "tls", .word(securityLevels), otherwise: "may",
          "`none`, `may` (if offered), `encrypt` (or wait), `verify` (the MX name), `secure` "
            + "(the domain's own name), `sts`, `dane`."),
        Key("except", .map(.word(securityLevels)), "Another wish for some destination domains."),
        Key("pipelining", .flag, otherwise: "no", "MAIL, RCPT and DATA in one write (RFC 2920)."),
        Key(
          "sts-refresh", .delay, otherwise: "none",
          "How often it fetches the MTA-STS policies it knows anew (RFC 8461 §3.3: daily)."),
      ]),
    .policy: Schema(
      title: "a relay policy", meaning: "Whom a server relays for.",
      keys: [
        Key(
          "preset", .word(RelayPreset.allCases.map(\.rawValue)), otherwise: "csim",
          "The order of rules to start from."),
        Key(
          "rules", .object(.rules),
          "Restriction lists in the words of Postfix, instead of a preset."),
        Key("tables", .map(.object(.table)), "Lookup tables for `rules`, by name."),
        Key("classes", .map(.some(.text)), "Restriction classes for `rules`, by name."),
        Key(
          "delay-refusals", .flag, otherwise: "yes",
          "Refusals wait for RCPT; otherwise they fall at the banner, at EHLO and at MAIL."),
        Key(
          "postfix", .text,
          "A directory with the main.cf of a real Postfix; the path starts at the scenario file."),
        Key("service", .text, otherwise: "the first", "The smtpd service of its master.cf."),
        Key(
          "window-table", .text,
          "The table of clients in it that a daemon fills with the addresses that read mail."),
        Key(
          "unknown",
          .either([
            .word(UnknownAnswer.allCases.map(\.rawValue)),
            .map(.word(UnknownAnswer.allCases.map(\.rawValue))),
          ]),
          "What tables and services that cannot be asked here are taken to say: all, or by name."),
        Key(
          "inside", .some(.network), otherwise: "the networks of the server's site",
          "Whose machines count as inside."),
        Key("refusal", .reply, otherwise: "550 5.7.1", "What a refused recipient hears."),
      ]),
    .rules: Schema(
      title: "restriction lists",
      meaning: "What is asked at which moment; the first word with an opinion ends its list. "
        + "Besides the words of Postfix there are `permit_roaming_window`, "
        + "`permit_sender_domain` and `reject_foreign_sender`.",
      keys: RestrictionStage.allCases.map {
        Key($0.rawValue, .some(.text), otherwise: "empty", $0.meaning)
      }),
    .table: Schema(
      title: "a lookup table", meaning: "A table that restrictions name as `kind:name`.",
      keys: [
        Key(
          "kind", .word(["hash", "cidr", "pcre", "regexp"]), otherwise: "hash",
          "How keys are compared."),
        Key(
          "lines", .some(.text), required: true,
          "Its lines, as in a file: a key or pattern, and what it says."),
      ]),
    .roaming: Schema(
      title: "a roaming rule", meaning: "How long a login lets its address send.",
      keys: [
        Key("window", .delay, otherwise: "15m", "From a successful login on."),
        Key(
          "expiry", .text, otherwise: "exact",
          "`exact`; `lazy`: closed when another login comes in; `sweep 5m`: closed by a sweeper."),
      ]),
    .queue: Schema(
      title: "a queue", meaning: "How mail waits and is tried again.",
      keys: [
        Key(
          "schedule", .either([.word(RetrySchedule.named.map(\.name)), .list(.delay)]),
          otherwise: "postfix", "A schedule by name, or the ages of the tries after the first."),
        Key(
          "lifetime", .delay, otherwise: "as the schedule's maker sets it",
          "How long a message may wait."),
        Key("warn-after", .delay, otherwise: "never", "When the sender is told of a delay."),
        Key("connections", .integer(1...100_000), otherwise: "100", "Outgoing, at a time."),
        Key("connections-per-hop", .integer(1...100_000), otherwise: "20", "To one server."),
        Key(
          "messages-per-connection", .integer(1...1_000_000), otherwise: "100",
          "Before it is closed."),
        Key("processing", .distribution, otherwise: "0", "Time each message takes to process."),
        Key("workers", .integer(1...100_000), otherwise: "1", "How many are processed at a time."),
      ]),
    .limits: Schema(
      title: "a set of limits", meaning: "What is too much for a server.",
      keys: [
        Key("message", .octets, otherwise: "10240000", "Octets of a message."),
        Key("recipients", .integer(1...1_000_000), otherwise: "1000", "Of one transaction."),
        Key("hops", .integer(1...1_000), otherwise: "50", "`Received:` lines on arrival."),
        Key("mailbox", .octets, otherwise: "none", "Octets of a mailbox."),
        Key("connections", .integer(1...1_000_000), otherwise: "100", "Incoming, at a time."),
        Key("connections-per-client", .integer(1...1_000_000), otherwise: "50", "Of one address."),
        Key("idle", .delay, otherwise: "5m", "Patience with a silent SMTP client."),
      ]),
    .outage: Schema(
      title: "an outage", meaning: "A time in which a server answers nothing.",
      keys: [
        Key("from", .instant, required: true, "When it begins."),
        Key("to", .instant, required: true, "When it is over."),
      ]),
  ]

  private static let tlsOffers = Scenario.ServerTLS.Offer.allCases.map(\.rawValue)
  private static let securityLevels = Scenario.OutboundTLS.SecurityLevel.allCases.map(\.rawValue)
}

extension Service {
  /// The service as a scenario names it.
  public var word: String {
    switch self {
    case .smtp: "smtp"
    case .submission: "submission"
    case .submissions: "submissions"
    case .pop3: "pop3"
    case .pop3s: "pop3s"
    case .imap: "imap"
    case .imaps: "imaps"
    }
  }
}

extension RestrictionStage {
  fileprivate var meaning: String {
    switch self {
    case .client: "About the client's address and name."
    case .helo: "About what it says in EHLO."
    case .sender: "About MAIL FROM."
    case .relay: "About each recipient, against relaying."
    case .recipient: "About each recipient, after the relay list."
    case .data: "Before the message is taken."
    }
  }
}
