import Testing

@testable import MailSim

@Suite struct ReportExplanationTests {
  @Test func everyCodeHasAPage() {
    let codes =
      ReasonCode.allCases.map(\.rawValue) + ProtectionReason.allCases.map(\.rawValue)
      + PolicyRemark.Code.allCases.map(\.rawValue)
    #expect(Explanation.all.map(\.code) == codes)
    for page in Explanation.all {
      let parts = [page.summary, page.when, page.sign, page.remedy, page.source, page.example]
      #expect(parts.allSatisfy { $0.count > 15 })
      #expect(page.source.contains("RFC"))
      #expect(page.example.hasPrefix("mailsim "))
    }
  }

  @Test func aCodeIsFoundInAnyCase() {
    #expect(Explanation.named("ref-window-expired")?.code == "REF-WINDOW-EXPIRED")
    #expect(Explanation.named("STARTTLS")?.code == "starttls")
    #expect(Explanation.named("REF-NOTHING") == nil)
  }

  @Test func pagesReadWell() throws {
    let pages = Explanation.all.map { $0.text() }.joined(separator: "\n")
    try expectGolden(Explanation.list() + "\n" + pages, "explanations.txt")
    #expect(
      Explanation.all.allSatisfy { page in
        page.text().split(separator: "\n").allSatisfy {
          $0.count <= 100 || $0.hasPrefix("Try")
        }
      })
  }
}
