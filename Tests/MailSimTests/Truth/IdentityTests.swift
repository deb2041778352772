import Testing

@testable import MailSim

/// What every run must satisfy, whatever happens in it. What can be read off a single trace the
/// audit holds against all of them; here are the sums of a run, and the age of windows.
@Suite struct IdentityTests {
  /// Messages in are those delivered, given up, refused and still on their way.
  @Test(arguments: 0..<UInt64(60))
  func everyRecipientHasOneFate(number: UInt64) {
    let run = Simulation(GeneratedScenario.make(number)).measure()
    for mail in [run.honest, run.hostile] {
      let fates = mail.delivered + mail.refused + mail.bounced + mail.lost + mail.queued
      #expect(fates == mail.written, "scenario \(number)")
      #expect(mail.deliveredEncrypted <= mail.delivered)
      #expect(mail.delayed <= mail.delivered)
    }
  }

  /// A relay decision that goes by a window has a login of that address behind it, less than a
  /// window old, or a window and a sweep; a lazy daemon alone may be later.
  @Test func noWindowOutlivesItsLogin() {
    var judged = 0
    for number in 0..<UInt64(200) {
      let scenario = GeneratedScenario.make(number)
      let trace = Simulation(scenario).run()
      var latest: [HostID: [IPAddress: Instant]] = [:]
      for record in trace.records {
        switch record.event {
        case .windowOpened(let server, let address, _):
          latest[server, default: [:]][address] = record.at
        case .decided(let id, .accept, .window, _, _, _):
          let connection = trace.connections[id]
          let roaming = scenario.servers[ServerRow(index: connection.server.index)].roaming
          guard let login = latest[connection.server]?[connection.clientAddress] else {
            Issue.record("scenario \(number): a window nobody opened")
            continue
          }
          judged += 1
          switch roaming.expiry {
          case .exact: #expect(record.at - login < roaming.window, "scenario \(number)")
          case .sweep(let period):
            #expect(record.at - login < roaming.window + period, "scenario \(number)")
          case .lazy: continue
          }
        default: break
        }
      }
    }
    #expect(judged > 5)
  }
}
