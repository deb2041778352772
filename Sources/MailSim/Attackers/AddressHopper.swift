/// A21: sends from one address until it is listed, then from the next.
struct AddressHopper: Attacker {
  var campaign: Campaign
  private var current: UInt32 = 0
  let usualLimit = Int.max

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let target = attack.target, let victim = campaign.victim(number) else { return }
    guard Int(current) < campaign.addressCount else {
      end(&outbox)
      return
    }
    var dialogue = campaign.message(
      number, to: [victim], at: .server(target),
      reversePath: campaign.reversePath(otherwise: Campaign.throwaway))
    dialogue?.address = campaign.address(current)
    if let dialogue { outbox.dialogues.append(dialogue) }
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    switch event {
    case .answered(.rcpt, let reply, _, _) where reply.wording == .blockListed: current += 1
    case .answered(.dot, let reply, _, _) where reply.isSuccess && current > 0: succeed(&outbox)
    default: break
    }
  }
}
