import BasicContainers
import Testing

@testable import MailSim

@Suite struct EventQueueTests {
  @Test func eventsOfOneInstantLeaveInTheOrderTheyCame() {
    var queue = EventQueue<Int>()
    for event in 0..<100 { queue.schedule(event, at: .start + .seconds(5)) }
    queue.schedule(-1, at: .start)
    #expect(drained(&queue).map(\.event) == [-1] + Array(0..<100))
  }

  @Test func nothingLeavesBeforeItsLimit() {
    var queue = EventQueue<Int>()
    queue.schedule(1, at: .start + .seconds(10))
    #expect(queue.next(notAfter: .start + .seconds(10) - .nanoseconds(1)) == nil)
    let count = queue.count
    #expect(count == 1)
    #expect(queue.next(notAfter: .start + .seconds(10))?.event == 1)
    let isEmpty = queue.isEmpty
    #expect(isEmpty)
  }

  @Test func whatIsScheduledWhileAnInstantRunsLeavesInThatInstantAndLast() {
    var queue = EventQueue<Int>()
    queue.schedule(1, at: .start)
    queue.schedule(2, at: .start)
    _ = queue.next()
    queue.schedule(3, at: .start)
    #expect(drained(&queue).map(\.event) == [2, 3])
  }

  /// Many ties and a queue that grows and shrinks, against a list that is sorted by instant and,
  /// for equal instants, by arrival.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func aQueueIsTheSameAsASortedList(seed: UInt64) {
    var chance = RandomStream(seed: seed)
    var queue = EventQueue<Int>()
    var sorted: [(at: Instant, event: Int)] = []
    var now = Instant.start
    for arrival in 0..<5_000 {
      if chance.chance(0.55) {
        let at = now + .nanoseconds(Int64(chance.below(40)))
        queue.schedule(arrival, at: at)
        sorted.insert((at, arrival), at: sorted.firstIndex { $0.at > at } ?? sorted.count)
      } else {
        let found = queue.next()
        let expected = sorted.isEmpty ? nil : sorted.removeFirst()
        #expect(found?.at == expected?.at && found?.event == expected?.event)
        now = found?.at ?? now
      }
      let count = queue.count
      #expect(count == sorted.count)
    }
    #expect(drained(&queue).map(\.event) == sorted.map(\.event))
  }

  /// Times from nanoseconds to years, ties among them, bursts that fill a slot, and events called
  /// off: what is left is the same as in a sorted list.
  @Test(arguments: [4, 5, 6, 7] as [UInt64])
  func anyTimesAndCancellationsKeepTheOrder(seed: UInt64) {
    var chance = RandomStream(seed: seed)
    var queue = CancellableQueue()
    var sorted: [(at: Instant, event: Int)] = []
    var now = Instant.start
    for arrival in 0..<4_000 {
      switch chance.below(10) {
      case 0...4:
        // A jump of any order of magnitude, or the moment of an event that waits already.
        let jump = Int64(1) << Int64(chance.below(58))
        let at =
          chance.chance(0.3) && !sorted.isEmpty
          ? sorted[chance.below(sorted.count)].at
          : now + .nanoseconds(Int64(chance.below(Int(jump))))
        queue.schedule(arrival, at: at)
        sorted.insert((at, arrival), at: sorted.firstIndex { $0.at > at } ?? sorted.count)
      case 5...6 where !sorted.isEmpty:
        let row = chance.below(sorted.count)
        queue.cancel(sorted[row].event)
        sorted.remove(at: row)
      default:
        // Years ahead would leave no time to come.
        let limit = now + .nanoseconds(Int64(1) << Int64(chance.below(50)))
        let expected = sorted.first.flatMap { $0.at <= limit ? $0 : nil }
        let found = queue.next(notAfter: limit)
        #expect(found?.at == expected?.at && found?.event == expected?.event)
        if expected != nil { sorted.removeFirst() }
        now = found?.at ?? now
      }
      let count = queue.count
      #expect(count == sorted.count)
    }
    #expect(queue.drained() == sorted.map(\.event))
  }

  @Test func aThousandEqualMomentsAndOneBefore() {
    var queue = EventQueue<Int>()
    let moment = Instant.start + .hours(30)
    for event in 0..<1_000 { queue.schedule(event, at: moment) }
    queue.schedule(-1, at: moment - .nanoseconds(1))
    #expect(queue.next()?.event == -1)
    for event in 1_000..<1_200 { queue.schedule(event, at: moment) }
    #expect(drained(&queue).map(\.event) == Array(0..<1_200))
  }

  /// What is cancelled does not pile up, though its time never comes.
  @Test func calledOffEventsAreThrownOut() {
    var queue = CancellableQueue()
    queue.schedule(-1, at: .start + .seconds(1))
    for event in 0..<10_000 {
      queue.schedule(event, at: .start + .hours(1) + .nanoseconds(Int64(event)))
      queue.cancel(event)
    }
    let count = queue.count
    #expect(count == 1)
    let held = queue.held
    #expect(held < 200)
    #expect(queue.drained() == [-1])
  }

  /// The same events leave a small list and a large one at the same moments.
  @Test func theHoldModelIsRepeatable() {
    var a = HoldModel(pending: 1_000, seed: 7)
    var b = HoldModel(pending: 1_000, seed: 7)
    let sums = (a.run(steps: 20_000), b.run(steps: 20_000))
    #expect(sums.0 == sums.1)
  }

  private func drained(_ queue: inout EventQueue<Int>) -> [(at: Instant, event: Int)] {
    var events: [(at: Instant, event: Int)] = []
    while let event = queue.next() { events.append(event) }
    return events
  }
}

/// The list as its owner uses it: it knows which events are of no use any more.
private struct CancellableQueue: ~Copyable {
  private var queue = EventQueue<Int>()
  private var calledOff: Set<Int> = []

  var count: Int { queue.count }
  var held: Int { queue.held }

  mutating func schedule(_ event: Int, at instant: Instant) {
    queue.schedule(event, at: instant)
  }

  mutating func cancel(_ event: Int) {
    calledOff.insert(event)
    queue.cancel()
    guard queue.isMostlyCancelled else { return }
    let all = queue.removeAll()
    for row in all.indices where !calledOff.contains(all[row].event) {
      queue.schedule(all[row].event, at: all[row].instant)
    }
    calledOff.removeAll()
  }

  mutating func next(notAfter end: Instant = .distantFuture) -> (at: Instant, event: Int)? {
    while let found = queue.next(notAfter: end) {
      guard calledOff.remove(found.event) != nil else { return found }
      queue.skip()
    }
    return nil
  }

  mutating func drained() -> [Int] {
    var events: [Int] = []
    while let event = next()?.event { events.append(event) }
    return events
  }
}
