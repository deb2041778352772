import Testing

@testable import MailSim

@Suite struct ReplicationsTests {
  @Test(arguments: [1, 2, 5])
  func resultsComeInOrderWhateverTheThreads(threads: Int) {
    let results = Replications(3..<203, threads: threads).results { number in
      // The first are the slowest.
      (0..<(number < 10 ? 200_000 : 10)).reduce(number) { $0 ^ $1 ^ $1 }
    }
    #expect(results == Array(3..<203))
  }

  @Test(arguments: [1, 2])
  func whoHasEnoughGetsNoMore(threads: Int) {
    var seen: [Int] = []
    let taken = Replications(0..<100_000, threads: threads).run {
      $0 * $0
    } consume: {
      seen.append($1)
      return $0 < 9
    }
    #expect(taken == 10)
    #expect(seen == (0..<10).map { $0 * $0 })
  }

  @Test(arguments: [1, 2])
  func aWishToStopIsHeard(threads: Int) {
    let cancellation = Cancellation()
    let replications = Replications(0..<1_000_000, threads: threads, cancellation: cancellation)
    let taken = replications.run {
      $0
    } consume: { number, _ in
      if number == 20 { cancellation.cancel() }
      return true
    }
    #expect(taken == 21)
  }

  /// Replication k of a seed is the same run alone or among many, on one thread or on several; and
  /// they differ.
  @Test(arguments: [UInt64](0..<6))
  func aReplicationIsTheSameRunInAnyCompany(number: UInt64) {
    var scenario = GeneratedScenario.make(number)
    scenario.traffic = [
      Scenario.Traffic(
        name: "letters", people: [PersonID(0)], recipients: [Mailbox("p1@d1.example")!],
        interval: .exponential(mean: .minutes(3)))
    ]
    let simulation = Simulation(scenario)
    let alone = [0, 1, 7, 39].map { simulation.measure(replication: $0) }
    for threads in [1, 2, 5] {
      let many = Replications(0..<40, threads: threads).results {
        simulation.measure(replication: $0)
      }
      #expect([0, 1, 7, 39].map { many[$0] } == alone, "\(threads) threads")
    }
    #expect(Set(alone).count > 1)
    #expect(simulation.run(replication: 7) == simulation.run(replication: 7))
  }

  @Test func noReplicationsAreNoResults() {
    #expect(Replications(0..<0).results { $0 }.isEmpty)
  }
}
