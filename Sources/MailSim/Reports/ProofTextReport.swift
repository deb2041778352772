/// Proofs for people.
enum ProofTextReport {
  static func text(of report: ProofReport) -> String {
    report.sections.map(section).joined(separator: "\n")
  }

  private static func section(_ section: ProofReport.Section) -> String {
    var lines = ["policy \(section.policy.name)"]
    for remark in section.remarks where remark.isFault {
      lines.append("  FAIL \(remark.code.rawValue): \(remark.sentence)")
    }
    for proof in section.proofs {
      let mark = TextLayout.padded(proof.mark, to: 4)
      lines.append("  \(mark) \(proof.property.name): \(proof.verdict)")
      guard let example = proof.counterexample else { continue }
      if proof.property.summary != proof.property.name {
        lines.append("       wanted: \(proof.property.summary)")
      }
      lines.append("       but:    \(example.sentence)")
      lines.append("       by:     \(example.blame)")
      if case .depends = proof.outcome {
        lines += example.decision.outcomes.map { "       or:     \($0)" }
      }
      lines += example.dialogue.map { "         \($0)" }
    }
    lines += section.deadRules.map { "  dead \($0.words)" }
    lines += section.errors.map { "  note \($0)" }
    lines += section.remarks.filter { !$0.isFault }.map {
      "  note \($0.code.rawValue): \($0.sentence)"
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension DeadRule {
  /// What never decides, and what stands in its way.
  var words: String {
    let place = "\(rule.label), in the \(stage.rawValue) list"
    if let shadow { return "\(place): everything is answered by \(shadow.label) before it" }
    return isAsked ? "\(place): asked, but never has an answer" : "\(place): never asked"
  }
}
