/// What a server takes mail by: restriction lists, and what counts as inside where words need it.
///
/// The presets, the lists of a scenario and the configuration of a Postfix are one language. Lists
/// of plain questions are laid out flat besides, so that a run pays next to nothing for them.
public struct RelayPolicy: Hashable, Sendable {
  public var name: String
  public let settings: RelaySettings
  public let lists: RestrictionPolicy
  /// What any restriction looks at; the rest of the facts need not be gathered.
  let parts: FactParts
  /// Whether a list is asked at commands other than RCPT.
  let speaksElsewhere: Bool
  private let program: RelayProgram?

  public init(_ lists: RestrictionPolicy, settings: RelaySettings) {
    name = lists.name
    self.settings = settings
    self.lists = lists
    parts = lists.parts
    speaksElsewhere = RestrictionMoment.allCases.contains { moment in
      moment != .recipient && lists.speaks(at: moment)
    }
    program = RelayProgram(lists)
  }

  /// A policy of restriction lists alone: what is inside is what the lists say.
  public init(_ lists: RestrictionPolicy) {
    self.init(
      lists,
      settings: RelaySettings(
        insideNetworks: lists.networks,
        localDomains: Set(lists.destinations.local.domains + lists.destinations.virtual.domains),
        relayDomains: Set(lists.destinations.relay.domains),
        ownAddresses: lists.destinations.ownAddresses, window: lists.window,
        refusal: lists.relayRefusal))
  }

  /// The policy with all its restrictions at one place, as where a file names a preset.
  func standing(at position: ConfigurationPosition) -> RelayPolicy {
    var lists = lists
    lists.lists = lists.lists.mapValues { list in
      list.map { rule in
        var rule = rule
        rule.position = position
        return rule
      }
    }
    return RelayPolicy(lists, settings: settings)
  }

  /// Decides about one recipient. Pure: the same facts always get the same answer.
  ///
  /// A list that ends without an opinion permits, as in Postfix.
  public func decide(_ facts: RelayFacts) -> RelayDecision {
    program?.decide(facts, lists) ?? walk(facts)
  }

  private func walk(_ facts: RelayFacts) -> RelayDecision {
    decision(lists.decide(facts, at: .recipient), on: facts)
      ?? RelayDecision(
        verdict: .accept, reply: .recipientOk, reason: .anyone, rule: lists.endRow)
  }

  /// What is said before any recipient is named, or at DATA; nil where nothing is decided then.
  public func decide(_ facts: RelayFacts, at moment: RestrictionMoment) -> RelayDecision? {
    if moment == .recipient { return decide(facts) }
    return decision(lists.decide(facts, at: moment), on: facts)
  }

  /// A row of the policy as traces, pictures and reports name it.
  public struct Row: Hashable, Sendable {
    public var name: String
    /// `file:line`; nil for one built in.
    public var position: String?
    public var meaning: String
  }

  /// Every restriction in the order in which they are asked, and what follows the last.
  public var rows: [Row] {
    var rows = lists.restrictions.map {
      Row(name: $0.name, position: $0.position?.description, meaning: $0.meaning)
    }
    if lists.reportsUnlistedRecipients {
      rows.append(
        Row(name: RestrictionPolicy.unlistedCheck, position: nil, meaning: "no such mailbox here"))
    }
    if lists.hasEndRow {
      rows.append(Row(name: "the end of the lists", position: nil, meaning: "no rule refuses"))
    }
    return rows
  }

  /// The rows that are asked about these facts, the deciding one included.
  public func asked(_ facts: RelayFacts) -> [Int] {
    lists.rowsAsked(facts).map { lists.firstRow(of: $0.stage) + $0.row }.sorted()
  }

  // MARK: Lists

  private func decision(
    _ decision: RestrictionDecision?, on facts: RelayFacts
  ) -> RelayDecision? {
    guard let decision else { return nil }
    // Where the answer hangs on something unknown a server has none either, and says so.
    guard decision.verdict != nil, let ending = decision.endings.first else {
      return RelayDecision(
        verdict: .defer, reply: .localError, reason: .policyRefuses, rule: lists.endRow)
    }
    return RelayDecision(
      verdict: ending.verdict, reply: ending.reply, reason: ending.reason(on: facts, under: lists),
      rule: row(of: ending), entry: entry(of: ending))
  }

  private func row(of ending: RestrictionDecision.Ending) -> Int {
    guard let row = ending.row else {
      return ending.rule?.name == RestrictionPolicy.unlistedCheck ? lists.rowCount : lists.endRow
    }
    return lists.firstRow(of: ending.stage) + row
  }

  /// The deciding line, where it is not the restriction itself.
  private func entry(of ending: RestrictionDecision.Ending) -> String? {
    guard let rule = ending.rule, let row = ending.row,
      let list = lists.lists[ending.stage], list.indices.contains(row), list[row] != rule
    else { return nil }
    return rule.label
  }
}

extension RestrictionPolicy {
  /// The name of the check for unknown users behind the lists.
  static let unlistedCheck = "smtpd_reject_unlisted_recipient"

  var rowCount: Int { lists.values.reduce(0) { $0 + $1.count } }

  /// The row of the end of the lists; the last one where nobody gets so far.
  var endRow: Int {
    let rows = rowCount + (reportsUnlistedRecipients ? 1 : 0)
    return hasEndRow ? rows : max(0, rows - 1)
  }

  /// Whether somebody can reach the end of the lists without a permit: not past a relay list that
  /// both takes mail for inside and refuses the rest, or whose last word is for everybody.
  var hasEndRow: Bool {
    let kinds = (lists[.relay] ?? []).map(\.kind)
    let isClosed =
      kinds.contains(.permit) || kinds.contains(.reject)
      || kinds.contains(.permitDestination)
        && (kinds.contains(.rejectUnauthDestination) || kinds.contains(.deferUnauthDestination))
    return !isClosed
  }

  /// Why a recipient is taken that no rule has an opinion on.
  func endReason(_ facts: RelayFacts) -> ReasonCode {
    destinations.accepts(facts.forwardPath) == .yes ? .insideRecipient : .anyone
  }

  func firstRow(of stage: RestrictionStage) -> Int {
    stages.prefix { $0 != stage }.reduce(0) { $0 + (lists[$1]?.count ?? 0) }
  }
}

extension RestrictionDecision.Ending {
  /// The deciding restriction as one of the reasons there are.
  func reason(on facts: RelayFacts, under policy: RestrictionPolicy) -> ReasonCode {
    guard let rule else { return verdict == .accept ? policy.endReason(facts) : .policyRefuses }
    return rule.kind.fixedReason(accepts: verdict == .accept) ?? facts.reasonForRefusal
  }
}
