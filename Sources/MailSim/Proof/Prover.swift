/// What came of trying to prove a property.
public struct Proof: Sendable {
  public enum Outcome: Hashable, Sendable {
    case proven
    case refuted(Counterexample)
    /// It hangs on tables or services that are unknown here.
    case depends(Counterexample, on: [String])
    /// No question the policy can be asked is one the property is about.
    case nothingToProve
  }

  public let property: Property
  public let outcome: Outcome
  /// How many classes of questions the property is about; all were asked.
  public let classes: Int

  public var holds: Bool { outcome == .proven || outcome == .nothingToProve }
}

/// One question whose answer breaks a property: the simplest of its kind.
public struct Counterexample: Hashable, Sendable {
  public let facts: RelayFacts
  public let decision: RestrictionDecision
  /// The way that breaks the property.
  public let ending: RestrictionDecision.Ending
}

/// Asks a policy every question there is.
public struct Prover: Sendable {
  public let classes: DecisionClasses
  /// Patterns may answer anything here: what holds for it holds for the real policy.
  private let policy: RestrictionPolicy
  private let premises: Premises
  /// Patterns answer what they answer: what fails here fails for real.
  private let concrete: RestrictionPolicy

  /// What the classes are cut by besides the policy.
  private let refinement: Refinement

  public init(_ policy: RestrictionPolicy) {
    self.init(Premises(policy))
  }

  public init(_ premises: Premises) {
    self.init(premises, Refinement())
  }

  private init(_ premises: Premises, _ refinement: Refinement) {
    policy = premises.policy.forProof
    self.refinement = refinement
    concrete = premises.policy.withKnownDomains
    let premises = Premises(concrete, inside: premises.inside, ours: premises.ours)
    self.premises = premises
    classes = DecisionClasses([concrete], refinedBy: refinement, premises)
  }

  public static func prove(_ policy: RestrictionPolicy, _ property: Property) -> Proof {
    Prover(Premises(policy), property.refinement).prove(property)
  }

  /// Asks every class the property is about; one that names what no rule names cuts them further.
  public func prove(_ property: Property) -> Proof {
    let classes =
      property.refinement.isEmpty || property.refinement == refinement
      ? classes : DecisionClasses([concrete], refinedBy: property.refinement, premises)
    var count = 0
    var open: (example: Counterexample, on: [String])?
    for recipient in classes.recipients {
      for sender in classes.senders {
        for client in classes.clients {
          let facts = classes.facts(client, sender, recipient)
          guard property.isAbout(facts, premises) else { continue }
          count += 1
          let decision = policy.decide(facts)
          guard
            let bad = decision.endings.first(where: {
              ($0.verdict == .accept) != property.mustAccept
            })
          else { continue }
          if let example = refutation(of: property, facts) {
            return Proof(property: property, outcome: .refuted(example), classes: count)
          }
          let example = Counterexample(facts: facts, decision: decision, ending: bad)
          if open == nil { open = (example, decision.dependsOn) }
        }
      }
    }
    if let open {
      return Proof(
        property: property, outcome: .depends(open.example, on: open.on), classes: count)
    }
    return Proof(property: property, outcome: count > 0 ? .proven : .nothingToProve, classes: count)
  }

  private func refutation(of property: Property, _ facts: RelayFacts) -> Counterexample? {
    let decision = concrete.decide(facts)
    guard decision.isAccepted == !property.mustAccept, let ending = decision.endings.first else {
      return nil
    }
    return Counterexample(facts: facts, decision: decision, ending: ending)
  }

  /// Rows that never have an answer, with the row that ends the list before them if there is one.
  public func deadRules() -> [DeadRule] {
    var use = RuleUse()
    for recipient in classes.recipients {
      for sender in classes.senders {
        for client in classes.clients {
          var walk = RestrictionWalk(policy, classes.facts(client, sender, recipient))
          _ = walk.decide()
          use.formUnion(walk.use)
        }
      }
    }
    return policy.stages.flatMap { dead(in: $0, use) }
  }

  private func dead(in stage: RestrictionStage, _ use: RuleUse) -> [DeadRule] {
    let list = policy.lists[stage] ?? []
    return list.indices.compactMap { row in
      let key = RuleUse.Key(stage: stage, row: row)
      let rule = list[row]
      if use.answered.contains(key) || rule.isSilentByNature { return nil }
      let isAsked = use.asked.contains(key)
      let shadow =
        isAsked
        ? nil
        : list[..<row].last {
          !$0.isSilentByNature
            && use.answered.contains(.init(stage: stage, row: list.firstIndex(of: $0) ?? 0))
        }
      return DeadRule(rule: rule, stage: stage, isAsked: isAsked, shadow: shadow)
    }
  }
}

/// A rule that never decides anything.
public struct DeadRule: Hashable, Sendable {
  public let rule: Restriction
  public let stage: RestrictionStage
  /// Whether it is asked at all.
  public let isAsked: Bool
  /// The rule before it that answers everything still open.
  public let shadow: Restriction?
}

extension Restriction {
  /// Logging and the like: it is not there to decide.
  fileprivate var isSilentByNature: Bool {
    kind == .warnIfReject || kind == .noEffect
  }
}
