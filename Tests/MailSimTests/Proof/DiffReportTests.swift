import Testing

@testable import MailSim

@Suite struct DiffReportTests {
  private func report() throws -> DiffReport {
    func policy(_ partners: String) -> RestrictionPolicy {
      let text =
        csimMain + """
          smtpd_relay_restrictions = permit_mynetworks,
            check_client_access cidr:{{198.51.100.0/\(partners) OK}},
            reject_unauth_destination
          """
      return PostfixConfiguration.read(postconf: text, file: "\(partners)/main.cf").policy().policy
    }
    return DiffReport(old: "25", new: "24", PolicyDiff(policy("25"), policy("24")))
  }

  @Test(arguments: ProofReport.formats)
  func everyFormatTellsTheDifference(_ format: String) throws {
    let text = try #require(try report().text(format: format))
    try expectGolden(text, "policy-diff.\(format)")
  }

  @Test(arguments: ProofReport.formats)
  func nothingDifferentSaysSo(_ format: String) throws {
    let same = RelayPreset.csim.restrictions()
    let report = DiffReport(old: "a", new: "b", PolicyDiff(same, same))
    let text = try #require(report.text(format: format))
    switch format {
    case "text", "md": #expect(text.contains("equivalent: no difference in"))
    case "json": #expect(text.contains("\"equivalent\":true"))
    case "sarif": #expect(text.contains("\"results\": []"))
    case "junit": #expect(text.contains("failures=\"0\""))
    default: #expect(text.isEmpty)
    }
  }

  @Test func noOtherFormatIsKnown() throws {
    #expect(try report().text(format: "xml") == nil)
  }
}
