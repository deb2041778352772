/// Failed expectations as results of a static analysis (OASIS SARIF 2.1.0): the rule is the reason
/// code, the region the value that was expected.
enum SARIFReport {
  static func text(of reports: [RunReport]) -> String {
    let document: JSON = [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": .array(reports.map(run)),
    ]
    return document.pretty()
  }

  private static func run(_ report: RunReport) -> JSON {
    let failures = ExpectationReport(report.checks).failures
    return [
      "tool": [
        "driver": [
          "name": "mailsim", "version": .string(report.trace.header.version),
          "rules": .array(rules(failures)),
        ]
      ],
      "results": .array(failures.map(result)),
      "properties": [
        "fingerprint": .string(report.trace.header.fingerprint),
        "seed": .number(report.trace.header.seed),
      ],
    ]
  }

  /// An expectation no server's reason explains goes by its key.
  private static func rule(_ check: CheckedExpectation) -> String {
    check.reason?.rawValue ?? "EXPECT-" + check.key.uppercased().replacing(" ", with: "-")
  }

  private static func rules(_ failures: [CheckedExpectation]) -> [JSON] {
    var names: [String] = []
    var rules: [JSON] = []
    for check in failures where !names.contains(rule(check)) {
      names.append(rule(check))
      let text =
        check.reason.flatMap { Explanation.named($0.rawValue)?.summary }
        ?? "What a step expects of '\(check.key)'."
      rules.append(["id": .string(rule(check)), "shortDescription": ["text": .string(text)]])
    }
    return rules
  }

  private static func result(_ check: CheckedExpectation) -> JSON {
    let text = ([ExpectationReport.contrast(check)] + ExpectationReport.details(check))
      .joined(separator: "\n")
    let location: JSON = [
      "physicalLocation": [
        "artifactLocation": ["uri": .string(URIText.path(check.position.file))],
        "region": [
          "startLine": .number(max(1, check.position.line)),
          "startColumn": .number(max(1, check.position.column)),
        ],
      ]
    ]
    return [
      "ruleId": .string(rule(check)), "level": "error",
      "message": ["text": .string("\(check.subject): \(text)")],
      "locations": .array(check.position.file.isEmpty ? [] : [location]),
    ]
  }
}
