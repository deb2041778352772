/// Properties that do not hold as workflow commands, shown next to the line in a review.
enum ProofGitHubReport {
  static func text(of report: ProofReport) -> String {
    report.sections.flatMap { section in
      section.remarks.map { line($0, section.policy.name) }
        + section.proofs.compactMap { line($0, section.policy.name) }
    }.joined()
  }

  private static func line(_ remark: PolicyRemark, _ policy: String) -> String {
    WorkflowCommand.line(
      remark.isFault ? "error" : "notice",
      [
        ("file", remark.line?.file), ("line", remark.line.map { "\($0.line)" }),
        ("title", "\(policy): \(remark.code.rawValue)"),
      ],
      remark.words)
  }

  private static func line(_ proof: Proof, _ policy: String) -> String? {
    guard !proof.holds, let example = proof.counterexample else { return nil }
    let body = [proof.verdict, example.sentence, "by \(example.blame)"] + example.dialogue
    return WorkflowCommand.line(
      proof.word == "refuted" ? "error" : "warning",
      [
        ("file", proof.position?.file), ("line", proof.position.map { "\($0.line)" }),
        ("title", "\(policy): \(proof.property.name)"),
      ],
      body.joined(separator: "\n"))
  }
}
