extension Schema {
  /// Attackers and what they have been given.
  static let hostile: [SchemaSection: Schema] = [
    .attack: Schema(
      title: "an attack",
      meaning: "An attacker at work. What stops him is set elsewhere: at servers, people, links.",
      keys: [
        Key(
          "kind", .word(AttackKind.allCases.map(\.rawValue)), required: true,
          "What he does; `mailsim attack --list` tells of each kind."),
        Key("title", .text, otherwise: "made from the kind", "What reports and pictures call him."),
        Key("by", .name(of: .machine), "The machine he works from, or the person whose it is."),
        Key("can", .some(.object(.grant)), otherwise: "nothing", "What he has been given."),
        Key(
          "target", .name(of: .server),
          "The server he works on; of a rogue exchanger, the host he names in his answers."),
        Key("victims", .some(.mailbox), "Addresses he writes to, or whose mail he wants."),
        Key(
          "mail-from", .reversePath, otherwise: "as the kind has it", "The reverse-path he claims."),
        Key(
          "every", .distribution, otherwise: "one after the other",
          "Time from one try to the next."),
        Key("start", .instant, otherwise: "the beginning", "When he begins."),
        Key("until", .instant, otherwise: "the end", "When he stops."),
        Key(
          "limit", .integer(1...1_000_000_000), otherwise: "none",
          "Tries at most. What has a list to work off (names, forms, victims) ends with it; a "
            + "smuggler and a loop maker try once, a log forger twice."),
        Key(
          "chance", .number(0...1), otherwise: "1",
          "The chance that a try, or an intervention on a connection, comes off."),
        Key("addresses", .some(.network), "Addresses he can use besides that of his machine."),
        Key(
          "patience", .delay,
          "How long he waits before he tries again what was deferred, or uses what he has seen."),
        Key(
          "ttl", .delay, otherwise: "1h", "How long a false answer to a DNS question is believed."),
      ]),
    .grant: Schema(
      title: "a grant", meaning: "One thing an attacker has been given.",
      keys: [
        Key("tap", .some(.name(of: .site)), Grant.tap.meaning),
        Key("modify", .some(.name(of: .site)), Grant.modify.meaning),
        Key("answer-dns", .name(of: .server), Grant.answerNames.meaning),
        Key("own-host", .name(of: .machine), Grant.ownHost.meaning),
        Key("same-nat", .name(of: .person), Grant.sameAddress.meaning),
        Key("next-lease", .name(of: .person), Grant.nextLease.meaning),
        Key("own-gateway", .name(of: .server), Grant.ownGateway.meaning),
        Key("account", .name(of: .person), Grant.account.meaning),
        Key("write-log", .name(of: .server), Grant.writeLog.meaning),
      ]),
  ]
}
