import Testing

@testable import MailSim

/// What a submission costs in round trips, from the first packet to the 250 after the dot.
@Suite struct RoundTripTests {
  private static let roundTrip = SmallWorld.trip * 2

  private func roundTrips(_ change: (inout SmallWorld) -> Void) throws -> Double {
    var world = SmallWorld()
    world.scenario.people[SmallWorld.alice].submission.hasCertificate = true
    change(&world)
    world.mail(at: .start, to: "carol@cs.ait.ac.th")
    let trace = world.run()
    let done = try #require(
      trace.all { if case .smtpReply(_, .queued, _) = $0 { true } else { false } }.first)
    // The reply is written half a round trip before its reader has it.
    return Double((done.at + SmallWorld.trip).nanoseconds) / Double(Self.roundTrip.nanoseconds)
  }

  @Test func aPlainDialogueTakesSeven() throws {
    #expect(try roundTrips { $0.scenario.servers[0].tls.offer = .no } == 7)
  }

  @Test func pipeliningSavesTwo() throws {
    #expect(
      try roundTrips {
        $0.scenario.servers[0].tls.offer = .no
        $0.scenario.people[0].submission.usesPipelining = true
      } == 5)
  }

  @Test func startTLSWithTLS13TakesTen() throws {
    #expect(try roundTrips { _ in } == 10)
  }

  @Test func startTLSWithTLS12TakesEleven() throws {
    #expect(try roundTrips { $0.scenario.servers[0].tls.version = .tls12 } == 11)
  }

  @Test func implicitTLSTakesEight() throws {
    #expect(
      try roundTrips {
        $0.scenario.people[0].submission.service = .submissions
        $0.scenario.servers[0].submissionRequiresAuth = false
      } == 8)
  }
}
