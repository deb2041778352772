/// Proofs for programs.
enum ProofJSONReport {
  static func text(of report: ProofReport) -> String {
    let document: JSON = [
      "holds": .bool(report.holds), "policies": .array(report.sections.map(section)),
    ]
    return document.pretty()
  }

  private static func section(_ section: ProofReport.Section) -> JSON {
    [
      "policy": .string(section.policy.name), "properties": .array(section.proofs.map(proof)),
      "findings": .array(
        section.remarks.map { remark in
          [
            "code": .string(remark.code.rawValue), "fault": .bool(remark.isFault),
            "text": .string(remark.words),
            "position": remark.position.map { .string($0.description) } ?? .null,
          ]
        }),
      "deadRules": .array(section.deadRules.map { .string($0.words) }),
      "notes": .array(section.errors.map { .string($0.description) }),
    ]
  }

  private static func proof(_ proof: Proof) -> JSON {
    var sources: [String] = []
    if case .depends(_, let on) = proof.outcome { sources = on }
    return [
      "property": .string(proof.property.name), "outcome": .string(proof.word),
      "classes": .number(proof.classes),
      "dependsOn": .array(sources.map { .string($0) }),
      "outcomes": .array(
        sources.isEmpty
          ? [] : (proof.counterexample?.decision.outcomes ?? []).map { .string($0) }),
      "counterexample": proof.counterexample?.json ?? .null,
    ]
  }
}
