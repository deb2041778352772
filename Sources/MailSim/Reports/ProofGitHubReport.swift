/// Properties that do not hold as workflow commands, shown next to the line in a review.
enum ProofGitHubReport {
  static func text(of report: ProofReport) -> String {
    report.sections.flatMap { section in
      section.remarks.map { line($0, section.policy.name) }
        + section.proofs.compactMap { line($0, section.policy.name) }
    }.joined()
  }

  private static func line(_ remark: PolicyRemark, _ policy: String) -> String {
    let place = remark.line.map { "file=\(property($0.file)),line=\($0.line)," } ?? ""
    return "::\(remark.isFault ? "error" : "notice") \(place)"
      + "title=\(property("\(policy): \(remark.code.rawValue)"))::\(data(remark.words))\n"
  }

  private static func line(_ proof: Proof, _ policy: String) -> String? {
    guard !proof.holds, let example = proof.counterexample else { return nil }
    let place = proof.position.map { "file=\(property($0.file)),line=\($0.line)," } ?? ""
    let body = ([proof.verdict, example.sentence, "by \(example.blame)"] + example.dialogue)
      .joined(separator: "\n")
    let level = proof.word == "refuted" ? "error" : "warning"
    return
      "::\(level) \(place)title=\(property("\(policy): \(proof.property.name)"))::\(data(body))\n"
  }

  private static func data(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private static func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
