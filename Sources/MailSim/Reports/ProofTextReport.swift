/// Proofs for people.
enum ProofTextReport {
  static func text(of report: ProofReport) -> String {
    report.sections.map(section).joined(separator: "\n")
  }

  private static func section(_ section: ProofReport.Section) -> String {
    var lines = ["policy \(section.policy.name)"]
    for proof in section.proofs {
      lines.append("  \(proof.holds ? "ok  " : "FAIL") \(proof.property.name): \(proof.verdict)")
      guard let example = proof.counterexample else { continue }
      if proof.property.summary != proof.property.name {
        lines.append("       wanted: \(proof.property.summary)")
      }
      lines.append("       but:    \(example.sentence)")
      lines.append("       by:     \(example.blame)")
      lines += example.dialogue.map { "         \($0)" }
    }
    lines += section.deadRules.map { "  dead \($0.words)" }
    lines += section.errors.map { "  note \($0)" }
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
