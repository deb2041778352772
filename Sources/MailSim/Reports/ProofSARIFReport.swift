/// Properties that do not hold as results of a static analysis (OASIS SARIF 2.1.0): the region is
/// the line of main.cf or of a table that decided.
enum ProofSARIFReport {
  static func text(of report: ProofReport) -> String {
    let results = report.sections.flatMap { section in
      section.proofs.compactMap { result($0, section.policy.name) }
    }
    let properties = report.sections.flatMap { $0.proofs.map(\.property) }
    var seen: Set<String> = []
    let rules: [JSON] = properties.filter { seen.insert($0.name).inserted }.map {
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

  private static func result(_ proof: Proof, _ policy: String) -> JSON? {
    guard !proof.holds, let example = proof.counterexample else { return nil }
    let text = "\(policy): \(proof.verdict): \(example.sentence), by \(example.blame)"
    let location = proof.position.map { position -> JSON in
      [
        "physicalLocation": [
          "artifactLocation": ["uri": .string(position.file)],
          "region": ["startLine": .number(position.line)],
        ]
      ]
    }
    return [
      "ruleId": .string(proof.property.name),
      "level": proof.word == "refuted" ? "error" : "warning",
      "message": ["text": .string(text)],
      "locations": .array(location.map { [$0] } ?? []),
    ]
  }
}
