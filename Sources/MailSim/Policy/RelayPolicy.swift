/// An ordered list of rules; the first with an opinion decides (as Postfix's restriction lists do).
public struct RelayPolicy: Hashable, Sendable {
  public var name: String
  public var settings: RelaySettings
  public var rules: [RelayRule]

  public init(name: String, settings: RelaySettings, rules: [RelayRule]) {
    self.name = name
    self.settings = settings
    self.rules = rules
  }

  /// Decides about one recipient. Pure: the same facts always get the same answer.
  ///
  /// A list that ends without an opinion permits, as in Postfix; no preset ends so.
  public func decide(_ facts: RelayFacts) -> RelayDecision {
    for (row, rule) in rules.enumerated() {
      switch rule.opinion(on: facts, under: settings) {
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
}
