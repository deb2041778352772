/// The restrictions of a policy without the lists and classes they stand in, and the tables they
/// ask, by what they are asked for.
struct LeafRules: Sendable {
  let rules: [Restriction]
  let clientTables: [LookupTable]
  let heloTables: [LookupTable]
  let senderTables: [LookupTable]
  let recipientTables: [LookupTable]
  /// `smtpd_sender_login_maps`.
  let loginMaps: [LookupTable]

  init(_ policy: RestrictionPolicy) {
    var rules: [Restriction] = []
    for rule in policy.restrictions + policy.words.sorted(by: { $0.key < $1.key }).flatMap(\.value)
    {
      Self.flatten(rule, into: &rules)
    }
    self.rules = rules
    func tables(_ wanted: AccessSubject) -> [LookupTable] {
      Self.distinct(
        rules.compactMap { rule in
          if case .access(wanted, let table) = rule.test { table } else { nil }
        })
    }
    clientTables = tables(.client)
    heloTables = tables(.helo)
    senderTables = tables(.sender)
    recipientTables = tables(.recipient)
    loginMaps = Self.distinct(
      rules.compactMap { rule in
        if case .rejectLoginMismatch(_, let table) = rule.test { table } else { nil }
      })
  }

  private static func flatten(_ rule: Restriction, into rules: inout [Restriction]) {
    switch rule.test {
    case .list(let inner): for one in inner { flatten(one, into: &rules) }
    case .warnOnly(let inner): flatten(inner, into: &rules)
    case .noEffect: break
    default: rules.append(rule)
    }
  }

  /// Each table once: of one name there is one content.
  private static func distinct(_ tables: [LookupTable]) -> [LookupTable] {
    var seen: Set<String> = []
    return tables.filter { seen.insert($0.name).inserted }
  }

  /// What is asked about senders and recipients by `check_*_access`.
  var accessTables: [LookupTable] { senderTables + recipientTables }

  var heloRules: [Restriction] {
    rules.filter { $0.test == .rejectNonFQDNHelo || $0.test == .rejectInvalidHelo }
  }
}
