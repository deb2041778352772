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
    let rules = policy.leaves
    self.rules = rules
    func tables(_ wanted: TableSubject) -> [LookupTable] {
      Self.distinct(rules.compactMap { $0.kind.subject == wanted ? $0.table : nil })
    }
    clientTables = tables(.access(.client))
    heloTables = tables(.access(.helo))
    senderTables = tables(.access(.sender))
    recipientTables = tables(.access(.recipient))
    loginMaps = tables(.owner)
  }

  /// Each table once: of one name there is one content.
  private static func distinct(_ tables: [LookupTable]) -> [LookupTable] {
    var seen: Set<String> = []
    return tables.filter { seen.insert($0.name).inserted }
  }

  /// What is asked about senders and recipients by `check_*_access`.
  var accessTables: [LookupTable] { senderTables + recipientTables }

  /// The rules that look at a part by themselves, without a table.
  func rules(lookingAt part: FactPart) -> [Restriction] {
    rules.filter { $0.kind.subject == nil && $0.kind.parts.contains(part) }
  }

  func looks(at part: FactPart) -> Bool { rules.contains { $0.kind.parts.contains(part) } }
}
