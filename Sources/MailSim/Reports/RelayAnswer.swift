/// A policy's answer to one question, explained: the verdict, the line that decided, those asked
/// before it, and what would turn it round.
public struct RelayAnswer: Sendable {
  public let policy: RelayPolicy
  public let facts: RelayFacts
  /// What was asked, as the text names it: `csim-mail (policy csim)`.
  public let asked: String

  public init(policy: RelayPolicy, facts: RelayFacts, asked: String) {
    self.policy = policy
    self.facts = facts
    self.asked = asked
  }

  /// What the verdict hangs on; empty where everything is known.
  public var dependsOn: [String] { open?.dependsOn ?? [] }

  public var text: String {
    let lines = open.map(openLines) ?? settledLines
    return lines.joined(separator: "\n") + "\n"
  }

  private var open: RestrictionDecision? {
    guard let decision = policy.lists.decide(facts, at: .recipient), !decision.isCertain else {
      return nil
    }
    return decision
  }

  private var settledLines: [String] {
    let decision = policy.decide(facts)
    var lines = [
      "\(decision.verdict.rawValue)  \(decision.reply)  \(decision.reason.rawValue)",
      "  asked:   \(asked)",
      "  decided: \(words(for: decision))",
    ]
    let before = policy.asked(facts).filter { $0 < decision.rule }
    if !before.isEmpty {
      let names = before.map { policy.rows[$0].name }.joined(separator: ", ")
      lines.append("  before:  \(names): no opinion")
    }
    if policy.parts.contains(.window) {
      lines.append("  login:   \(words(for: facts.client.window))")
    }
    let changes = NearestChange.find(policy, facts)
    if changes.isEmpty {
      lines.append(
        "  tried without a change: another machine, a login, a roaming window, MAIL FROM, RCPT TO")
    }
    lines += changes.prefix(3).map { "  \($0.text)" }
    return lines + ["  read more: mailsim explain \(decision.reason.rawValue)"]
  }

  private func words(for decision: RelayDecision) -> String {
    let row = policy.rows[decision.rule]
    if let entry = decision.entry { return "rule \(decision.rule + 1), \(entry)" }
    return "rule \(decision.rule + 1), \(row.name) (\(row.meaning))"
      + (row.position.map { ", \($0)" } ?? "")
  }

  private func openLines(_ decision: RestrictionDecision) -> [String] {
    let sources = decision.dependsOn.joined(separator: ", ")
    // Whatever the answer is, nobody can do more about it.
    let head =
      decision.verdict.map { "\($0.rawValue)  whichever: the reply depends on \(sources)" }
      ?? "depends  on \(sources)"
    return [head, "  asked:   \(asked)"] + decision.outcomes.map { "  \($0)" }
  }

  private func words(for window: RelayFacts.WindowState) -> String {
    switch window {
    case .none: "nobody has read mail from this address"
    case .open(let age):
      "mail was read from this address \(TimeFormatter.span(age)) ago; the window is open"
    case .expired(let age):
      "mail was read from this address \(TimeFormatter.span(age)) ago; the window is closed"
    }
  }
}
