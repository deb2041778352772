@testable import MailSim

/// Everything that is checked.
extension Truth {
  static let all: [Truth] =
    refusals + views + exposures + leases + riding + hops + gateways + disks + attempts + greylists
    + queues + waits + slots

  /// One case of each family, cheap enough for every day.
  static let slice: [Truth] = [
    refusals[1], refusals[5], views[0], exposures[0], leases[0], riding[0], hops[0], hops[2],
    gateways[0], disks[0], attempts[0], greylists[0], queues[3], waits[0], slots[0],
  ]
}
