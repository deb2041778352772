/// Failed expectations, and errors of scenario files, as results of a static analysis (OASIS SARIF 2.1.0): the rule is the reason
/// code, the region the value that was expected.
enum SARIFReport {
  static func text(of reports: [RunReport], invalid: [ScenarioErrors]) -> String {
    let document: JSON = [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": .array(reports.map(run) + invalid.map(run)),
    ]
    return document.pretty()
  }

  private static func tool(_ version: String, _ rules: [JSON]) -> JSON {
    ["driver": ["name": "mailsim", "version": .string(version), "rules": .array(rules)]]
  }

  /// A file that was not played: its errors.
  private static func run(_ invalid: ScenarioErrors) -> JSON {
    let codes = invalid.errors.map(\.code)
    let rules: [JSON] = codes.enumerated().compactMap { row, code in
      codes.firstIndex(of: code) == row
        ? ["id": .string(code), "shortDescription": ["text": "An error of a scenario file."]] : nil
    }
    return [
      "tool": tool(MailSimVersion.version, rules),
      "results": .array(
        invalid.errors.map { error in
          [
            "ruleId": .string(error.code), "level": "error",
            "message": ["text": .string(error.sentence)],
            "locations": .array(location(error.position)),
          ]
        }),
    ]
  }

  private static func run(_ report: RunReport) -> JSON {
    let failures = ExpectationReport(report.checks).failures
    return [
      "tool": tool(report.trace.header.version, rules(failures)),
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
    return [
      "ruleId": .string(rule(check)), "level": "error",
      "message": ["text": .string("\(check.subject): \(text)")],
      "locations": .array(location(check.position)),
    ]
  }

  /// Empty where the file is not known.
  private static func location(_ position: SourcePosition) -> [JSON] {
    guard !position.file.isEmpty else { return [] }
    return [
      [
        "physicalLocation": [
          "artifactLocation": ["uri": .string(URIText.path(position.file))],
          "region": [
            "startLine": .number(max(1, position.line)),
            "startColumn": .number(max(1, position.column)),
          ],
        ]
      ]
    ]
  }
}
