/// The addresses a site lends: the lowest free one, kept back for a while after its holder left.
///
/// Who comes next gets the address of who just left: how a stranger can inherit a roaming window.
struct Leases: Sendable {
  let network: IPNetwork
  let hold: Delay
  /// Addresses given out by hand inside the lent network; never lent.
  private let reserved: Set<IPAddress>
  private var holders: [IPAddress: HostID] = [:]
  private var freeFrom: [IPAddress: Instant] = [:]

  init(network: IPNetwork, hold: Delay = .zero, reserved: Set<IPAddress> = []) {
    self.network = network
    self.hold = hold
    self.reserved = reserved
  }

  /// Lends the lowest address that is free at `now`; nil when none is.
  mutating func lend(to host: HostID, at now: Instant) -> IPAddress? {
    // The first address names the network itself and is not for hosts.
    var offset: UInt64 = 1
    while let address = network.address(at: offset) {
      if isFree(address, at: now) {
        holders[address] = host
        freeFrom[address] = nil
        return address
      }
      offset += 1
    }
    return nil
  }

  mutating func giveBack(_ address: IPAddress, at now: Instant) {
    guard holders.removeValue(forKey: address) != nil else { return }
    freeFrom[address] = now + hold
  }

  private func isFree(_ address: IPAddress, at now: Instant) -> Bool {
    if holders[address] != nil || reserved.contains(address) { return false }
    // The last address of an IPv4 network is its broadcast address.
    if network.isV4, address == network.last { return false }
    return freeFrom[address].map { now >= $0 } ?? true
  }
}
