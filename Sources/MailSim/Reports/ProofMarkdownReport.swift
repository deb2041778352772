/// Proofs as tables of Markdown.
enum ProofMarkdownReport {
  static func text(of report: ProofReport) -> String {
    report.sections.map(section).joined(separator: "\n")
  }

  private static func section(_ section: ProofReport.Section) -> String {
    var lines = [
      "## Policy \(cell(section.policy.name))", "",
    ]
    for remark in section.remarks {
      lines.append("- **\(remark.code.rawValue)**: \(cell(remark.sentence))")
    }
    if !section.remarks.isEmpty { lines.append("") }
    lines += [
      "| property | result | classes | example | rule |",
      "|---|---|---:|---|---|",
    ]
    for proof in section.proofs {
      let example = proof.counterexample
      lines.append(
        "| \(proof.property.name) | \(cell(proof.verdict)) | \(proof.classes) | "
          + "\(cell(example?.sentence ?? "")) | \(cell(example?.blame ?? "")) |")
    }
    let notes = section.deadRules.map { "dead: \($0.words)" } + section.errors.map(\.description)
    if !notes.isEmpty { lines.append("") }
    lines += notes.map { "- \(cell($0))" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A bar would end the cell, an angle bracket would open a tag.
  private static func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("<", with: "&lt;").replacing("\n", with: " ")
  }
}
