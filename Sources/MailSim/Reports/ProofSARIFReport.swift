/// Properties that do not hold as results of a static analysis (OASIS SARIF 2.1.0): the region is
/// the line of main.cf or of a table that decided.
enum ProofSARIFReport {
  static func text(of report: ProofReport) -> String {
    let results = report.sections.flatMap { section in
      section.remarks.map { result($0, section.policy.name) }
        + section.proofs.compactMap { result($0, section.policy.name) }
    }
    let codes = PolicyRemark.Code.allCases.filter { code in
      report.sections.contains { $0.remarks.contains { $0.code == code } }
    }
    let properties = report.sections.flatMap { $0.proofs.map(\.property) }
    var seen: Set<String> = []
    let remarkRules: [JSON] = codes.map {
      ["id": .string($0.rawValue), "shortDescription": ["text": .string($0.explanation.summary)]]
    }
    let rules: [JSON] =
      remarkRules
      + properties.filter { seen.insert($0.name).inserted }.map {
        ["id": .string($0.name), "shortDescription": ["text": .string($0.summary)]]
      }
    let driver: JSON = [
      "name": "mailsim", "version": .string(MailSimVersion.version), "rules": .array(rules),
    ]
    let run: JSON = ["tool": ["driver": driver], "results": .array(results)]
    let document: JSON = [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": .array([run]),
    ]
    return document.pretty()
  }

  private static func result(_ remark: PolicyRemark, _ policy: String) -> JSON {
    [
      "ruleId": .string(remark.code.rawValue), "level": remark.isFault ? "error" : "note",
      "message": ["text": .string("\(policy): \(remark.words)")],
      "locations": .array(remark.line.map { [location($0)] } ?? []),
    ]
  }

  private static func location(_ position: ConfigurationPosition) -> JSON {
    [
      "physicalLocation": [
        "artifactLocation": ["uri": .string(URIText.path(position.file))],
        "region": ["startLine": .number(position.line)],
      ]
    ]
  }

  private static func result(_ proof: Proof, _ policy: String) -> JSON? {
    guard !proof.holds, let example = proof.counterexample else { return nil }
    let text = "\(policy): \(proof.verdict): \(example.sentence), by \(example.blame)"
    return [
      "ruleId": .string(proof.property.name),
      "level": proof.word == "refuted" ? "error" : "warning",
      "message": ["text": .string(text)],
      "locations": .array(proof.position.map { [location($0)] } ?? []),
    ]
  }
}
