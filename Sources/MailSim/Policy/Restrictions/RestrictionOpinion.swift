/// What one restriction says of some facts.
public enum RestrictionOpinion: Hashable, Sendable {
  case permit
  case goOn
  case reject(Reply)
  /// Refused, unless something refuses it before the end (`defer_if_permit`).
  case deferIfPermitted(Reply)
  /// A refusal for good later in the list becomes this one (`defer_if_reject`).
  case deferIfRejected(Reply)
  /// It hangs on something unknown, which may do these; a refusal would be this reply.
  case depends(String, Set<Restriction.Effect>, Reply)
  /// What other restrictions say.
  case ask([Restriction])
  /// A permit of theirs counts, a refusal is only logged.
  case onlyLogged([Restriction])
  /// What a value of an access table does.
  case lookedUp(LookupTable.Answer)
}

extension RestrictionPolicy {
  /// The opinion of a restriction, by its declaration.
  func opinion(of restriction: Restriction, on facts: RelayFacts) -> RestrictionOpinion {
    switch restriction.kind.test {
    case .permitIf(let question):
      question.answer(facts, self).opinion(yes: .permit, no: .goOn, may: .permit, .accessDenied554)
    case .rejectIf(let question, let refusal):
      question.answer(facts, self).opinion(
        yes: .reject(reply(refusal)), no: .goOn, may: .reject, reply(refusal))
    case .rejectUnless(let question, let refusal):
      question.answer(facts, self).opinion(
        yes: .goOn, no: .reject(reply(refusal)), may: .reject, reply(refusal))
    case .opinion(let opinion): opinion(restriction, facts, self)
    }
  }

  func reply(_ refusal: RestrictionKind.Refusal) -> Reply {
    switch refusal {
    case .reply(let reply): reply
    case .relay: relayRefusal
    }
  }
}

extension Reply {
  /// What a plain refusal of a restriction says.
  static let accessDenied554 = Reply(554, EnhancedStatus(5, 7, 1), .accessDenied)
  /// A table or list that cannot be asked (match_list(3) of Postfix).
  static let lookupFailed = Reply(451, EnhancedStatus(4, 3, 0), .lookupFailed)
  /// A list holds what cannot stand there.
  static let badConfiguration = Reply(451, EnhancedStatus(4, 3, 5), .badConfiguration)
}

extension MatchList.Answer {
  fileprivate func opinion(
    yes: RestrictionOpinion, no: RestrictionOpinion, may effect: Restriction.Effect, _ reply: Reply
  ) -> RestrictionOpinion {
    switch self {
    case .yes: yes
    case .no: no
    case .failing: .reject(.lookupFailed)
    case .unknown(let table): .depends(table, [effect, .goOn], reply)
    }
  }
}
