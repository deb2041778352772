/// Failed expectations, and errors of scenario files, as workflow commands, which show next to the line in a review.
enum GitHubReport {
  static func text(of reports: [RunReport], invalid: [ScenarioErrors]) -> String {
    reports.map(text).joined()
      + invalid.flatMap(\.errors).map { error in
        WorkflowCommand.line(
          "error",
          [
            ("file", error.position.file), ("line", "\(error.position.line)"),
            ("col", "\(error.position.column)"), ("title", "\(error.code)"),
          ],
          error.sentence)
      }.joined()
  }

  private static func text(of report: RunReport) -> String {
    ExpectationReport(report.checks).failures.map { check in
      let place = check.position.file.isEmpty ? nil : check.position
      let body = [ExpectationReport.contrast(check)] + ExpectationReport.details(check)
      return WorkflowCommand.line(
        "error",
        [
          ("file", place?.file), ("line", place.map { "\($0.line)" }),
          ("col", place.map { "\($0.column)" }), ("title", "\(check.subject): \(check.key)"),
        ],
        body.joined(separator: "\n"))
    }.joined()
  }
}
