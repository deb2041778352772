/// Proofs as tables of Markdown.
enum ProofMarkdownReport {
  static func text(of report: ProofReport) -> String {
    report.sections.map(section).joined(separator: "\n")
  }

  private static func section(_ section: ProofReport.Section) -> String {
    let remarks = section.remarks.map { remark in
      "- **\(remark.code.rawValue)**: \(MarkdownText.escaped(remark.sentence))\n"
    }
    let rows = section.proofs.map { proof in
      let example = proof.counterexample
      return [
        proof.property.name, proof.verdict, "\(proof.classes)", example?.sentence ?? "",
        example?.blame ?? "",
      ]
    }
    let notes = section.deadRules.map { "dead: \($0.words)" } + section.errors.map(\.description)
    return "## Policy \(MarkdownText.escaped(section.policy.name))\n\n"
      + remarks.joined() + (remarks.isEmpty ? "" : "\n")
      + MarkdownText.table(["property", "result", "classes", "example", "rule"], rows)
      + (notes.isEmpty ? "" : "\n")
      + notes.map { "- \(MarkdownText.escaped($0))\n" }.joined()
  }
}
