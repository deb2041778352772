/// What a server takes mail by: an order of rules, or the restriction lists of a Postfix.
///
/// The first rule with an opinion decides. Rules are what the presets are made of and cost next to
/// nothing; lists are what a configuration, or a policy written in a scenario, is read into.
public struct RelayPolicy: Hashable, Sendable {
  public var name: String
  public var settings: RelaySettings
  /// Empty for a policy of lists.
  public var rules: [RelayRule]
  public let lists: RestrictionPolicy?

  public init(name: String, settings: RelaySettings, rules: [RelayRule]) {
    self.name = name
    self.settings = settings
    self.rules = rules
    lists = nil
  }

  /// A policy of restriction lists; `settings` say what is inside where words need it.
  public init(_ lists: RestrictionPolicy, settings: RelaySettings) {
    name = lists.name
    self.settings = settings
    rules = []
    self.lists = lists
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

  /// Decides about one recipient. Pure: the same facts always get the same answer.
  ///
  /// A list that ends without an opinion permits, as in Postfix; no preset ends so.
  public func decide(_ facts: RelayFacts) -> RelayDecision {
    if let lists {
      return decision(lists.decide(facts, at: .recipient), of: lists, on: facts)
        ?? RelayDecision(verdict: .accept, reply: .recipientOk, reason: .anyone, rule: 0)
    }
    // By row: every recipient of a run comes here, and to walk over rules counts references to them.
    for row in rules.indices {
      switch rules[row].test.opinion(on: facts, under: settings) {
      case .permit(let reason):
        return RelayDecision(verdict: .accept, reply: .recipientOk, reason: reason, rule: row)
      case .reject(let reason, let reply):
        return RelayDecision(
          verdict: reply.severity == .transientFailure ? .defer : .refuse, reply: reply,
          reason: reason, rule: row)
      case .noOpinion: continue
      }
    }
    return RelayDecision(
      verdict: .accept, reply: .recipientOk, reason: .anyone, rule: max(0, rules.count - 1))
  }

  /// What is said before any recipient is named, or at DATA; nil where nothing is decided then.
  public func decide(_ facts: RelayFacts, at moment: RestrictionMoment) -> RelayDecision? {
    if moment == .recipient { return decide(facts) }
    guard let lists else { return nil }
    return decision(lists.decide(facts, at: moment), of: lists, on: facts)
  }

  /// A row of the policy as traces, pictures and reports name it.
  public struct Row: Hashable, Sendable {
    public var name: String
    /// `file:line`; nil for one built in.
    public var position: String?
    public var meaning: String
  }

  /// Every rule or restriction in the order in which they are asked.
  public var rows: [Row] {
    guard let lists else {
      return rules.map {
        Row(name: $0.test.rawValue, position: $0.position, meaning: $0.meaning)
      }
    }
    return lists.restrictions.map {
      Row(name: $0.name, position: $0.position?.description, meaning: $0.meaning)
    } + [
      Row(name: "smtpd_reject_unlisted_recipient", position: nil, meaning: "no such mailbox here"),
      Row(name: "the end of the lists", position: nil, meaning: "no rule refuses"),
    ]
  }

  /// The rows that are asked about these facts, the deciding one included.
  public func asked(_ facts: RelayFacts) -> [Int] {
    guard let lists else { return Array(0...max(0, decide(facts).rule)) }
    return lists.rowsAsked(facts).map { lists.firstRow(of: $0.stage) + $0.row }.sorted()
  }

  // MARK: Lists

  private func decision(
    _ decision: RestrictionDecision?, of lists: RestrictionPolicy, on facts: RelayFacts
  ) -> RelayDecision? {
    guard let decision else { return nil }
    // Where the answer hangs on something unknown a server has none either, and says so.
    guard decision.verdict != nil, let ending = decision.endings.first else {
      return RelayDecision(
        verdict: .defer, reply: .localError, reason: .policyRefuses, rule: lists.rowCount + 1)
    }
    return RelayDecision(
      verdict: ending.verdict, reply: ending.reply, reason: ending.reason(on: facts),
      rule: row(of: ending, in: lists), entry: entry(of: ending, in: lists))
  }

  private func row(of ending: RestrictionDecision.Ending, in lists: RestrictionPolicy) -> Int {
    guard let row = ending.row else {
      return lists.rowCount + (ending.rule?.test == .rejectUnlistedRecipient ? 0 : 1)
    }
    return lists.firstRow(of: ending.stage) + row
  }

  /// The deciding line, where it is not the restriction itself.
  private func entry(
    of ending: RestrictionDecision.Ending, in lists: RestrictionPolicy
  ) -> String? {
    guard let rule = ending.rule, let row = ending.row,
      let list = lists.lists[ending.stage], list.indices.contains(row), list[row] != rule
    else { return nil }
    return rule.label
  }
}

extension RestrictionPolicy {
  var rowCount: Int { lists.values.reduce(0) { $0 + $1.count } }

  func firstRow(of stage: RestrictionStage) -> Int {
    RestrictionStage.allCases.prefix { $0 != stage }.reduce(0) { $0 + (lists[$1]?.count ?? 0) }
  }
}

extension RestrictionDecision.Ending {
  /// The deciding restriction as one of the reasons there are.
  func reason(on facts: RelayFacts) -> ReasonCode {
    switch rule?.test {
    case .permitNetworks: .insideSender
    case .permitDestination: .insideRecipient
    case .permitLogin, .permitClientCertificate, .permitListedCertificate: .authenticated
    case .permitWindow: .window
    case .permitSenderDomain: .senderDomain
    case .permit: .anyone
    case .rejectUnauthDestination, .deferUnauthDestination: facts.reasonForRefusal
    case .rejectUnlistedRecipient: .userUnknown
    case .rejectLoginMismatch, .rejectForeignSender: .senderNotOwned
    case nil where verdict == .accept: .insideRecipient
    default: verdict == .accept ? .policyPermits : .policyRefuses
    }
  }
}
