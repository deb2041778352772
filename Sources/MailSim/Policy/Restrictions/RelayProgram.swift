/// Restriction lists laid out flat, for a run that asks them a million times: small values in one
/// array, no text, no reference, nothing allocated.
///
/// It exists for lists of plain questions only. What it cannot answer, because something is unknown,
/// is left to the walk through the lists; where it answers, the walk answers the same.
struct RelayProgram: Hashable, Sendable {
  private struct Step: Hashable, Sendable, BitwiseCopyable {
    enum Effect: UInt8, BitwiseCopyable { case permitIf, rejectIf, rejectUnless }

    let question: FactQuestion
    let effect: Effect
    /// The first step of the next list.
    var next: Int32

    /// What longer lists answer; nil where they cannot.
    func asked(_ facts: RelayFacts, _ policy: RestrictionPolicy) -> Bool? {
      switch question.answer(facts, policy) {
      case .yes: true
      case .no: false
      case .unknown, .failing: nil
      }
    }
  }

  /// What a step says when it decides.
  private struct Ending: Hashable, Sendable, BitwiseCopyable {
    let reply: Reply
    /// nil: as the facts have it.
    let reason: ReasonCode?
    let row: Int32
  }

  private let steps: [Step]
  /// One for each step.
  private let endings: [Ending]
  /// The row that stands for the end of the lists.
  private let end: Int32

  /// - Returns: nil for lists that hold more than plain questions.
  init?(_ policy: RestrictionPolicy) {
    guard !policy.standsStill, !policy.demandsTLS else { return nil }
    var steps: [Step] = []
    var endings: [Ending] = []
    for stage in policy.stages(at: .recipient) {
      let first = steps.count
      for (row, rule) in (policy.lists[stage] ?? []).enumerated() {
        guard
          let (step, ending) = Self.compiled(rule, policy, row: policy.firstRow(of: stage) + row)
        else { return nil }
        steps.append(step)
        endings.append(ending)
      }
      for row in first..<steps.count { steps[row].next = Int32(steps.count) }
    }
    if policy.reportsUnlistedRecipients {
      let check = Restriction(.rejectUnlistedRecipient)
      guard let (step, ending) = Self.compiled(check, policy, row: policy.rowCount) else {
        return nil
      }
      steps.append(step)
      endings.append(ending)
      steps[steps.count - 1].next = Int32(steps.count)
    }
    self.steps = steps
    self.endings = endings
    end = Int32(policy.endRow)
  }

  private static func compiled(
    _ rule: Restriction, _ policy: RestrictionPolicy, row: Int
  ) -> (Step, Ending)? {
    guard let question = rule.kind.test.question else { return nil }
    let effect: Step.Effect
    var reply = Reply.recipientOk
    switch rule.kind.test {
    case .permitIf: effect = .permitIf
    case .rejectIf(_, let refusal): (effect, reply) = (.rejectIf, policy.reply(refusal))
    case .rejectUnless(_, let refusal): (effect, reply) = (.rejectUnless, policy.reply(refusal))
    case .opinion: return nil
    }
    return (
      Step(question: question, effect: effect, next: 0),
      Ending(
        reply: policy.softened(reply),
        reason: rule.kind.fixedReason(accepts: effect == .permitIf), row: Int32(row))
    )
  }

  /// - Returns: nil where something is unknown.
  func decide(_ facts: RelayFacts, _ policy: RestrictionPolicy) -> RelayDecision? {
    var next = 0
    var permit: Int?
    while next < steps.count {
      let step = steps[next]
      guard let holds = step.question.holds(facts, policy) ?? step.asked(facts, policy) else {
        return nil
      }
      switch step.effect {
      case .permitIf where holds:
        permit = next
        next = Int(step.next)
      case .rejectIf where holds, .rejectUnless where !holds:
        let ending = endings[next]
        return RelayDecision(
          verdict: ending.reply.severity == .transientFailure ? .defer : .refuse,
          reply: ending.reply, reason: ending.reason ?? facts.reasonForRefusal,
          rule: Int(ending.row))
      default: next += 1
      }
    }
    let ending = permit.map { endings[$0] }
    return RelayDecision(
      verdict: .accept, reply: .recipientOk,
      reason: ending.map { $0.reason ?? .policyPermits } ?? policy.endReason(facts),
      rule: Int(ending?.row ?? end))
  }
}

extension RestrictionKind {
  /// The reason, where it does not hang on the facts.
  func fixedReason(accepts: Bool) -> ReasonCode? {
    switch reason {
    case .fixed(let code):
      // A list that could not be asked refuses in the name of a rule that permits.
      accepts == code.isAcceptance ? code : accepts ? .policyPermits : .policyRefuses
    case .policy: accepts ? .policyPermits : .policyRefuses
    case .relay: accepts ? .insideRecipient : nil
    }
  }
}
