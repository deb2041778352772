/// Where two policies decide differently, over every class either of them can tell apart.
public struct PolicyDiff: Sendable {
  /// Questions whose answers changed in the same way by the same rules, with one of them.
  public struct Group: Hashable, Sendable {
    public let old: RestrictionDecision
    public let new: RestrictionDecision
    public let witness: RelayFacts
    public var count: Int
  }

  public let groups: [Group]
  public let classes: Int

  /// Nothing differs.
  public var isEmpty: Bool { groups.isEmpty }

  public init(_ old: RestrictionPolicy, _ new: RestrictionPolicy) {
    let (old, new) = (old.withKnownDomains, new.withKnownDomains)
    let classes = DecisionClasses([old, new])
    var rows: [[String]: Int] = [:]
    var groups: [Group] = []
    for recipient in classes.recipients {
      for sender in classes.senders {
        for client in classes.clients {
          let facts = classes.facts(client, sender, recipient)
          let (before, after) = (old.decide(facts), new.decide(facts))
          guard before.outcome != after.outcome else { continue }
          let key = [before.outcome, before.ruleNames, after.outcome, after.ruleNames].map {
            $0.joined(separator: "\n")
          }
          if let row = rows[key] {
            groups[row].count += 1
          } else {
            rows[key] = groups.count
            groups.append(Group(old: before, new: after, witness: facts, count: 1))
          }
        }
      }
    }
    self.groups = groups
    self.classes = classes.count
  }
}

extension RestrictionDecision {
  /// What a client would notice.
  fileprivate var outcome: [String] {
    Set(endings.map { "\($0.verdict.rawValue) \($0.reply.codes)" }).sorted()
  }

  fileprivate var ruleNames: [String] { endings.map { $0.rule?.name ?? "" } }
}
