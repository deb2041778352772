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
    #expect(queue.count == 1)
    #expect(queue.next(notAfter: .start + .seconds(10))?.event == 1)
    #expect(queue.isEmpty)
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
  func aHeapIsTheSameAsASortedList(seed: UInt64) {
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
      #expect(queue.count == sorted.count)
    }
    #expect(drained(&queue).map(\.event) == sorted.map(\.event))
  }

  private func drained(_ queue: inout EventQueue<Int>) -> [(at: Instant, event: Int)] {
    var events: [(at: Instant, event: Int)] = []
    while let event = queue.next() { events.append(event) }
    return events
  }
}
