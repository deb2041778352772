/// A2: writes under an inside name, to people outside and inside.
struct Spoofer: Attacker {
  var campaign: Campaign
  let usualLimit: Int

  init(_ campaign: Campaign) {
    self.campaign = campaign
    usualLimit = campaign.attack.victims.count
  }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let target = attack.target, let victim = campaign.victim(number) else { return }
    let boss = campaign.facts.targetDomain.flatMap { Mailbox("dean@\($0)") }
    let sender = campaign.reversePath(otherwise: boss)
    let dialogue = campaign.message(
      number, to: [victim], at: .server(target), reversePath: sender, from: sender ?? boss)
    if let dialogue { outbox.dialogues.append(dialogue) }
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    if case .delivered(let mailbox, _, false, _, _) = event, !mailbox.isJunk { succeed(&outbox) }
  }
}
