import Testing

@testable import MailSim

@Suite struct OpenTableTests {
  /// Whatever is set, removed and filtered: a dictionary would say the same.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func itAgreesWithADictionary(seed: UInt64) {
    var choices = RandomStream(seed: seed)
    var map = OpenTable<IPAddress, Int64>()
    var truth: [IPAddress: Int64] = [:]
    // Few addresses, so that they are met again; some differ only in their upper half.
    let addresses = (0..<200).map { row in
      IPAddress(bits: UInt128(choices.below(60)) << (row % 2 == 0 ? 0 : 64))
    }
    for step in 0..<3_000 as Range<Int64> {
      let address = addresses[choices.below(addresses.count)]
      switch choices.below(100) {
      case ..<60:
        map.set(step, for: address)
        truth[address] = step
      case ..<98:
        map.remove(address)
        truth[address] = nil
      default:
        map.keep { $0 > step - 50 }
        truth = truth.filter { $0.value > step - 50 }
      }
      #expect(map[address] == truth[address])
      #expect(map.count == truth.count)
    }
    for address in addresses { #expect(map[address] == truth[address]) }
    #expect(map.values.sorted() == truth.values.sorted())
  }

  @Test func anEmptyOneKnowsNobody() {
    var map = OpenTable<IPAddress, Int64>()
    map.remove(IPAddress(v4: 1))
    #expect(map[IPAddress(v4: 1)] == nil)
    map.set(7, for: IPAddress(v4: 1))
    map.keep { _ in false }
    #expect(map.count == 0)
    #expect(map[IPAddress(v4: 1)] == nil)
  }
}
