/// What restriction lists say of one recipient: one answer, or several where something is unknown.
public struct RestrictionDecision: Hashable, Sendable {
  /// A way the question can end.
  public struct Ending: Hashable, Sendable {
    public var verdict: RelayVerdict
    public var reply: Reply
    /// The restriction that refused, or the one whose permit ended the last list that decided.
    public var rule: Restriction?
    /// The unknown tables and services on the way; empty when the way is certain.
    public var dependsOn: [String]
    /// The list the deciding restriction stands in.
    public var stage: RestrictionStage
    /// Its row there, that of the class or table it stands in; nil where no list decided.
    public var row: Int?
  }

  public var endings: [Ending]

  /// The one verdict all ways lead to; nil when it depends.
  public var verdict: RelayVerdict? {
    guard let first = endings.first?.verdict else { return nil }
    if endings.allSatisfy({ $0.verdict == first }) { return first }
    return endings.contains { $0.verdict == .accept } ? nil : .refuse
  }

  /// Whether one reply is certain, and one rule gives it.
  public var isCertain: Bool {
    endings.count == 1 || verdict != nil && Set(endings.map(\.reply)).count == 1
  }

  /// Whether the recipient is accepted; nil when that depends.
  public var isAccepted: Bool? { verdict.map { $0 == .accept } }

  /// What the verdict hangs on, each once.
  public var dependsOn: [String] {
    var names: [String] = []
    for name in endings.flatMap(\.dependsOn) where !names.contains(name) { names.append(name) }
    return names
  }
}
