/// Failed expectations as workflow commands, which show next to the line in a review.
enum GitHubReport {
  static func text(of report: RunReport) -> String {
    ExpectationReport(report.checks).failures.map { check in
      let place =
        check.position.file.isEmpty
        ? ""
        : "file=\(property(check.position.file)),line=\(check.position.line)"
          + ",col=\(check.position.column),"
      let title = property("\(check.subject): \(check.key)")
      let body = [ExpectationReport.contrast(check)] + ExpectationReport.details(check)
      return "::error \(place)title=\(title)::\(data(body.joined(separator: "\n")))\n"
    }.joined()
  }

  /// The message may hold anything but line ends, written as escapes.
  private static func data(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  /// A property ends at a comma or colon, so those are escaped too.
  private static func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
