/// The addresses a site lends: the lowest free one, kept back for a while after its holder left.
///
/// Who comes next gets the address of who just left: how a stranger can inherit a roaming window.
struct Leases: Sendable {
  let network: IPNetwork
  let hold: Delay
  /// Addresses given out by hand inside the lent network; never lent.
  private let reserved: Set<IPAddress>
  /// The addresses that are lent, with their places in the network.
  private var lent: [IPAddress: UInt64] = [:]
  private var freeFrom: [IPAddress: Instant] = [:]
  /// No place before this one is free or will be before a machine gives its address back. The first
  /// address names the network itself and is not for hosts.
  private var firstPlace: UInt64 = 1

  init(network: IPNetwork, hold: Delay = .zero, reserved: Set<IPAddress> = []) {
    self.network = network
    self.hold = hold
    self.reserved = reserved
  }

  /// Lends the lowest address that is free at `now`; nil when none is.
  mutating func lend(at now: Instant) -> IPAddress? {
    var place = firstPlace
    while let address = network.address(at: place) {
      if isFree(address, at: now) {
        lent[address] = place
        freeFrom[address] = nil
        return address
      }
      // One that is only kept back comes free by itself, and is looked at again.
      if place == firstPlace, lent[address] != nil || reserved.contains(address) { firstPlace += 1 }
      place += 1
    }
    return nil
  }

  mutating func giveBack(_ address: IPAddress, at now: Instant) {
    guard let place = lent.removeValue(forKey: address) else { return }
    freeFrom[address] = now + hold
    firstPlace = min(firstPlace, place)
  }

  private func isFree(_ address: IPAddress, at now: Instant) -> Bool {
    if lent[address] != nil || reserved.contains(address) { return false }
    // The last address of an IPv4 network is its broadcast address.
    if network.isV4, address == network.last { return false }
    return freeFrom[address].map { now >= $0 } ?? true
  }
}
