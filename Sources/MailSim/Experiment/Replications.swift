import Foundation

/// Independent repetitions of an experiment, played side by side on all cores.
///
///     let simulation = Simulation(scenario)
///     Replications(0..<1_000).run { simulation.measure(replication: $0) } consume: { _, measures in
///       refused.add(Double(measures.honest.refused), of: Double(measures.honest.written))
///       return true
///     }
///
/// Results are handed over in the order of the replications, on the caller's thread. What is made
/// of them depends neither on the number of threads nor on which of them was faster.
public struct Replications: Sendable {
  public var range: Range<Int>
  /// Threads that play; as many as the machine has cores unless said otherwise.
  public var threads: Int
  public var cancellation: Cancellation

  public init(
    _ range: Range<Int>, threads: Int? = nil, cancellation: Cancellation = Cancellation()
  ) {
    self.range = range
    self.threads = max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount)
    self.cancellation = cancellation
  }

  /// Plays them, and hands over each result in order until `consume` says no, the request to stop is
  /// heard, or all are done.
  ///
  /// - Parameters:
  ///   - play: what one replication is; told its number.
  ///   - consume: takes a result; false when no more is wanted. Replications after it that were
  ///     played already are thrown away.
  /// - Returns: the number of results that were handed over.
  @discardableResult
  public func run<Result: Sendable>(
    _ play: @escaping @Sendable (Int) -> Result, consume: (Int, Result) -> Bool
  ) -> Int {
    if threads == 1 || range.count < 2 { return runHere(play, consume: consume) }
    let results = OrderedResults<Result>(range, ahead: 64 * threads)
    let cancellation = cancellation
    for _ in 0..<min(threads, range.count) {
      let thread = Thread {
        while !cancellation.isCancelled, let number = results.next() {
          results.put(play(number), of: number)
        }
        results.leave()
      }
      thread.stackSize = 8 << 20
      results.enter()
      thread.start()
    }
    var taken = 0
    while let result = results.take(), !cancellation.isCancelled {
      taken += 1
      if !consume(range.lowerBound + taken - 1, result) { break }
    }
    results.close()
    return taken
  }

  /// All results, in order; fewer than asked for when it was cancelled.
  public func results<Result: Sendable>(
    _ play: @escaping @Sendable (Int) -> Result
  ) -> [Result] {
    var results: [Result] = []
    run(play) { _, result in
      results.append(result)
      return true
    }
    return results
  }

  private func runHere<Result>(
    _ play: (Int) -> Result, consume: (Int, Result) -> Bool
  ) -> Int {
    var taken = 0
    for number in range {
      if cancellation.isCancelled { break }
      taken += 1
      if !consume(number, play(number)) { break }
    }
    return taken
  }
}

/// Where threads fetch the next replication and put down what came of it.
private final class OrderedResults<Result: Sendable>: @unchecked Sendable {
  // Everything below is touched only while the lock is held.
  private let lock = NSCondition()
  private var waiting: [Int: Result] = [:]
  private var toPlay: Int
  private var toTake: Int
  private let end: Int
  /// How far playing may run ahead of taking, so that a slow one is not waited for in memory.
  private let ahead: Int
  private var isClosed = false
  private var atWork = 0

  init(_ range: Range<Int>, ahead: Int) {
    toPlay = range.lowerBound
    toTake = range.lowerBound
    end = range.upperBound
    self.ahead = ahead
  }

  func enter() { locked { atWork += 1 } }

  func leave() { locked { atWork -= 1 } }

  /// The next to play; nil when there is no more to do.
  func next() -> Int? {
    locked {
      while !isClosed, toPlay < end, toPlay >= toTake + ahead { lock.wait() }
      guard !isClosed, toPlay < end else { return nil }
      defer { toPlay += 1 }
      return toPlay
    }
  }

  func put(_ result: Result, of number: Int) { locked { waiting[number] = result } }

  /// The next result in order, when it is there; nil when none will come.
  func take() -> Result? {
    locked {
      while toTake < end, waiting[toTake] == nil, atWork > 0 { lock.wait() }
      guard let result = waiting.removeValue(forKey: toTake) else { return nil }
      toTake += 1
      return result
    }
  }

  /// Nobody takes any more: those at work end with what they have in hand.
  func close() {
    locked {
      isClosed = true
      lock.broadcast()
      while atWork > 0 { lock.wait() }
    }
  }

  private func locked<Value>(_ work: () -> Value) -> Value {
    lock.lock()
    defer {
      lock.broadcast()
      lock.unlock()
    }
    return work()
  }
}
