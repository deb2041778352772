import Testing

@testable import MailSim

/// What a run prints as mail is read by the reader for real mail, and says what the run says.
@Suite struct ReportArrivedMessageTests {
  @Test func printedTraceLinesTellTheHopsOfTheRun() throws {
    let trace = ReportWorld.trace
    let paths = MessagePaths(trace)
    var hops = 0
    for message in ArrivedMessage.all(in: trace) {
      let head = try #require(try heads(of: message.text).first)
      // Trace lines stand newest first; a hop tells its protection by the keyword.
      let read = ReceivedPath(head).hops
      let made = paths.path(of: message.message, for: message.recipient).hops
        .filter { $0.kind != .retrieval }
      #expect(Set(read.compactMap(\.byName)) == Set(made.map { trace.domainName(of: $0.to) }))
      #expect(read.count == made.count)
      #expect(
        read.count { $0.protection?.protection == .encrypted }
          == made.count { $0.protection == .encrypted })
      hops += made.count
    }
    #expect(hops > 3)
  }
}
