/// Restriction lists laid out flat, for a run that asks them a million times: small values in one
/// array, no text, no reference, nothing allocated.
///
/// It exists for lists of plain questions only. What it cannot answer, because something is unknown,
/// is left to the walk through the lists; where it answers, the walk answers the same.
struct RelayProgram: Hashable, Sendable {
  private struct Step: Hashable, Sendable, BitwiseCopyable {
    enum Effect: BitwiseCopyable { case permitIf, rejectIf, rejectUnless }

    let question: FactQuestion
    let effect: Effect
    /// nil: as the facts have it.
    let reason: ReasonCode?
    let reply: Reply
    let row: Int32
    /// The first step of the next list.
    var next: Int32
  }

  private let steps: [Step]
  /// The row that stands for the end of the lists.
  private let end: Int

  /// - Returns: nil for lists that hold more than plain questions.
  init?(_ policy: RestrictionPolicy) {
    guard !policy.standsStill, !policy.demandsTLS else { return nil }
    var steps: [Step] = []
    for stage in policy.stages(at: .recipient) {
      let first = steps.count
      for (row, rule) in (policy.lists[stage] ?? []).enumerated() {
        guard let step = Self.step(rule, policy, row: policy.firstRow(of: stage) + row) else {
          return nil
        }
        steps.append(step)
      }
      for row in first..<steps.count { steps[row].next = Int32(steps.count) }
    }
    if policy.reportsUnlistedRecipients {
      let check = Restriction(.rejectUnlistedRecipient)
      guard var step = Self.step(check, policy, row: policy.rowCount) else { return nil }
      step.next = Int32(steps.count + 1)
      steps.append(step)
    }
    self.steps = steps
    end = policy.endRow
  }

  private static func step(
    _ rule: Restriction, _ policy: RestrictionPolicy, row: Int
  ) -> Step? {
    guard let question = rule.kind.test.question else { return nil }
    let effect: Step.Effect
    var reply = Reply.recipientOk
    switch rule.kind.test {
    case .permitIf: effect = .permitIf
    case .rejectIf(_, let refusal): (effect, reply) = (.rejectIf, policy.reply(refusal))
    case .rejectUnless(_, let refusal): (effect, reply) = (.rejectUnless, policy.reply(refusal))
    case .opinion: return nil
    }
    return Step(
      question: question, effect: effect,
      reason: rule.kind.fixedReason(accepts: effect == .permitIf),
      reply: policy.softened(reply), row: Int32(row), next: 0)
  }

  /// - Returns: nil where something is unknown.
  func decide(_ facts: RelayFacts, _ policy: RestrictionPolicy) -> RelayDecision? {
    var next = 0
    var row = end
    var reason: ReasonCode?
    while next < steps.count {
      let step = steps[next]
      let holds: Bool
      switch step.question.answer(facts, policy) {
      case .yes: holds = true
      case .no: holds = false
      case .unknown, .failing: return nil
      }
      switch step.effect {
      case .permitIf where holds:
        (row, reason, next) = (Int(step.row), step.reason ?? .policyPermits, Int(step.next))
        continue
      case .rejectIf where holds, .rejectUnless where !holds:
        return RelayDecision(
          verdict: step.reply.severity == .transientFailure ? .defer : .refuse, reply: step.reply,
          reason: step.reason ?? facts.reasonForRefusal, rule: Int(step.row))
      default: next += 1
      }
    }
    return RelayDecision(
      verdict: .accept, reply: .recipientOk, reason: reason ?? policy.endReason(facts), rule: row)
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
