/// Expectations as test cases: one file is a suite, one step (or the whole run) a case.
enum JUnitReport {
  static func text(of reports: [RunReport], invalid: [ScenarioErrors]) -> String {
    let suites = reports.map { Suite($0) }
    let cases = suites.flatMap(\.cases)
    let errors = invalid.reduce(0) { $0 + $1.errors.count }
    let lines =
      [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        "<testsuites name=\"mailsim\" \(counts(cases, errors: errors))>",
      ] + suites.flatMap { Self.lines(of: $0) } + invalid.flatMap { Self.lines(of: $0) }
      + ["</testsuites>"]
    return lines.joined(separator: "\n") + "\n"
  }

  /// A file that was not played: a suite whose cases are its errors.
  private static func lines(of invalid: ScenarioErrors) -> [String] {
    let file = invalid.errors.first?.position.file ?? ""
    let count = counts([], errors: invalid.errors.count)
    return ["  <testsuite name=\"\(XMLText.escaped(file))\" \(count)>"]
      + invalid.errors.flatMap { error in
        [
          testcase("the scenario can be read", file: file, line: error.position.line) + ">",
          "      <error message=\"\(XMLText.escaped(error.sentence))\" type=\"\(error.code)\"/>",
          "    </testcase>",
        ]
      } + ["  </testsuite>"]
  }

  /// One scenario file.
  private struct Suite {
    let file: String
    let header: Trace.Header
    let cases: [Case]

    init(_ report: RunReport) {
      header = report.trace.header
      file = header.file.isEmpty ? header.title : header.file
      cases = grouped(report.checks)
    }
  }

  private static func counts(_ cases: [Case], errors: Int = 0) -> String {
    let failing = cases.count { $0.checks.contains(where: \.fails) }
    let skipped = cases.count(where: \.isSkipped)
    return "tests=\"\(cases.count + errors)\" failures=\"\(failing)\" errors=\"\(errors)\""
      + " skipped=\"\(skipped)\""
  }

  private static func lines(of suite: Suite) -> [String] {
    var lines = [
      "  <testsuite name=\"\(XMLText.escaped(suite.file))\" \(counts(suite.cases))>",
      "    <properties>",
    ]
    for (name, value) in properties(suite.header) {
      lines.append("      <property name=\"\(name)\" value=\"\(XMLText.escaped(value))\"/>")
    }
    lines.append("    </properties>")
    lines += suite.cases.flatMap { Self.lines(of: $0, file: suite.file) }
    return lines + ["  </testsuite>"]
  }

  private static func properties(_ header: Trace.Header) -> [(String, String)] {
    [
      ("version", header.version), ("title", header.title), ("fingerprint", header.fingerprint),
      ("seed", "\(header.seed)"),
    ]
  }

  private struct Case {
    var name: String
    var line: Int
    var checks: [CheckedExpectation]

    /// Nothing of it fails, and something was not reached by a run that was cut short.
    var isSkipped: Bool {
      !checks.contains(where: \.fails) && checks.contains { !$0.isReached }
    }
  }

  /// Expectations of one step, in their order.
  private static func grouped(_ checks: [CheckedExpectation]) -> [Case] {
    var cases: [Case] = []
    var rows: [StepID?: Int] = [:]
    for check in checks {
      if let row = rows[check.step] {
        cases[row].checks.append(check)
        continue
      }
      rows[check.step] = cases.count
      cases.append(
        Case(
          name: check.subject,
          line: check.stepLine > 0 ? check.stepLine : check.position.line, checks: [check]))
    }
    return cases
  }

  /// The opening of a case, without its end.
  private static func testcase(_ name: String, file: String, line: Int) -> String {
    "    <testcase classname=\"\(XMLText.escaped(file))\" name=\"\(XMLText.escaped(name))\""
      + " file=\"\(XMLText.escaped(file))\" line=\"\(line)\""
  }

  private static func lines(of row: Case, file: String) -> [String] {
    let head = testcase(row.name, file: file, line: row.line)
    let failures = row.checks.filter(\.fails)
    if row.isSkipped { return [head + "><skipped message=\"not reached\"/></testcase>"] }
    guard !failures.isEmpty else { return [head + "/>"] }
    return [head + ">"]
      + failures.map { check in
        let message = XMLText.escaped(ExpectationReport.contrast(check))
        let body = [ExpectationReport.headline(check)] + ExpectationReport.details(check)
        return "      <failure message=\"\(message)\" type=\"\(XMLText.escaped(check.key))\">"
          + XMLText.escaped(body.joined(separator: "\n")) + "</failure>"
      } + ["    </testcase>"]
  }
}
