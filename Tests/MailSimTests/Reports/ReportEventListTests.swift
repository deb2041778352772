import Testing

@testable import MailSim

@Suite struct ReportEventListTests {
  @Test func aMorningReadsAsItHappened() throws {
    let trace = ReportWorld.trace
    let list = EventList(trace)
    let text =
      list.text() + "\n" + PathText(trace: trace, style: .plain, width: 100).text() + "\n"
      + RunSummary(trace).text()
    try expectGolden(text, "events.txt")
  }

  @Test func dialoguesReadAsOnTheWire() throws {
    try expectGolden(Transcript(ReportWorld.trace).text(), "transcript.txt")
  }

  @Test func messagesReadAsTheyArrived() throws {
    let messages = ArrivedMessage.all(in: ReportWorld.trace)
    try expectGolden(messages.map(\.text).joined(separator: "\n\n"), "arrived.txt")
  }
}
