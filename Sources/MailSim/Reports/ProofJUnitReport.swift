/// Properties as test cases, one suite a policy.
enum ProofJUnitReport {
  static func text(of report: ProofReport) -> String {
    let suites = report.sections.map(suite).joined()
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n\(suites)</testsuites>\n"
  }

  private static func suite(_ section: ProofReport.Section) -> String {
    let name = XML.escaped(section.policy.name)
    let failures = section.proofs.count { !$0.holds }
    let skipped = section.proofs.count { $0.outcome == .nothingToProve }
    return "  <testsuite name=\"\(name)\" tests=\"\(section.proofs.count)\" "
      + "failures=\"\(failures)\" skipped=\"\(skipped)\">\n"
      + section.proofs.map { testCase($0, name) }.joined() + "  </testsuite>\n"
  }

  private static func testCase(_ proof: Proof, _ suite: String) -> String {
    let head = "    <testcase classname=\"\(suite)\" name=\"\(XML.escaped(proof.property.name))\""
    if proof.outcome == .nothingToProve { return head + "><skipped/></testcase>\n" }
    guard let example = proof.counterexample else { return head + "/>\n" }
    let body = ([example.sentence, "by \(example.blame)"] + example.dialogue).joined(
      separator: "\n")
    return head
      + ">\n      <failure message=\"\(XML.escaped(proof.verdict))\">\(XML.escaped(body))</failure>\n"
      + "    </testcase>\n"
  }
}
