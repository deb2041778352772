/// A4: is lent the address a roamer has just left, and uses what remains of the window.
struct LeaseHeir: Attacker {
  var campaign: Campaign
  private var wanted: (address: IPAddress, site: SiteID)?
  private var hasMoved = false
  let usualLimit = Int.max

  init(_ campaign: Campaign) { self.campaign = campaign }

  /// The first time it asks for a lease; from then on it sends.
  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let wanted else { return }
    if !hasMoved {
      hasMoved = true
      outbox.move = wanted.site
      outbox.alarms.append((.seconds(1), .own(number)))
    } else {
      use(number, &outbox)
    }
  }

  mutating func wake(_ alarm: AttackAlarm, _ outbox: inout AttackerOutbox) {
    use(UInt32(alarm.number) - 2, &outbox)
  }

  private mutating func use(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let wanted, outbox.view.ownAddress == wanted.address else {
      lack(.nextLease, &outbox)
      end(&outbox)
      return
    }
    sendThroughWindow(number, &outbox)
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    if case .departed(let machine, let site, let address?) = event, wanted == nil,
      machine == campaign.facts.holder
    {
      wanted = (address, site)
    }
    noteTaken(event, &outbox)
  }
}
