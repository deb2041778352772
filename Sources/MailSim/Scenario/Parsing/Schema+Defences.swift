extension Schema {
  /// What servers have against spam and abuse, and what domains publish.
  static let defending: [SchemaSection: Schema] = [
    .defences: Schema(
      title: "a set of defences",
      meaning: "What a server does against spam and abuse, besides its relay policy.",
      keys: [
        Key(
          "greylist", .either([.delay, .object(.greylist)]), otherwise: "none",
          "Strangers are told to come back; a delay alone leaves the rest as postgrey has it."),
        Key("block-list", .object(.blockList), otherwise: "none", "Addresses known for spam."),
        Key("rates", .some(.object(.rate)), otherwise: "none", "Recipients in a stretch of time."),
        Key(
          "window-cap", .integer(1...1_000_000), otherwise: "none",
          "Recipients a roaming window is good for."),
        Key(
          "close-on-logout", .flag, otherwise: "no",
          "A roaming window closes when its user says QUIT or LOGOUT."),
        Key("errors", .object(.errors), "Patience with clients that err."),
        Key("filter", .object(.filter), otherwise: "none", "A content filter, by its two rates."),
        Key(
          "sender-check", .word(Scenario.SenderCheck.allCases.map(\.rawValue)), otherwise: "none",
          "What the sender's domain must confirm, if it publishes anything."),
      ]),
    .greylist: Schema(
      title: "a greylist", meaning: "Who has tried before (RFC 6647); the defaults are postgrey's.",
      keys: [
        Key("delay", .delay, otherwise: "5m", "A retry sooner than this is too early."),
        Key("window", .delay, otherwise: "2d", "A retry later than this counts as the first."),
        Key("memory", .delay, otherwise: "35d", "How long who has passed is remembered."),
        Key("width", .integer(8...32), otherwise: "24", "Bits of an IPv4 client that count."),
        Key(
          "whitelist-after", .integer(0...1_000_000), otherwise: "5",
          "Passed triplets after which a client is free of it; 0: never."),
      ]),
    .blockList: Schema(
      title: "a block list", meaning: "Addresses are listed some time after their first spam.",
      keys: [
        Key("listing", .distribution, otherwise: "30m", "From the spam noticed to the listing."),
        Key("width", .integer(8...32), otherwise: "32", "Bits of an IPv4 address listed together."),
        Key(
          "threshold", .integer(1...1_000_000), otherwise: "1",
          "Spam from there before anybody notices."),
      ]),
    .rate: Schema(
      title: "a rate limit", meaning: "So many recipients in a stretch of time.",
      keys: [
        Key("recipients", .integer(1...1_000_000_000), required: true, "How many."),
        Key("per", .delay, otherwise: "1h", "The stretch of time; it begins with the first."),
        Key(
          "by", .word(Scenario.RateLimit.Key.allCases.map(\.rawValue)), otherwise: "client",
          "For each client address, or for each login."),
        Key(
          "then", .word(Scenario.RateLimit.Action.allCases.map(\.rawValue)), otherwise: "defer",
          "`defer`: more is put off; `disable`: the login that wants more is disabled."),
      ]),
    .errors: Schema(
      title: "a set of error limits", meaning: "Patience with clients that err.",
      keys: [
        Key("soft", .integer(0...1_000), otherwise: "10", "Errors before replies are slowed."),
        Key("hard", .integer(1...1_000), otherwise: "20", "Errors before the session is ended."),
        Key("pause", .delay, otherwise: "1s", "How long a slowed reply waits."),
      ]),
    .filter: Schema(
      title: "a content filter",
      meaning: "Known by its rates only: what it says of a message is drawn.",
      keys: [
        Key("hit", .number(0...1), required: true, "The chance that spam is recognised."),
        Key(
          "false-alarm", .number(0...1), otherwise: "0",
          "The chance that honest mail is taken for spam."),
        Key(
          "action", .word(Scenario.ContentFilter.Action.allCases.map(\.rawValue)),
          otherwise: "reject", "`reject`: refused after the dot; `junk`: into the junk folder."),
      ]),
    .senderRecord: Schema(
      title: "a sender record", meaning: "What a domain publishes about mail in its name.",
      keys: [
        Key(
          "spf", .some(.network), "The clients that may send for it; all others fail (RFC 7208)."),
        Key(
          "dmarc", .word(Scenario.SenderRecord.DMARC.allCases.map(\.rawValue)), otherwise: "none",
          "What it asks for mail that passes neither SPF nor DKIM (RFC 7489)."),
      ]),
  ]
}
