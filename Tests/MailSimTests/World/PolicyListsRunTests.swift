import Testing

@testable import MailSim

/// Restriction lists that decide in a run, each at its moment of the session.
@Suite struct PolicyListsRunTests {
  private func world(_ stage: RestrictionStage, _ rule: Restriction, delays: Bool) -> SmallWorld {
    var world = SmallWorld()
    var lists = world.scenario.servers[0].policy.lists
    lists.lists[stage, default: []].insert(rule, at: 0)
    lists.delaysRefusals = delays
    world.scenario.servers[0].policy = RelayPolicy(
      lists, settings: world.scenario.servers[0].policy.settings)
    world.mail(at: .start, from: SmallWorld.bob, to: "alice@cs.ait.ac.th") {
      $0.route = .server(SmallWorld.csim, .smtp)
    }
    return world
  }

  /// What the client had said when it was refused.
  private func lastCommand(_ trace: Trace) -> SMTPCommand? {
    var last: SMTPCommand?
    for record in trace.records {
      switch record.event {
      case .smtpCommand(_, let command): last = command
      case .decided(_, let verdict, _, _, _, _) where verdict != .accept: return last
      default: continue
      }
    }
    return nil
  }

  private static let cases: [(RestrictionStage, RestrictionKind)] = [
    (.client, .reject), (.helo, .reject), (.sender, .reject), (.relay, .reject), (.data, .reject),
  ]

  @Test(arguments: cases)
  func theRefusalWaitsForTheRecipient(_ stage: RestrictionStage, _ test: RestrictionKind) {
    let trace = world(stage, Restriction(test, name: "reject"), delays: true).run()
    let expected: SMTPCommand? = stage == .data ? .data : trace.rcpt
    #expect(lastCommand(trace) == expected)
    #expect(trace.fates.map(\.outcome.isRefused) == [true])
  }

  @Test(arguments: cases)
  func theRefusalFallsAtOnce(_ stage: RestrictionStage, _ test: RestrictionKind) {
    let trace = world(stage, Restriction(test, name: "reject"), delays: false).run()
    let expected: SMTPCommand? =
      switch stage {
      case .client: nil
      case .helo: .ehlo
      case .sender: trace.mail
      case .data: .data
      default: trace.rcpt
      }
    #expect(lastCommand(trace) == expected)
    #expect(trace.fates.map(\.outcome.isRefused) == [true])
    // After EHLO a client tries HELO, and is refused again.
    #expect(Set(trace.decisions.map(\.reply.codes).suffix(1)) == ["554 5.7.1"])
  }

  /// Who is turned away at the greeting hears 503 to all but QUIT (RFC 5321 §3.1).
  @Test func whoIsTurnedAwayMayOnlyQuit() {
    var session = SMTPServerSession(rules: SMTPServiceRules(), isEncrypted: false)
    _ = session.open()
    let refusal = Reply(554, EnhancedStatus(5, 7, 1), .clientRejected)
    #expect(session.answer(refusal) == .reply(refusal))
    #expect(session.receive(.ehlo) == .reply(.accessDenied))
    #expect(session.receive(.noop) == .reply(.accessDenied))
    #expect(session.receive(.quit) == .close(after: .closing))
  }
}

extension Trace {
  fileprivate var rcpt: SMTPCommand? { command { if case .rcpt = $0 { true } else { false } } }
  fileprivate var mail: SMTPCommand? { command { if case .mail = $0 { true } else { false } } }

  private func command(_ isWanted: (SMTPCommand) -> Bool) -> SMTPCommand? {
    for record in records {
      if case .smtpCommand(_, let command) = record.event, isWanted(command) { return command }
    }
    return nil
  }
}

extension Fate.Outcome {
  fileprivate var isRefused: Bool { if case .refused = self { true } else { false } }
}
