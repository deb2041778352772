import Testing

@testable import MailSim

@Suite struct SerialTableTests {
  /// Whatever comes and goes, in whatever order: a dictionary would say the same.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func itAgreesWithADictionary(seed: UInt64) {
    var choices = RandomStream(seed: seed)
    var table = SerialTable<Int>()
    var truth: [UInt32: Int] = [:]
    for step in 0..<3_000 {
      switch choices.below(10) {
      case ..<5:
        let row = choices.chance(0.8) ? step : nil
        truth[table.end] = row
        table.append(row)
      case ..<9:
        // Mostly one of the oldest.
        guard
          let number = truth.keys.sorted().prefix(choices.chance(0.9) ? 5 : 500).randomElement(
            using: &choices)
        else { continue }
        table.remove(number)
        truth[number] = nil
      default:
        guard let number = truth.keys.min() else { continue }
        table.update(number) { $0 += 1 }
        truth[number]? += 1
      }
      let asked = UInt32(choices.below(Int(table.end) + 70))
      #expect(table[asked] == truth[asked])
    }
    var numbers: [UInt32] = []
    table.forEach { number, row in
      numbers.append(number)
      #expect(row == truth[number])
    }
    #expect(numbers == truth.keys.sorted())
  }

  @Test func whatIsGoneLeavesNothingBehind() {
    var table = SerialTable<Int>()
    for number in 0..<1_000_000 as Range<UInt32> {
      table.append(Int(number))
      if number >= 100 { table.remove(number - 100) }
    }
    var alive = 0
    table.forEach { _, _ in alive += 1 }
    #expect(alive == 100)
    // A hundred rows need three pages of 64 at most, and one to come.
    #expect(table.pageCount <= 4)
  }

  @Test func numbersWithoutARowCostNoPage() {
    var table = SerialTable<Int>()
    for _ in 0..<10_000 { table.append(nil) }
    #expect(table.pageCount == 0)
    #expect(table[17] == nil)
  }
}
