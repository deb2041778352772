/// One walk through the restriction lists for one set of facts, following every possible answer.
struct RestrictionWalk {
  let policy: RestrictionPolicy
  let facts: RelayFacts
  /// The lists to ask, and how much of the session is known by now.
  private let stages: [RestrictionStage]
  private let known: RestrictionStage
  private var endings: [RestrictionDecision.Ending] = []
  private var stage = RestrictionStage.client
  /// A `defer_if_permit` that has been met, with what it depends on.
  private var delay: (reply: Reply, rule: Restriction, dependsOn: [String])?
  /// What a `defer_if_reject` of this stage answers in place of a final refusal.
  private var milder: Reply?
  /// How deep in classes the walk is; 1 is a list of its own.
  private var depth = 0
  /// From a list deeper than this smtpd(8) follows no table into another, but answers 451 4.3.5.
  static let deepest = 100
  /// How many restrictions may still be asked: a table that gives any of several values is followed
  /// through each, and each may lead back to it.
  private var asksLeft = 100_000
  /// The row of the list that is asked.
  private var row: Int?
  private var permit: (rule: Restriction, stage: RestrictionStage, row: Int?)?
  /// Which rows of which list were asked, and which had an answer.
  private(set) var use = RuleUse()

  init(
    _ policy: RestrictionPolicy, _ facts: RelayFacts,
    stages: [RestrictionStage]? = nil, known: RestrictionStage = .data
  ) {
    self.policy = policy
    self.facts = facts
    self.stages = stages ?? policy.stages
    self.known = known
  }

  /// A list whose refusals do not wait knows what has been said by its moment.
  private var knownNow: RestrictionStage {
    guard !policy.delaysRefusals else { return known }
    return min(known, stage == .relay ? .recipient : stage)
  }

  /// What a list leaves: the ways on, after a permit or without an answer; nil when there is none.
  private struct Ways {
    var permitted: [String]?
    var through: [String]?
    var permittingRule: Restriction?
    /// The row of the list it stands in.
    var row: Int?
  }

  mutating func decide() -> RestrictionDecision {
    var doubts: [String]? = []
    if policy.standsStill {
      end(.shuttingDown, rule: nil, [])
      return RestrictionDecision(endings: endings)
    }
    let needsTLS = policy.demandsTLS && known >= .sender && !facts.client.isEncrypted
    for stage in stages {
      guard let known = doubts else { break }
      self.stage = stage
      // TLS is insisted on at MAIL.
      if needsTLS, policy.delaysRefusals || stage >= .sender {
        end(.tlsRequired, rule: nil, known)
        doubts = nil
        break
      }
      // The lists of a recipient share what a delay among them says; every other stage starts anew.
      let isSecond = stage == (policy.asksRelayFirst ? .recipient : .relay)
      if !isSecond { milder = nil }
      doubts = leave(walk(policy.lists[stage] ?? [], known))
      if isSecond, let known = doubts { doubts = refuseUnlisted(known) }
    }
    if let doubts { accept(doubts) }
    return RestrictionDecision(endings: endings)
  }

  private mutating func leave(_ ways: Ways) -> [String]? {
    if let rule = ways.permittingRule, stage != .data { permit = (rule, stage, ways.row) }
    return join(ways)
  }

  /// All ways on as one.
  private func join(_ ways: Ways) -> [String]? {
    guard let permitted = ways.permitted else { return ways.through }
    guard let through = ways.through else { return permitted }
    return permitted + through.filter { !permitted.contains($0) }
  }

  /// The check for unknown users after the recipient list, unless that list holds it.
  private mutating func refuseUnlisted(_ doubts: [String]) -> [String]? {
    // A refusal put off comes first; only where it is in doubt are the users asked.
    guard policy.reportsUnlistedRecipients, facts.recipientIsUnknown,
      delay.map({ !$0.dependsOn.isEmpty }) ?? true
    else { return doubts }
    row = nil
    let rule = Restriction(.rejectUnlistedRecipient, name: RestrictionPolicy.unlistedCheck)
    end(.userUnknown, rule: rule, doubts)
    return nil
  }

  private mutating func accept(_ doubts: [String]) {
    if let delay {
      end(delay.reply, rule: delay.rule, doubts + delay.dependsOn)
      if delay.dependsOn.isEmpty { return }
    }
    endings.append(
      .init(
        verdict: .accept, reply: .recipientOk, rule: permit?.rule, dependsOn: doubts,
        stage: permit?.stage ?? .recipient, row: permit?.row))
  }

  private mutating func end(_ reply: Reply, rule: Restriction?, _ doubts: [String]) {
    var reply = policy.softened(reply)
    if let milder, reply.severity == .permanentFailure { reply = milder }
    endings.append(
      .init(
        verdict: reply.severity == .transientFailure ? .defer : .refuse, reply: reply, rule: rule,
        dependsOn: doubts, stage: stage, row: row))
  }

  private mutating func walk(_ list: [Restriction], _ start: [String]) -> Ways {
    var ways = Ways(through: start)
    depth += 1
    defer { depth -= 1 }
    for (row, restriction) in list.enumerated() {
      guard let doubts = ways.through else { break }
      if depth == 1 { self.row = row }
      let next = ask(restriction, doubts)
      if depth == 1 { note(row, restriction, answered: next.through != doubts) }
      ways.through = next.through
      if let permitted = next.permitted {
        ways.permitted = join(Ways(permitted: ways.permitted ?? [], through: permitted))
        if ways.permittingRule == nil {
          (ways.permittingRule, ways.row) = (next.permittingRule, self.row)
        }
      }
    }
    return ways
  }

  private mutating func note(_ row: Int, _ restriction: Restriction, answered: Bool) {
    let key = RuleUse.Key(stage: stage, row: row)
    use.asked.insert(key)
    // A delay says something though the walk goes on.
    if answered || delay?.rule == restriction || milder != nil { use.answered.insert(key) }
  }

  private mutating func ask(_ restriction: Restriction, _ doubts: [String]) -> Ways {
    // What cannot be known yet has no opinion.
    guard restriction.needs <= knownNow else { return Ways(through: doubts) }
    asksLeft -= 1
    guard asksLeft > 0 else {
      return act(
        .depends("more restrictions than are followed", [.permit, .reject, .goOn], .localError),
        restriction, doubts)
    }
    let opinion = policy.opinion(of: restriction, on: facts)
    guard case .lookedUp(let answer) = opinion else { return act(opinion, restriction, doubts) }
    let ways = act(answer, restriction, doubts)
    // An address that may be routed on is too suspicious for an OK, however a table gives it.
    guard restriction.kind.subject == .access(.recipient),
      policy.destinations.distrusts(facts.forwardPath)
    else { return ways }
    return Ways(through: join(ways))
  }

  /// `warn_if_reject`: a permit is a permit, a refusal is only logged.
  private mutating func warn(_ inner: [Restriction], _ doubts: [String]) -> Ways {
    let before = (endings.count, delay, milder)
    var ways = Ways(through: doubts)
    if let first = inner.first { ways = ask(first, doubts) }
    if endings.count > before.0 { ways.through = doubts }
    endings.removeSubrange(before.0...)
    (delay, milder) = (before.1, before.2)
    return ways
  }

  private mutating func postpone(_ reply: Reply, _ rule: Restriction, _ doubts: [String]) {
    if delay == nil || doubts.isEmpty { delay = (reply, rule, doubts) }
  }

  private mutating func act(
    _ opinion: RestrictionOpinion, _ rule: Restriction, _ doubts: [String]
  ) -> Ways {
    switch opinion {
    case .permit: return Ways(permitted: doubts, permittingRule: rule)
    case .goOn: return Ways(through: doubts)
    case .reject(let reply):
      end(reply, rule: rule, doubts)
      return Ways()
    case .ask(let inner): return walk(inner, doubts)
    case .onlyLogged(let inner): return warn(inner, doubts)
    case .lookedUp(let answer): return act(answer, rule, doubts)
    case .deferIfPermitted(let reply):
      postpone(reply, rule, doubts)
      return Ways(through: doubts)
    case .deferIfRejected(let reply):
      milder = reply
      return Ways(through: doubts)
    case .depends(let source, let may, let reply):
      let deeper = doubts.contains(source) ? doubts : doubts + [source]
      if may.contains(.reject) { end(reply, rule: rule, deeper) }
      return Ways(
        permitted: may.contains(.permit) ? deeper : nil,
        through: may.contains(.goOn) ? deeper : nil,
        permittingRule: may.contains(.permit) ? rule : nil)
    }
  }

  /// What a table said: one value, any of several, none, or nobody knows.
  private mutating func act(
    _ answer: LookupTable.Answer, _ rule: Restriction, _ doubts: [String]
  ) -> Ways {
    guard case .access(let subject) = rule.kind.subject, let table = rule.table else {
      return Ways(through: doubts)
    }
    switch answer {
    case .notFound: return Ways(through: doubts)
    case .found(let entry): return act(entry, subject, rule, doubts)
    case .unknown:
      return act(
        .depends(
          table.name, [.permit, .reject, .goOn],
          Reply(554, EnhancedStatus(5, 7, 1), subject.wording)),
        rule, doubts)
    case .oneOf(let entries):
      var ways = Ways()
      let deeper = doubts + [table.name]
      for entry in entries {
        let next = act(entry, subject, rule, deeper)
        ways.permitted = ways.permitted ?? next.permitted
        ways.through = ways.through ?? next.through
        ways.permittingRule = ways.permittingRule ?? next.permittingRule
      }
      return ways
    }
  }

  private mutating func act(
    _ entry: LookupTable.Entry, _ subject: AccessSubject, _ rule: Restriction, _ doubts: [String]
  ) -> Ways {
    let line = Restriction(
      rule.kind, name: "\(rule.name): \(entry.value)", position: entry.position ?? rule.position,
      table: rule.table)
    let action = AccessAction(entry.value, refusedAs: subject) { policy.words[$0] ?? [] }
    switch action {
    case .permit: return act(.permit, line, doubts)
    case .goOn: return Ways(through: doubts)
    case .reject(let reply): return act(.reject(reply), line, doubts)
    case .deferIfPermit(let reply): return act(.deferIfPermitted(reply), line, doubts)
    case .deferIfReject(let reply): return act(.deferIfRejected(reply), line, doubts)
    case .restrictions(let inner) where inner.isEmpty || depth > Self.deepest:
      // Postfix logs the unknown word, or the recursion without end, and answers this to everybody
      // the value is for.
      return act(.reject(.badConfiguration), line, doubts)
    case .restrictions(let inner): return walk(inner, doubts)
    }
  }
}

/// The rows of the lists that were asked and that answered.
struct RuleUse: Hashable, Sendable {
  struct Key: Hashable, Sendable {
    var stage: RestrictionStage
    var row: Int
  }

  var asked: Set<Key> = []
  var answered: Set<Key> = []

  mutating func formUnion(_ other: RuleUse) {
    asked.formUnion(other.asked)
    answered.formUnion(other.answered)
  }
}

extension RestrictionPolicy {
  /// Decides about one recipient, the DATA list included. Pure: the same facts always get the same
  /// answer.
  public func decide(_ facts: RelayFacts) -> RestrictionDecision {
    var walk = RestrictionWalk(self, facts)
    return walk.decide()
  }

  /// What is said at one moment of a session; nil when no list is asked then.
  public func decide(_ facts: RelayFacts, at moment: RestrictionMoment) -> RestrictionDecision? {
    guard moment == .recipient || speaks(at: moment) else { return nil }
    var walk = RestrictionWalk(self, facts, stages: stages(at: moment), known: moment.known)
    return walk.decide()
  }

  /// The rows of the lists that are asked at RCPT.
  func rowsAsked(_ facts: RelayFacts) -> Set<RuleUse.Key> {
    var walk = RestrictionWalk(self, facts, stages: stages(at: .recipient), known: .recipient)
    _ = walk.decide()
    return walk.use.asked
  }

  /// Whether a list is asked at the moment.
  func speaks(at moment: RestrictionMoment) -> Bool {
    standsStill || stages(at: moment).contains { !(lists[$0] ?? []).isEmpty }
  }

  /// `soft_bounce`: a 5xx as the 4xx it becomes.
  func softened(_ reply: Reply) -> Reply {
    guard softensRefusals, reply.severity == .permanentFailure else { return reply }
    let status = reply.enhanced.map { EnhancedStatus(4, $0.subject, $0.detail) }
    return Reply(reply.code - 100, status, reply.wording)
  }

  func stages(at moment: RestrictionMoment) -> [RestrictionStage] {
    switch moment {
    case .connect: delaysRefusals ? [] : [.client]
    case .hello: delaysRefusals ? [] : [.helo]
    case .mail: delaysRefusals ? [] : [.sender]
    case .recipient:
      stages.filter { $0 != .data && (delaysRefusals || $0 == .relay || $0 == .recipient) }
    case .data: [.data]
    }
  }
}
