import Foundation
import Testing

@testable import MailSim

/// Random questions against what was proven over classes.
@Suite struct ExhaustivenessTests {
  /// More of them with `MAILSIM_CASES=1000000`.
  static let cases =
    ProcessInfo.processInfo.environment["MAILSIM_CASES"].flatMap { Int($0) } ?? 20_000

  private static let expressions = [
    "stranger and recipient is remote => refuse", "client in 198.51.100.0/26 => refuse",
    "login is bob and sender is bob@example.net => accept", "sender in org => accept",
    "recipient is alice@cs.ait.ac.th and not recipient is missing => accept",
    "tls and helo in net and not trick => accept",
    "name in example.org or window-ended => refuse",
  ]

  private func properties() throws -> [Property] {
    try Property.all + Self.expressions.map { try Property.read($0) }
  }

  /// Asks `count` random questions: none may break what is proven, and without patterns none may get
  /// an answer that no class gets.
  private func check(
    _ policy: RestrictionPolicy, _ count: Int, _ generator: inout PolicyGenerator, _ text: String
  ) throws {
    let prover = Prover(policy)
    let proven = try properties().filter { prover.prove($0).outcome == .proven }
    let leaves = LeafRules(policy)
    let hasPatterns = (leaves.accessTables + leaves.loginMaps).contains {
      if case .patterns = $0.content { true } else { false }
    }
    let premises = Premises(policy)
    let answers = hasPatterns ? [] : answers(of: policy, prover.classes)
    for _ in 0..<count {
      let facts = generator.facts(under: policy)
      let decision = policy.decide(facts)
      for property in proven where property.isAbout(facts, premises) {
        let isKept =
          property.mustAccept ? decision.isAccepted == true : decision.isAccepted == false
        #expect(isKept, "\(property.name): \(facts)\n\(text)")
      }
      if !hasPatterns {
        #expect(answers.contains(Self.answer(decision)), "\(facts)\n\(text)")
      }
    }
  }

  private func answers(of policy: RestrictionPolicy, _ classes: DecisionClasses) -> Set<String> {
    var answers: Set<String> = []
    for recipient in classes.recipients {
      for sender in classes.senders {
        for client in classes.clients {
          answers.insert(Self.answer(policy.decide(classes.facts(client, sender, recipient))))
        }
      }
    }
    return answers
  }

  /// What is said and on which row, without the text of a table's value.
  private static func answer(_ decision: RestrictionDecision) -> String {
    decision.endings.map { ending in
      // A value stands behind its table: two that say the same with other words are one class.
      let rule = ending.rule.map { $0.name.components(separatedBy: "}}: ")[0] } ?? ""
      return "\(ending.reply.codes) \(ending.stage) \(rule)"
    }
    .joined(separator: ", ")
  }

  @Test func presets() throws {
    var generator = PolicyGenerator("presets")
    for preset in RelayPreset.allCases {
      try check(preset.restrictions(), Self.cases / 20, &generator, preset.rawValue)
    }
  }

  @Test func generatedPolicies() throws {
    var generator = PolicyGenerator("policies")
    var done = 0
    while done < Self.cases {
      let text = generator.configuration(withPatterns: done % 5_000 == 4_000)
      let policy = PostfixConfiguration.read(postconf: text).policy().policy
      // What takes long for one policy is better spent on many.
      guard DecisionClasses([policy]).count < 5_000 else { continue }
      try check(policy, 1_000, &generator, text)
      done += 1_000
    }
  }

  /// The generator finds what is wrong: a class left out is noticed.
  @Test func aProofOverTooFewClassesWouldBeContradicted() throws {
    var policy = RelayPreset.csim.restrictions()
    let proof = Prover.prove(policy, try #require(Property.named("no-open-relay")))
    #expect(proof.outcome == .proven)
    let table = LookupTable(name: "inline", content: .keyed(["bob@": .init("OK")]))
    policy.lists[.relay]?.insert(
      Restriction(.checkAccess(.sender), table: table), at: 0)
    var generator = PolicyGenerator("seeded fault")
    let property = try #require(Property.named("no-open-relay"))
    let broken = (0..<5_000).count { _ in
      let facts = generator.facts(under: policy)
      return property.isAbout(facts, Premises(policy)) && policy.decide(facts).isAccepted == true
    }
    #expect(broken > 10)
    #expect(Prover.prove(policy, property).word == "refuted")
  }
}
