/// A14: an infected machine inside sends straight to the exchangers of its victims, and every
/// second time through the server of its own site, where the scenario names one.
struct CampusBot: Attacker {
  var campaign: Campaign
  let usualLimit = Int.max

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let victim = campaign.victim(number) else { return }
    var place = AttackDialogue.Place.exchanger(victim.domain)
    if let target = attack.target, number % 2 == 1 { place = .server(target) }
    let dialogue = campaign.message(
      number, to: [victim], at: place,
      reversePath: campaign.reversePath(otherwise: Campaign.throwaway))
    if let dialogue { outbox.dialogues.append(dialogue) }
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    switch event {
    case .answered(.dot, let reply, let number, _):
      let wentThroughServer = attack.target != nil && number % 2 == 1
      if reply.isSuccess, !wentThroughServer { succeed(&outbox) }
    case .passedOn: succeed(&outbox)
    default: break
    }
  }
}
