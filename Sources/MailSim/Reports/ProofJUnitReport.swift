/// Properties as test cases, one suite a policy.
enum ProofJUnitReport {
  static func text(of report: ProofReport) -> String {
    let suites = report.sections.map(suite).joined()
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n\(suites)</testsuites>\n"
  }

  private static func suite(_ section: ProofReport.Section) -> String {
    let name = XMLText.escaped(section.policy.name)
    let faults = section.remarks.filter(\.isFault)
    let failures = section.proofs.count { $0.word == "refuted" } + faults.count
    let skipped = section.proofs.count { ["depends", "nothing-to-prove"].contains($0.word) }
    return "  <testsuite name=\"\(name)\" tests=\"\(section.proofs.count + faults.count)\" "
      + "failures=\"\(failures)\" skipped=\"\(skipped)\">\n"
      + faults.map { testCase($0, name) }.joined()
      + section.proofs.map { testCase($0, name) }.joined() + "  </testsuite>\n"
  }

  private static func testCase(_ remark: PolicyRemark, _ suite: String) -> String {
    "    <testcase classname=\"\(suite)\" name=\"\(remark.code.rawValue)\">\n"
      + "      <failure message=\"\(XMLText.escaped(remark.sentence))\"/>\n    </testcase>\n"
  }

  private static func testCase(_ proof: Proof, _ suite: String) -> String {
    let head =
      "    <testcase classname=\"\(suite)\" name=\"\(XMLText.escaped(proof.property.name))\""
    if proof.outcome == .nothingToProve { return head + "><skipped/></testcase>\n" }
    guard let example = proof.counterexample else { return head + "/>\n" }
    if case .depends = proof.outcome {
      return head
        + "><skipped message=\"\(XMLText.escaped("OPEN: \(proof.verdict)"))\"/></testcase>\n"
    }
    let body = ([example.sentence, "by \(example.blame)"] + example.dialogue).joined(
      separator: "\n")
    return head
      + ">\n      <failure message=\"\(XMLText.escaped(proof.verdict))\">\(XMLText.escaped(body))</failure>\n"
      + "    </testcase>\n"
  }
}
