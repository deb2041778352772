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

  @Test func noReplicationsAreNoResults() {
    #expect(Replications(0..<0).results { $0 }.isEmpty)
  }
}
