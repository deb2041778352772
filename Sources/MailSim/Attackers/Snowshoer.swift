/// A16: spreads a volume over its addresses in turn, so that none of them is noticed.
struct Snowshoer: Attacker {
  var campaign: Campaign
  let usualLimit = Int.max

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let target = attack.target, let victim = campaign.victim(number) else { return }
    var dialogue = campaign.message(
      number, to: [victim], at: .server(target),
      reversePath: campaign.reversePath(otherwise: Campaign.throwaway))
    dialogue?.address = campaign.address(number % UInt32(max(1, campaign.addressCount)))
    if let dialogue { outbox.dialogues.append(dialogue) }
  }

  /// It has what it wants when a whole round of its addresses has delivered.
  private var delivered = 0

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    guard case .delivered(let mailbox, _, false, _, _) = event, !mailbox.isJunk else { return }
    delivered += 1
    if delivered >= max(1, campaign.addressCount) { succeed(&outbox) }
  }
}
