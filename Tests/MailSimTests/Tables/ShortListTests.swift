import Testing

@testable import MailSim

@Suite struct ShortListTests {
  /// Whatever is appended, changed and taken away: an array would say the same.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func itAgreesWithAnArray(seed: UInt64) {
    var choices = RandomStream(seed: seed)
    var list = ShortList<Int>()
    var truth: [Int] = []
    for step in 0..<300 {
      switch choices.below(8) {
      case ..<3:
        list.append(step)
        truth.append(step)
      case 3 where !truth.isEmpty:
        list.removeFirst()
        truth.removeFirst()
      case 4 where step % 5 == 0:
        list.removeAll()
        truth.removeAll()
      default:
        guard !truth.isEmpty else { continue }
        let row = choices.below(truth.count)
        list[row] += step
        truth[row] += step
      }
      #expect(Array(list) == truth)
      #expect(list.count == truth.count)
      #expect(list == ShortList(truth))
    }
  }

  @Test func oneElementStandsInTheListItself() {
    #expect(MemoryLayout<ShortList<UInt32>>.size <= 9)
  }

  @Test func aCopyIsItsOwn() {
    let first: ShortList = [1, 2]
    var second = first
    second[0] = 7
    second.append(3)
    #expect(first == [1, 2])
    #expect(second == [7, 2, 3])
  }
}
